/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import io.kedge.dist.support.ServerUnderTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests by the JDK's own HTTP client. */
final class Rest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer whose body is bytes, shown as text where it is. */
    record Answer(HttpResponse<byte[]> raw) {
        int status() {
            return raw.statusCode();
        }

        String text() {
            return new String(raw.body(), StandardCharsets.UTF_8);
        }

        JsonObject json() {
            return new JsonObject(text());
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        long revision() {
            return Long.parseLong(header("Kedge-Revision"));
        }
    }

    private final ServerUnderTest server;

    Rest(ServerUnderTest server) {
        this.server = server;
    }

    /** {@code headers} are names and values in turn. */
    Answer call(String method, String path, String body, String... headers) {
        return call(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer call(String method, String path, byte[] body, String... headers) {
        try {
            return new Answer(HTTP.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    CompletableFuture<Answer> begin(String method, String path, String body, String... headers) {
        HttpRequest request = request(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(Answer::new);
    }

    Answer get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    Answer put(String path, String body, String... headers) {
        return call("PUT", path, body, headers);
    }

    private HttpRequest request(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.clientPort() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }
}
