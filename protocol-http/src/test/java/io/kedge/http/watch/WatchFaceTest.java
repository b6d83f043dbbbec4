/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.spi.ProtocolLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to the face, over real connections. */
final class WatchFaceTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long TICK_MILLIS = 10;

    private static Vertx vertx;
    private static HttpServer server;
    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final FakeNode NODE = new FakeNode();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        NODE.there("a1", "x");
        WatchLoop loop =
                FakeContext.loop(new FakeContext(vertx, NODE, METERS, new ProtocolLimits(1 << 20, 2 << 20, 2, 1_000)));
        CompletableFuture<HttpServer> listening = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
            WatchFace face = new WatchFace(loop, TICK_MILLIS);
            vertx.createHttpServer()
                    .requestHandler(face::handle)
                    .listen(0, "127.0.0.1")
                    .onComplete(listening::complete, listening::completeExceptionally);
        });
        server = listening.join();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/v1/watch?" + query))
                .timeout(LIMIT);
    }

    private static HttpResponse<InputStream> get(HttpRequest.Builder request) throws Exception {
        return get(CLIENT, request);
    }

    private static HttpResponse<InputStream> get(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The stream's lines up to and with {@code last}; then it is cut off. */
    private static List<String> lines(HttpResponse<InputStream> response, String last) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null) {
                lines.add(line);
                if (line.equals(last)) {
                    return lines;
                }
                line = reader.readLine();
            }
        }
        throw new AssertionError("no " + last + " in " + lines);
    }

    @Test
    void aStreamBeginsWithWhatProxiesAndBrowsersNeed() throws Exception {
        HttpResponse<InputStream> response = get(request("prefix=a"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map())
                .containsEntry("content-type", List.of("text/event-stream"))
                .containsEntry("cache-control", List.of("no-cache"))
                .containsEntry("x-accel-buffering", List.of("no"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("kedge-revision", List.of("5"));
        assertThat(lines(response, "event: sync"))
                .containsExactly(
                        "retry: 2000",
                        ": connected",
                        "",
                        "data: {\"op\":\"put\",\"key\":\"a1\",\"value\":\"x\",\"mod_revision\":2,"
                                + "\"create_revision\":2,\"version\":1}",
                        "",
                        "event: sync");
    }

    @Test
    void aQuietStreamHasHeartbeatsAndProgress() throws Exception {
        List<String> lines = lines(get(request("prefix=a&snapshot=0&since=7")), "id: 7");
        assertThat(lines).containsSubsequence(": connected", ":", ":", "event: progress", "id: 7");
    }

    @Test
    void linesHaveNoGreeting() throws Exception {
        List<String> lines = lines(
                get(request("key64=YTE").header("Accept", "application/x-ndjson")),
                "{\"op\":\"sync\",\"revision\":5,\"id\":5}");
        assertThat(lines).hasSize(2).first().asString().startsWith("{\"op\":\"put\",\"key\":\"a1\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'', say what to watch",
        "key=a&prefix=b, say what to watch",
        "key=, key is empty",
        "key64=%3F, key64 is not base64url",
        "prefix=a&prefix64=YQ, prefix is given twice",
        "prefix=a&since=-1, since must be a revision",
        "prefix=a&since=9223372036854775807, since must be a revision",
        "prefix=a&mode=some, mode must be all or latest",
        "prefix=a&snapshot=2, snapshot must be 0 or 1",
        "prefix=a&on-compacted=x, on-compacted must be reset or fail"
    })
    void whatIsWrongIsTold(String query, String detail) throws Exception {
        HttpResponse<InputStream> response = get(request(query));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"type\":\"urn:kedge:bad-request\"", detail);
    }

    @Test
    void theLastEventIdWins() throws Exception {
        HttpResponse<InputStream> response =
                get(request("prefix=a&since=1").header("Last-Event-ID", "7").header("Accept", "text/event-stream"));
        assertThat(lines(response, "id: 7")).contains("event: progress");
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        HttpResponse<InputStream> response =
                get(request("prefix=a").POST(HttpRequest.BodyPublishers.ofString("prefix=a")));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET");
    }

    /** A connection of HTTP/2 may have two; the third is told so, and counted. */
    @Test
    void thereIsALimitForEachConnection() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (InputStream first = get(client, request("prefix=a")).body();
                InputStream second = get(client, request("prefix=a")).body()) {
            HttpResponse<InputStream> third = get(client, request("prefix=a"));
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("retry-after")).isPresent();
            assertThat(METERS.get("kedge_http_streams_refused_total").counter().count())
                    .isPositive();
            assertThat(METERS.get("kedge_http_streams")
                            .tag("kind", "sse")
                            .gauge()
                            .value())
                    .isGreaterThanOrEqualTo(2);
            assertThat(first).isNotSameAs(second);
        }
    }
}
