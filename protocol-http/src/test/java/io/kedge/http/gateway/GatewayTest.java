/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.grpc.rpc.GrpcOutcome;
import io.kedge.grpc.rpc.GrpcStatusMapper;
import io.kedge.http.gateway.GatewayServer.Answer;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls with one reply. */
final class GatewayTest {

    private static final String PUT = "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}";

    private GatewayServer server;

    @BeforeEach
    void start() throws Exception {
        server = new GatewayServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static void assertError(Answer answer, int status, int code, String text) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.json())
                .isEqualTo(
                        new JsonObject().put("error", text).put("message", text).put("code", code));
    }

    @Test
    void aCallIsTheSameUnderBothVersions() throws Exception {
        Answer put = server.post("/v3/kv/put", PUT);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.contentType()).isEqualTo("application/json");
        assertThat(put.json().getJsonObject("header").getString("revision")).isEqualTo("2");
        Answer range = server.post("/v3beta/kv/range", "{\"key\":\"Zm9v\"}");
        assertThat(range.json().getJsonArray("kvs").getJsonObject(0).getString("value"))
                .isEqualTo("YmFy");
        assertThat(range.json().getString("count")).isEqualTo("1");
        assertThat(server.node.lastCaller.protocol()).isEqualTo("http");
        assertThat(server.node.lastCaller.remoteAddress()).startsWith("127.0.0.1:");
    }

    @Test
    void callsAreCountedAsThoseOfGrpc() throws Exception {
        server.post("/v3/kv/put", PUT);
        assertThat(server.meters()
                        .counter(
                                "grpc_server_handled",
                                "grpc_type",
                                "unary",
                                "grpc_service",
                                "etcdserverpb.KV",
                                "grpc_method",
                                "Put",
                                "grpc_code",
                                "OK")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void everyStatusHasItsNumbersAndItsText() throws Exception {
        for (StatusCode code : StatusCode.values()) {
            server.node.failWith = code;
            GrpcOutcome outcome = GrpcStatusMapper.of(new KedgeException(code));
            assertError(
                    server.post("/v3/kv/put", PUT),
                    GatewayErrors.status(outcome.status()),
                    outcome.status().number(),
                    outcome.text());
        }
    }

    @Test
    void noBodyIsAnEmptyMessage() throws Exception {
        assertThat(server.post("/v3/cluster/member/list", "").status()).isEqualTo(200);
        assertThat(server.post("/v3/cluster/member/list", " \n").status()).isEqualTo(200);
    }

    @Test
    void whatFollowsTheFirstObjectIsNotRead() throws Exception {
        assertThat(server.post("/v3/kv/put", PUT + " and more").status()).isEqualTo(200);
    }

    @Test
    void badBodiesAreInvalidArguments() throws Exception {
        assertError(server.post("/v3/kv/put", "{"), 400, 3, "unexpected EOF");
        for (String bad : new String[] {"[]", "null", "{\"key\":1}", "{\"key\":\"!\"}", "{]", "x"}) {
            Answer answer = server.post("/v3/kv/put", bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json().getInteger("code")).isEqualTo(3);
            assertThat(answer.json().getString("error"))
                    .isNotBlank()
                    .isEqualTo(answer.json().getString("message"));
        }
    }

    @Test
    void otherVerbsAndPathsAreToldAsEtcdTellsThem() throws Exception {
        for (HttpMethod method : new HttpMethod[] {HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE}) {
            assertError(server.ask(method, "/v3/kv/put", Buffer.buffer(PUT)), 501, 12, "Method Not Allowed");
        }
        assertError(server.post("/v3/kv/nope", "{}"), 404, 5, "Not Found");
        assertError(server.post("/v3/kv/put/", "{}"), 404, 5, "Not Found");
        assertError(server.ask(HttpMethod.GET, "/v3/nope", Buffer.buffer()), 404, 5, "Not Found");
        assertError(
                server.post("/v3/auth/user/add", "{}"),
                501,
                12,
                "unknown method UserAdd for service etcdserverpb.Auth");
    }

    @Test
    void metadataComesInHeaders() throws Exception {
        server.node.leader = false;
        assertThat(server.post("/v3/kv/put", PUT).status()).isEqualTo(200);
        assertError(
                server.post("/v3/kv/put", PUT, "Grpc-Metadata-Hasleader", "true"), 503, 14, "etcdserver: no leader");
    }

    /** A browser would let any page do this, and not show it the answer; by then the key would be gone. */
    @Test
    void pagesOfOtherOriginsChangeNothing() throws Exception {
        assertError(
                server.post("/v3/kv/put", PUT, "Origin", "https://elsewhere.example", "Content-Type", "text/plain"),
                403,
                7,
                "pages of other origins may not ask");
        assertThat(server.post("/v3/kv/range", "{\"key\":\"Zm9v\"}").json().getString("count"))
                .isNull();
        String own = "http://127.0.0.1:" + server.port();
        assertThat(server.post("/v3/kv/put", PUT, "Origin", own).status()).isEqualTo(200);
    }

    @Test
    void aTimeoutEndsWhatWaits() throws Exception {
        assertError(
                server.post("/v3/lock/lock", "{\"name\":\"d2FpdA==\"}", "Grpc-Timeout", "50m"),
                504,
                4,
                "etcdserver: context deadline exceeded");
        assertError(
                server.post("/v3/kv/put", PUT, "Grpc-Timeout", "1n"), 504, 4, "etcdserver: context deadline exceeded");
        assertError(server.post("/v3/kv/put", PUT, "Grpc-Timeout", "5x"), 400, 3, "invalid grpc-timeout: 5x");
    }

    @Test
    void largeMessagesPassAndTooLargeOnesDoNot() throws Exception {
        int fits = GatewayServer.MESSAGE_BYTES_MAX - 100;
        byte[] value = new byte[fits];
        String base64 = Base64.getEncoder().encodeToString(value);
        assertThat(server.post("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"" + base64 + "\"}")
                        .status())
                .isEqualTo(200);
        Answer read = server.post("/v3/kv/range", "{\"key\":\"Zm9v\"}");
        assertThat(read.json().getJsonArray("kvs").getJsonObject(0).getString("value"))
                .isEqualTo(base64);
        String over = Base64.getEncoder().encodeToString(new byte[GatewayServer.MESSAGE_BYTES_MAX]);
        String text = "grpc: received message larger than max (" + GatewayServer.MESSAGE_BYTES_MAX + " bytes)";
        assertError(server.post("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"" + over + "\"}"), 429, 8, text);
        String announced = " ".repeat(2 * GatewayServer.MESSAGE_BYTES_MAX + 1);
        assertError(server.post("/v3/kv/put", announced), 429, 8, text);
        assertThat(server.post("/v3/kv/put", PUT).status()).isEqualTo(200);
    }

    /** A body without an end is refused once it is too large, and not held. */
    @Test
    void anEndlessBodyIsRefusedAtTheLimit() throws Exception {
        HttpClientRequest request = GatewayServer.await(server.request(HttpMethod.POST, "/v3/kv/put"));
        Future<HttpClientResponse> answer = request.response();
        request.setChunked(true).write("{\"value\":\"");
        for (int i = 0; i < 3; i++) {
            GatewayServer.await(request.write("A".repeat(GatewayServer.MESSAGE_BYTES_MAX - 1)));
        }
        assertThat(GatewayServer.await(answer).statusCode()).isEqualTo(429);
    }

    @Test
    void aSlowBodyIsWaitedFor() throws Exception {
        HttpClientRequest request = GatewayServer.await(server.request(HttpMethod.POST, "/v3/kv/put"));
        Future<HttpClientResponse> answer = request.response();
        request.setChunked(true);
        for (char part : PUT.toCharArray()) {
            GatewayServer.await(request.write(String.valueOf(part)));
        }
        assertThat(answer.isComplete()).isFalse();
        request.end();
        assertThat(GatewayServer.await(answer).statusCode()).isEqualTo(200);
    }

    @Test
    void anAbortedBodyIsNoCall() throws Exception {
        NetSocket socket = GatewayServer.await(server.vertx.createNetClient().connect(server.port(), "127.0.0.1"));
        GatewayServer.await(socket.write("POST /v3/kv/put HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n" + PUT));
        GatewayServer.await(socket.close());
        Answer read = server.post("/v3/kv/range", "{\"key\":\"Zm9v\"}");
        assertThat(read.json().getString("count")).isNull();
    }

    @Test
    void aWaitingCallEndsWithItsClient() throws Exception {
        HttpClientRequest request = GatewayServer.await(server.request(HttpMethod.POST, "/v3/lock/lock"));
        request.send("{\"name\":\"d2FpdA==\"}");
        assertThat(server.node.calls.poll(10, TimeUnit.SECONDS)).isNotNull();
        request.connection().close();
        assertThat(server.node.calls.poll(10, TimeUnit.SECONDS)).contains("cancel");
    }

    @Test
    void aClientThatAsksWhetherToGoOnIsTold() throws Exception {
        NetSocket socket = GatewayServer.await(server.vertx.createNetClient().connect(server.port(), "127.0.0.1"));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        socket.handler(bytes -> heard.add(bytes.toString()));
        socket.write("POST /v3/kv/put HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + PUT.length()
                + "\r\n\r\n");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 100 ");
        socket.write(PUT);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ");
    }
}
