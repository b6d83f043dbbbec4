/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON gateway of the distribution, over both versions of HTTP. */
final class GatewayIT {

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension();

    private static final int SECONDS = 20;
    private static Vertx vertx;
    private static HttpClient http1;
    private static HttpClient http2;
    private static WebSocketClient sockets;

    private record Answer(int status, String body) {

        JsonObject json() {
            return new JsonObject(body);
        }
    }

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        http1 = vertx.createHttpClient();
        sockets = vertx.createWebSocketClient();
        http2 = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    @AfterAll
    static void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    private static Future<HttpClientRequest> request(HttpClient client, String path) {
        return client.request(HttpMethod.POST, SERVER.server().clientPort(), "127.0.0.1", path);
    }

    private static Answer post(HttpClient client, String path, String body) throws Exception {
        return await(Future.future(answered -> vertx.runOnContext(nothing -> request(client, path)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> response.body().map(bytes -> new Answer(response.statusCode(), bytes.toString())))
                .onComplete(answered))));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Paths as etcd's documentation has them, with what an empty message gets: a status, and a code if it failed. */
    @ParameterizedTest
    @CsvSource({
        "kv/range,400,3",
        "kv/put,400,3",
        "kv/deleterange,400,3",
        "kv/txn,200,",
        "kv/compaction,200,",
        "kv/lease/revoke,404,5",
        "kv/lease/timetolive,200,",
        "kv/lease/leases,200,",
        "lease/grant,200,",
        "lease/revoke,404,5",
        "lease/timetolive,200,",
        "lease/leases,200,",
        "cluster/member/add,400,3",
        "cluster/member/remove,404,5",
        "cluster/member/update,400,3",
        "cluster/member/list,200,",
        "cluster/member/promote,404,5",
        "maintenance/alarm,200,",
        "maintenance/status,200,",
        "maintenance/defragment,200,",
        "maintenance/hash,200,",
        "maintenance/hashkv,200,",
        "maintenance/transfer-leadership,400,9",
        "lock/unlock,500,2",
        "election/proclaim,500,2",
        "election/leader,500,2",
        "election/resign,500,2"
    })
    void everyMethodHasItsPath(String path, int status, Integer code) throws Exception {
        for (String version : List.of("/v3/", "/v3beta/")) {
            for (HttpClient client : List.of(http1, http2)) {
                Answer answer = post(client, version + path, "{}");
                boolean secondCompaction = path.equals("kv/compaction") && answer.status() == 400;
                if (!secondCompaction) {
                    assertThat(answer.status())
                            .as("%s%s %s", version, path, answer.body())
                            .isEqualTo(status);
                    assertThat(answer.json().getInteger("code")).isEqualTo(code);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "auth/enable",
        "auth/status",
        "auth/authenticate",
        "auth/user/add",
        "auth/role/grant",
        "maintenance/snapshot"
    })
    void whatIsNotBuiltIsToldSo(String path) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                SERVER.server().binary().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        Answer answer = post(http1, "/v3/" + path, "{}");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.json().getInteger("code")).isEqualTo(12);
        assertThat(answer.json().getString("message")).startsWith("unknown method ");
    }

    @Test
    void anyBytesComeBackAsTheyWere() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int size : new int[] {0, 1, 100, 40_000, 1_400_000}) {
            byte[] value = new byte[size];
            random.nextBytes(value);
            String text = Base64.getEncoder().encodeToString(value);
            for (HttpClient client : List.of(http1, http2)) {
                String key = base64("bytes" + size);
                assertThat(post(client, "/v3/kv/put", "{\"key\":\"" + key + "\",\"value\":\"" + text + "\"}")
                                .status())
                        .isEqualTo(200);
                JsonObject kv = post(client, "/v3/kv/range", "{\"key\":\"" + key + "\"}")
                        .json()
                        .getJsonArray("kvs")
                        .getJsonObject(0);
                assertThat(kv.getString("value", ""))
                        .as("seed %s, size %s", seed, size)
                        .isEqualTo(text);
            }
        }
        Answer tooLarge = post(http1, "/v3/kv/put", "{\"key\":\"YQ==\",\"value\":\"" + "AAAA".repeat(530_000) + "\"}");
        assertThat(tooLarge.status()).isEqualTo(400);
        assertThat(tooLarge.json().getString("error")).isEqualTo("etcdserver: request is too large");
        Answer muchTooLarge =
                post(http1, "/v3/kv/put", "{\"key\":\"YQ==\",\"value\":\"" + "AAAA".repeat(720_000) + "\"}");
        assertThat(muchTooLarge.status()).isEqualTo(429);
        assertThat(muchTooLarge.json().getString("error")).startsWith("grpc: received message larger than max");
    }

    /** Lines of a running watch, over either version of HTTP. */
    private static BlockingQueue<String> watch(HttpClient client, String create) throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        StringBuilder partial = new StringBuilder();
        HttpClientRequest request = await(request(client, "/v3/watch"));
        request.response()
                .onSuccess(response -> response.handler(bytes -> {
                    partial.append(bytes);
                    for (int end = partial.indexOf("\n"); end >= 0; end = partial.indexOf("\n")) {
                        lines.add(partial.substring(0, end));
                        partial.delete(0, end + 1);
                    }
                }));
        request.setChunked(true).write(create);
        return lines;
    }

    private static JsonObject next(BlockingQueue<String> lines) throws InterruptedException {
        String line = lines.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a line").isNotNull();
        return new JsonObject(line).getJsonObject("result");
    }

    @Test
    void watchesTellEveryWriteOnceAndInOrder() throws Exception {
        String create =
                "{\"create_request\":{\"key\":\"" + base64("w/") + "\",\"range_end\":\"" + base64("w0") + "\"}}";
        List<BlockingQueue<String>> watches = List.of(watch(http1, create), watch(http2, create));
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket = await(sockets.connect(SERVER.server().clientPort(), "127.0.0.1", "/v3/watch"));
        socket.textMessageHandler(messages::add);
        socket.writeTextMessage(create);
        List<BlockingQueue<String>> all = new ArrayList<>(watches);
        all.add(messages);
        for (BlockingQueue<String> lines : all) {
            assertThat(next(lines).getBoolean("created")).isTrue();
        }
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String key = base64("w/" + i % 7);
            Answer put = post(i % 2 == 0 ? http1 : http2, "/v3/kv/put", "{\"key\":\"" + key + "\"}");
            written.add(put.json().getJsonObject("header").getString("revision") + " " + key);
        }
        for (BlockingQueue<String> lines : all) {
            List<String> told = new ArrayList<>();
            while (told.size() < written.size()) {
                JsonArray events = next(lines).getJsonArray("events", new JsonArray());
                for (int i = 0; i < events.size(); i++) {
                    JsonObject kv = events.getJsonObject(i).getJsonObject("kv");
                    told.add(kv.getString("mod_revision") + " " + kv.getString("key"));
                }
            }
            assertThat(told).isEqualTo(written);
        }
        socket.close();
    }

    @Test
    void aLockIsHandedOnAndAWaiterThatGoesLeavesNoKey() throws Exception {
        for (int lease : new int[] {901, 902, 903}) {
            assertThat(post(http1, "/v3/lease/grant", "{\"TTL\":600,\"ID\":" + lease + "}")
                            .status())
                    .isEqualTo(200);
        }
        String name = base64("l");
        String held = post(http1, "/v3/lock/lock", "{\"name\":\"" + name + "\",\"lease\":901}")
                .json()
                .getString("key");
        HttpClientRequest gone = await(request(http1, "/v3/lock/lock"));
        gone.send("{\"name\":\"" + name + "\",\"lease\":902}");
        String prefix = "{\"key\":\"" + base64("l/") + "\",\"range_end\":\"" + base64("l0") + "\",\"count_only\":true}";
        awaitCount(prefix, 2);
        gone.connection().close();
        awaitCount(prefix, 1);
        Future<Answer> waiting = Future.future(answered -> vertx.runOnContext(nothing -> request(http2, "/v3/lock/lock")
                .compose(request -> request.send("{\"name\":\"" + name + "\",\"lease\":903}"))
                .compose(response -> response.body().map(bytes -> new Answer(response.statusCode(), bytes.toString())))
                .onComplete(answered)));
        awaitCount(prefix, 2);
        assertThat(waiting.isComplete()).isFalse();
        assertThat(post(http1, "/v3/lock/unlock", "{\"key\":\"" + held + "\"}").status())
                .isEqualTo(200);
        assertThat(await(waiting).json().getString("key")).isEqualTo(base64("l/387"));
    }

    private static void awaitCount(String range, int count) {
        assertThat(io.kedge.dist.support.Await.holds(
                        java.time.Duration.ofSeconds(SECONDS), () -> post(http1, "/v3/kv/range", range)
                                .json()
                                .getString("count", "0")
                                .equals(String.valueOf(count))))
                .as("%s keys", count)
                .isTrue();
    }

    /** What would keep a careless server busy, or full. */
    @Test
    void hostileBodiesAreAnsweredAtOnce() throws Exception {
        long began = System.nanoTime();
        List<String> bodies = new ArrayList<>(List.of(
                "{\"ID\":\"1e999999999\"}",
                "{\"ID\":1e999999999}",
                "{\"x\":".repeat(100_000),
                "{\"x\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}",
                "{\"x\":" + "9".repeat(1_000_000) + "}",
                "{\"\\u0000".repeat(100_000)));
        char[] quotes = new char[1 << 20];
        Arrays.fill(quotes, '"');
        bodies.add("{" + new String(quotes));
        for (String body : bodies) {
            Answer answer = post(http1, "/v3/cluster/member/remove", body);
            assertThat(answer.status()).as(body.substring(0, 8)).isEqualTo(400);
            assertThat(answer.json().getInteger("code")).isEqualTo(3);
        }
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(SECONDS);
        assertThat(post(http1, "/v3/lease/leases", "").status()).isEqualTo(200);
    }
}
