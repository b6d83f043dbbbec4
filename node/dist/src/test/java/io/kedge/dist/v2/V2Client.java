/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Speaks to one server's v2 interface as curl does. */
final class V2Client {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final String base;

    /** {@code endpoint} is a URL without a path. */
    V2Client(String endpoint) {
        this.base = endpoint + "/v2";
    }

    /** Fields as {@code name=value&...}, already escaped; a body for PUT and POST, a query for the others. */
    V2Reply keys(String method, String path, String fields) {
        boolean hasBody = method.equals("PUT") || method.equals("POST");
        String query = hasBody || fields.isEmpty() ? "" : "?" + fields;
        return send(request(method, "/keys" + path + query, hasBody ? fields : null));
    }

    V2Reply get(String path, String fields) {
        return keys("GET", path, fields);
    }

    V2Reply put(String path, String fields) {
        return keys("PUT", path, fields);
    }

    V2Reply post(String path, String fields) {
        return keys("POST", path, fields);
    }

    V2Reply delete(String path, String fields) {
        return keys("DELETE", path, fields);
    }

    /** Anything below /v2; a body is sent as a form. */
    V2Reply raw(String method, String path, String body) {
        return send(request(method, path, body));
    }

    /** With a body of JSON. */
    V2Reply json(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build());
    }

    /** A request that waits; complete when the first event is there. */
    CompletableFuture<V2Reply> waiting(String path, String fields) {
        String query = "?wait=true" + (fields.isEmpty() ? "" : "&" + fields);
        return HTTP.sendAsync(request("GET", "/keys" + path + query, null), HttpResponse.BodyHandlers.ofString())
                .thenApply(V2Client::reply);
    }

    /** A request whose head has arrived and whose body grows. */
    HttpResponse<InputStream> open(String path, String fields) {
        try {
            return HTTP.send(
                    request("GET", "/keys" + path + "?wait=true&" + fields, null),
                    HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static String form(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** A key as the path of a request. */
    static String path(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("+", "%20");
    }

    private HttpRequest request(String method, String path, String body) {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT).method(method, publisher);
        return body == null
                ? request.build()
                : request.header("Content-Type", "application/x-www-form-urlencoded")
                        .build();
    }

    private static V2Reply send(HttpRequest request) {
        try {
            return reply(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static V2Reply reply(HttpResponse<String> response) {
        return new V2Reply(response.statusCode(), response.headers(), response.body());
    }
}
