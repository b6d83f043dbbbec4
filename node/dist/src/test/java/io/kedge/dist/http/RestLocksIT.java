/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.http.Rest.Answer;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Leases, locks and elections under {@code /v1}, also by clients that go in the middle. */
final class RestLocksIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static ServerUnderTest server;
    private static Rest rest;

    @BeforeAll
    static void start() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        server = ServerUnderTest.startInMemory(ServerBinary.underTest());
        rest = new Rest(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Answer post(String path, String body, String... headers) {
        return rest.call("POST", path, body, headers);
    }

    @Test
    void leasesLiveAndEnd() {
        Answer granted = post("/v1/leases", "{\"ttl\":60,\"id\":\"7b\"}");
        assertThat(granted.status()).isEqualTo(201);
        assertThat(granted.header("Location")).isEqualTo("/v1/leases/7b");
        assertThat(post("/v1/leases", "{\"ttl\":60,\"id\":\"7b\"}").status()).isEqualTo(409);
        assertThat(post("/v1/leases", "{}").status()).isEqualTo(400);
        assertThat(post("/v1/leases", "{\"ttl\":\"5m\"}").json().getLong("ttl")).isEqualTo(300);
        assertThat(post("/v1/leases/7b/keepalive", "").json().getLong("ttl")).isEqualTo(60);
        JsonObject lease = rest.get("/v1/leases/7b").json();
        assertThat(lease.getLong("granted_ttl")).isEqualTo(60);
        assertThat(lease.getLong("ttl")).isBetween(50L, 60L);
        assertThat(rest.call("DELETE", "/v1/leases/7b", "").status()).isEqualTo(204);
        assertThat(rest.get("/v1/leases/7b").status()).isEqualTo(404);
    }

    @Test
    void aLockHasOneHolderAndAFence() {
        Answer first = post("/v1/locks/door", "{\"ttl\":60}");
        assertThat(first.status()).isEqualTo(201);
        String fence = first.json().getString("fence");
        String token = first.header("ETag");
        Answer refused = post("/v1/locks/door", "{\"ttl\":60}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getJsonObject("holder").getLong("token"))
                .isEqualTo(first.json().getLong("token"));
        assertThat(refused.json().getLong("queue_length")).isEqualTo(1);
        assertThat(rest.put("/v1/kv/guarded", "by first", "Kedge-Fence", fence).status())
                .isEqualTo(201);

        CompletableFuture<Answer> second = rest.begin("POST", "/v1/locks/door", "{\"ttl\":60}", "Prefer", "wait=15");
        Await.until(
                LIMIT,
                () -> "the second waits",
                () -> rest.get("/v1/locks/door").json().getLong("waiting") == 1);
        assertThat(rest.call("DELETE", "/v1/locks/door", "", "If-Match", "\"1\"")
                        .status())
                .isEqualTo(412);
        assertThat(rest.call("DELETE", "/v1/locks/door", "", "If-Match", token).status())
                .isEqualTo(204);
        Answer held = second.join();
        assertThat(held.status()).isEqualTo(201);
        assertThat(held.json().getLong("token")).isGreaterThan(first.json().getLong("token"));
        Answer late = rest.put("/v1/kv/guarded", "by first, too late", "Kedge-Fence", fence);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().getString("type")).isEqualTo("urn:kedge:fence-lost");
        assertThat(rest.get("/v1/kv/guarded").text()).isEqualTo("by first");
        assertThat(rest.call("DELETE", "/v1/locks/door", "", "If-Match", held.header("ETag"))
                        .status())
                .isEqualTo(204);
        assertThat(rest.get("/v1/locks/door").json().getBoolean("held")).isFalse();
    }

    @Test
    void whoseTimeIsOverLeavesNothingBehind() {
        Answer held = post("/v1/locks/short", "{\"ttl\":60}");
        int leases = leases();
        assertThat(post("/v1/locks/short", "{\"ttl\":60}", "Prefer", "wait=1").status())
                .isEqualTo(409);
        Await.until(
                LIMIT,
                () -> "place and lease are gone",
                () -> leases() == leases && rest.get("/v1/locks/short").json().getLong("waiting") == 0);
        assertThat(rest.call("DELETE", "/v1/locks/short", "", "If-Match", held.header("ETag"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void whoGoesWhileWaitingLeavesTheQueue() throws IOException {
        post("/v1/locks/left", "{\"ttl\":60}");
        int leases = leases();
        try (Socket socket = new Socket("127.0.0.1", server.clientPort())) {
            String body = "{\"ttl\":60}";
            String request = "POST /v1/locks/left HTTP/1.1\r\nHost: x\r\nPrefer: wait=100\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            Await.until(
                    LIMIT,
                    () -> "it waits",
                    () -> rest.get("/v1/locks/left").json().getLong("waiting") == 1);
        }
        Await.until(
                LIMIT,
                () -> "place and lease are gone",
                () -> leases() == leases && rest.get("/v1/locks/left").json().getLong("waiting") == 0);
    }

    private static int leases() {
        return rest.get("/v1/leases").json().getJsonArray("leases").size();
    }

    /** The lease lives while the connection does, and not much longer. */
    @Test
    void aLeaseIsHeldByAConnection() throws IOException {
        post("/v1/leases", "{\"ttl\":2,\"id\":\"55\"}");
        try (Socket socket = new Socket("127.0.0.1", server.clientPort())) {
            String request = "GET /v1/leases/55/hold HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder seen = new StringBuilder();
            byte[] bytes = new byte[4096];
            // The first event and seven renewals take longer than twice the lease's time.
            while (seen.toString().split("data: ").length < 9) {
                seen.append(new String(bytes, 0, in.read(bytes), StandardCharsets.UTF_8));
            }
            assertThat(seen).contains("text/event-stream").contains("{\"id\":\"55\",\"ttl\":2}");
            assertThat(rest.get("/v1/leases/55").status()).isEqualTo(200);
        }
        Await.until(
                LIMIT, () -> "the lease ends", () -> rest.get("/v1/leases/55").status() == 404);
    }

    /** Who goes before the first answer has never held it. */
    @Test
    void aLeaseIsNotHeldForWhoHasGone() throws IOException {
        int leases = leases();
        for (int i = 0; i < 60; i++) {
            post("/v1/leases", "{\"ttl\":1,\"id\":\"9" + i + "\"}");
            try (Socket socket = new Socket("127.0.0.1", server.clientPort())) {
                String request = "GET /v1/leases/9" + i + "/hold HTTP/1.1\r\nHost: x\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(true, 0);
            }
        }
        Await.until(LIMIT, () -> leases() + " leases, there were " + leases, () -> leases() <= leases);
    }

    @Test
    void anElectionHasALeaderWhoSpeaks() throws IOException {
        try (Socket observer = new Socket("127.0.0.1", server.clientPort())) {
            String request = "GET /v1/elections/boss HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n";
            observer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            Answer won = post("/v1/elections/boss", "{\"ttl\":60,\"value\":\"a\"}");
            assertThat(won.status()).isEqualTo(201);
            assertThat(post("/v1/elections/boss", "{\"ttl\":60,\"value\":\"b\"}")
                            .status())
                    .isEqualTo(409);
            String token = won.header("ETag");
            assertThat(rest.put("/v1/elections/boss", "{\"value\":\"a2\"}", "If-Match", token)
                            .status())
                    .isEqualTo(204);
            assertThat(rest.get("/v1/elections/boss").json().getString("value")).isEqualTo("a2");
            StringBuilder seen = new StringBuilder();
            byte[] bytes = new byte[4096];
            InputStream in = observer.getInputStream();
            while (!seen.toString().contains("\"value\":\"a2\"")) {
                seen.append(new String(bytes, 0, in.read(bytes), StandardCharsets.UTF_8));
            }
            assertThat(rest.call("DELETE", "/v1/elections/boss", "", "If-Match", token)
                            .status())
                    .isEqualTo(204);
            assertThat(rest.get("/v1/elections/boss").status()).isEqualTo(404);
            assertThat(rest.put("/v1/elections/boss", "{\"value\":\"a3\"}", "If-Match", token)
                            .status())
                    .isEqualTo(412);
        }
    }
}
