/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.http.Rest.Answer;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, ranges, history and transactions under {@code /v1}, as the contract says. */
final class RestIT {

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

    @Test
    void aKeyIsPutReadAndDeleted() {
        Answer created = rest.put("/v1/kv/first", "one");
        assertThat(created.status()).isEqualTo(201);
        String tag = "\"" + created.revision() + "\"";
        assertThat(created.header("ETag")).isEqualTo(tag);
        Answer read = rest.get("/v1/kv/first");
        assertThat(read.text()).isEqualTo("one");
        assertThat(read.header("ETag")).isEqualTo(tag);
        assertThat(read.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(read.header("Content-Security-Policy")).isEqualTo("sandbox");
        assertThat(read.header("Kedge-Version")).isEqualTo("1");
        assertThat(rest.get("/v1/kv/first?as=json").header("Content-Type")).isEqualTo("application/json");
        assertThat(rest.put("/v1/kv/first", "two").status()).isEqualTo(200);
        Answer record = rest.get("/v1/kv/first", "Accept", "application/json");
        assertThat(record.json().getString("value")).isEqualTo("two");
        assertThat(record.json().getLong("create_revision")).isEqualTo(created.revision());
        assertThat(rest.get("/v1/kv/first?rev=" + created.revision()).text()).isEqualTo("one");
        Answer head = rest.call("HEAD", "/v1/kv/first", "");
        assertThat(head.header("Content-Length")).isEqualTo("3");
        assertThat(head.text()).isEmpty();
        assertThat(rest.call("DELETE", "/v1/kv/first", "").status()).isEqualTo(204);
        Answer gone = rest.get("/v1/kv/first");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(gone.json().getString("type")).isEqualTo("urn:kedge:key-not-found");
        assertThat(rest.call("DELETE", "/v1/kv/first", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a//b", "a/../b", "a/./b", "../up", "a%2Fb", "//", "sp%20ace", "%ff%00%fe", "a+b", "k%C3%A9"})
    void aRawPathIsTheKey(String path) {
        assertThat(rest.put("/v1/kv/" + path, "v " + path).status()).isBetween(200, 201);
        assertThat(rest.get("/v1/kv/" + path).text()).isEqualTo("v " + path);
        JsonObject record =
                rest.get("/v1/kv/" + path, "Accept", "application/json").json();
        String key = record.getString("key");
        assertThat(key != null ? key : record.getString("key_b64"))
                .isEqualTo(
                        switch (path) {
                            case "a%2Fb" -> "a/b";
                            case "sp%20ace" -> "sp ace";
                            case "%ff%00%fe" -> "/wD+";
                            case "k%C3%A9" -> "k\u00e9";
                            default -> path;
                        });
        assertThat(rest.call("DELETE", "/v1/kv/" + path, "").status()).isEqualTo(204);
    }

    @Test
    void aKeyMayStandInAParameter() {
        rest.put("/v1/kv?key=/config/a", "x");
        assertThat(rest.get("/v1/kv//config/a").text()).isEqualTo("x");
        assertThat(rest.get("/v1/kv?key64=L2NvbmZpZy9h").text()).isEqualTo("x");
        assertThat(rest.get("/v1/kv/a?key=b").status()).isEqualTo(400);
    }

    @Test
    void conditions() {
        long first = rest.put("/v1/kv/cas", "1", "If-None-Match", "*").revision();
        Answer exists = rest.put("/v1/kv/cas", "2", "If-None-Match", "*");
        assertThat(exists.status()).isEqualTo(412);
        assertThat(exists.header("ETag")).isEqualTo("\"" + first + "\"");
        assertThat(exists.json().getLong("mod_revision")).isEqualTo(first);
        assertThat(rest.put("/v1/kv/cas", "2", "If-Match", "\"" + first + "\"").status())
                .isEqualTo(200);
        assertThat(rest.put("/v1/kv/cas", "3", "If-Match", "\"" + first + "\"").status())
                .isEqualTo(412);
        assertThat(rest.call("DELETE", "/v1/kv/cas", "", "If-Match", "\"" + first + "\"")
                        .status())
                .isEqualTo(412);
        assertThat(rest.get("/v1/kv/cas").text()).isEqualTo("2");
        assertThat(rest.put("/v1/kv/nobody", "x", "If-Match", "*").status()).isEqualTo(412);
        assertThat(rest.put("/v1/kv/cas", "x", "If-Match", "soon").status()).isEqualTo(400);
    }

    @Test
    void aReadThatIsKnownAlready() {
        String tag = rest.put("/v1/kv/known", "1").header("ETag");
        assertThat(rest.get("/v1/kv/known", "If-None-Match", tag).status()).isEqualTo(304);
        CompletableFuture<Answer> waiting =
                rest.begin("GET", "/v1/kv/known", "", "If-None-Match", tag, "Prefer", "wait=15");
        Await.until(Duration.ofSeconds(10), () -> "a watch", () -> watchers() > 0);
        assertThat(waiting).isNotDone();
        rest.put("/v1/kv/known", "2");
        assertThat(waiting.join().text()).isEqualTo("2");
        String newer = rest.get("/v1/kv/known").header("ETag");
        assertThat(rest.get("/v1/kv/known", "If-None-Match", newer, "Prefer", "wait=1")
                        .status())
                .isEqualTo(304);
        CompletableFuture<Answer> deleted =
                rest.begin("GET", "/v1/kv/known", "", "If-None-Match", newer, "Prefer", "wait=15");
        Await.until(Duration.ofSeconds(10), () -> "a watch", () -> watchers() > 0);
        rest.call("DELETE", "/v1/kv/known", "");
        assertThat(deleted.join().status()).isEqualTo(404);
    }

    private static long watchers() {
        try {
            return server.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("etcd_debugging_mvcc_watcher_total "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void leasesOfPuts() {
        assertThat(rest.put("/v1/kv/leased?lease=abcdef", "x").status()).isEqualTo(404);
        Answer put = rest.put("/v1/kv/leased?ttl=5m", "x", "Prefer", "return=representation");
        assertThat(put.status()).isEqualTo(201);
        String lease = put.json().getString("lease");
        assertThat(rest.get("/v1/leases/" + lease).json().getJsonArray("keys"))
                .isEqualTo(new JsonArray().add(new JsonObject().put("key", "leased")));
        rest.put("/v1/kv/leased?keep-lease", "y");
        assertThat(rest.get("/v1/kv/leased").header("Kedge-Lease")).isEqualTo(lease);
        int leases = rest.get("/v1/leases").json().getJsonArray("leases").size();
        assertThat(rest.put("/v1/kv/leased?ttl=60", "z", "If-None-Match", "*").status())
                .isEqualTo(412);
        Await.until(
                Duration.ofSeconds(10),
                () -> "the lease of a refused put is given back",
                () -> rest.get("/v1/leases").json().getJsonArray("leases").size() == leases);
        assertThat(rest.call("DELETE", "/v1/leases/" + lease, "").status()).isEqualTo(204);
        assertThat(rest.get("/v1/kv/leased").status()).isEqualTo(404);
    }

    @Test
    void jsonIsPatched() {
        rest.put("/v1/kv/doc", "{\"a\":1,\"b\":{\"c\":2}}");
        String type = "application/merge-patch+json";
        Answer patched = rest.call(
                "PATCH",
                "/v1/kv/doc",
                "{\"a\":null,\"b\":{\"d\":3}}",
                "Content-Type",
                type,
                "Prefer",
                "return=representation");
        assertThat(patched.json().getString("value")).isEqualTo("{\"b\":{\"c\":2,\"d\":3}}");
        assertThat(rest.call("PATCH", "/v1/kv/doc", "{}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(415);
        assertThat(rest.call("PATCH", "/v1/kv/none", "{}", "Content-Type", type).status())
                .isEqualTo(404);
        rest.put("/v1/kv/doc", "not json");
        assertThat(rest.call("PATCH", "/v1/kv/doc", "{}", "Content-Type", type).status())
                .isEqualTo(409);
        assertThat(rest.call("PATCH", "/v1/kv/doc", "{", "Content-Type", type).status())
                .isEqualTo(400);
    }

    @Test
    void patchesOfManyAreAllApplied() {
        rest.put("/v1/kv/many", "{}");
        List<CompletableFuture<Answer>> patches = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            patches.add(rest.begin(
                    "PATCH",
                    "/v1/kv/many",
                    "{\"k" + i + "\":" + i + "}",
                    "Content-Type",
                    "application/merge-patch+json"));
        }
        patches.forEach(patch -> assertThat(patch.join().status()).isEqualTo(200));
        assertThat(rest.get("/v1/kv/many").json().size()).isEqualTo(6);
    }

    @Test
    void rangesByPageAreOfOneRevision() {
        for (int i = 0; i < 7; i++) {
            rest.put("/v1/kv/page/" + i, "v" + i);
        }
        Answer first = rest.get("/v1/kv?prefix=page/&limit=3");
        rest.put("/v1/kv/page/4", "changed");
        rest.call("DELETE", "/v1/kv/page/5", "");
        List<String> values = new ArrayList<>();
        Answer page = first;
        while (true) {
            page.json().getJsonArray("kvs").forEach(kv -> values.add(((JsonObject) kv).getString("value")));
            String next = page.json().getString("continue");
            if (next == null) {
                break;
            }
            page = rest.get("/v1/kv?prefix=page/&limit=3&continue=" + next);
            assertThat(page.json().getLong("revision")).isEqualTo(first.json().getLong("revision"));
        }
        assertThat(values).containsExactly("v0", "v1", "v2", "v3", "v4", "v5", "v6");
        assertThat(rest.get("/v1/kv?prefix=page/&count").json().getLong("count"))
                .isEqualTo(6);
        assertThat(rest.get("/v1/kv?prefix=page/&keys").text()).doesNotContain("value");
        assertThat(rest.get("/v1/kv?prefix=page/&continue=x").status()).isEqualTo(400);
    }

    @Test
    void aDelimiterFoldsWhatIsBehindIt() {
        for (String key : List.of("t/a", "t/b/1", "t/b/2", "t/c/d/e", "t/e")) {
            rest.put("/v1/kv/" + key, "v");
        }
        JsonObject all = rest.get("/v1/kv?prefix=t/&delimiter=/").json();
        assertThat(all.getJsonArray("prefixes"))
                .isEqualTo(new JsonArray().add("t/b/").add("t/c/"));
        assertThat(all.getJsonArray("kvs").stream().map(kv -> ((JsonObject) kv).getString("key")))
                .containsExactly("t/a", "t/e");
        JsonObject two = rest.get("/v1/kv?prefix=t/&delimiter=/&limit=2").json();
        assertThat(two.getJsonArray("prefixes")).isEqualTo(new JsonArray().add("t/b/"));
        JsonObject rest2 = rest.get("/v1/kv?prefix=t/&delimiter=/&continue=" + two.getString("continue"))
                .json();
        assertThat(rest2.getJsonArray("prefixes")).isEqualTo(new JsonArray().add("t/c/"));
    }

    @Test
    void linesEndWithTheirCount() {
        for (int i = 0; i < 600; i++) {
            rest.put("/v1/kv/line/" + i, "v");
        }
        Answer lines = rest.get("/v1/kv?prefix=line/", "Accept", "application/x-ndjson");
        List<String> all = lines.text().lines().toList();
        assertThat(all).hasSize(601);
        assertThat(new JsonObject(all.get(600)).getLong("count")).isEqualTo(600);
        assertThat(new JsonObject(all.get(0)).getString("key")).isEqualTo("line/0");
    }

    /** What it was reading is compacted meanwhile: it ends without its last line, and not as an answer ends. */
    @Test
    void aListingThatCannotGoOnIsCut() throws IOException {
        List<CompletableFuture<Answer>> puts = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            puts.add(rest.begin("PUT", "/v1/kv/cut/" + i, "v".repeat(8_000)));
        }
        puts.forEach(CompletableFuture::join);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 << 10);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress("127.0.0.1", server.clientPort()));
            String request = "GET /v1/kv?prefix=cut/ HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(100);
            assertThat(new String(start, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
            long now = rest.put("/v1/kv/cut/0", "changed").revision();
            assertThat(rest.call("POST", "/v3/kv/compaction", "{\"revision\":" + now + "}")
                            .status())
                    .isEqualTo(200);
            String rest = new String(readAll(socket), StandardCharsets.US_ASCII);
            assertThat(rest)
                    .hasSizeLessThan(24_000_000)
                    .doesNotContain("\"count\":")
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    private static byte[] readAll(Socket socket) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(read);
        } catch (SocketException reset) {
            // A cut, too.
        }
        return read.toByteArray();
    }

    @Test
    void aRangeCanBeWaitedFor() {
        long revision = rest.put("/v1/kv/range-wait/a", "1").revision();
        assertThat(rest.get("/v1/kv?prefix=range-wait/&after=" + revision, "Prefer", "wait=1")
                        .status())
                .isEqualTo(304);
        CompletableFuture<Answer> waiting =
                rest.begin("GET", "/v1/kv?prefix=range-wait/&after=" + revision, "", "Prefer", "wait=15");
        rest.put("/v1/kv/range-wait/b", "2");
        assertThat(waiting.join().json().getJsonArray("kvs")).hasSize(2);
    }

    @Test
    void deletingManyIsAskedForInWords() {
        rest.put("/v1/kv/bulk/a", "1");
        rest.put("/v1/kv/bulk/b", "2");
        assertThat(rest.call("DELETE", "/v1/kv", "").status()).isEqualTo(400);
        assertThat(rest.call("DELETE", "/v1/kv?prefix=", "").status()).isEqualTo(400);
        assertThat(rest.call("DELETE", "/v1/kv?prefix=bulk/", "").json().getLong("deleted"))
                .isEqualTo(2);
    }

    @Test
    void historyAndBack() {
        long one = rest.put("/v1/kv/past", "one").revision();
        rest.put("/v1/kv/past", "two");
        rest.call("DELETE", "/v1/kv/past", "");
        JsonObject history = rest.get("/v1/history/past").json();
        assertThat(history.getJsonArray("versions").stream().map(v -> ((JsonObject) v).getString("op")))
                .containsExactly("delete", "put", "put");
        assertThat(rest.get("/v1/history/past?limit=1").json().getJsonArray("versions"))
                .hasSize(1);
        assertThat(rest.call("POST", "/v1/history/past/revert?rev=" + one, "").status())
                .isEqualTo(201);
        assertThat(rest.get("/v1/kv/past").text()).isEqualTo("one");
        assertThat(rest.call("POST", "/v1/history/past/revert?rev=" + (one - 1), "")
                        .status())
                .isEqualTo(404);
        assertThat(rest.call("POST", "/v1/history/past/revert?rev=99999999", "").status())
                .isEqualTo(400);
    }

    @Test
    void transactions() {
        rest.put("/v1/kv/txn/a", "1");
        String body = "{\"if\":[{\"key\":\"txn/a\",\"value\":\"1\"},{\"key\":\"txn/b\",\"exists\":false}],"
                + "\"then\":[{\"put\":{\"key\":\"txn/b\",\"value\":\"2\"}},{\"get\":{\"prefix\":\"txn/\"}}],"
                + "\"else\":[{\"delete\":{\"prefix\":\"txn/\",\"prev\":true}}]}";
        JsonObject first = rest.call("POST", "/v1/txn", body).json();
        assertThat(first.getBoolean("succeeded")).isTrue();
        assertThat(first.getJsonArray("responses")
                        .getJsonObject(1)
                        .getJsonObject("get")
                        .getLong("count"))
                .isEqualTo(2);
        JsonObject second = rest.call("POST", "/v1/txn", body).json();
        assertThat(second.getBoolean("succeeded")).isFalse();
        assertThat(second.getJsonArray("responses")
                        .getJsonObject(0)
                        .getJsonObject("delete")
                        .getLong("deleted"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'key':'k'}",
                "{'key':'k','version':1,'value':'x'}",
                "{'key':'k','value':'x','value_b64':'eA=='}",
                "{'key':'k','exists':true,'is':'='}",
                "{'key':'k','version':1,'is':'>='}"
            })
    void aCompareThatIsNoneIsRefused(String compare) {
        Answer answer = rest.call("POST", "/v1/txn", "{\"if\":[" + compare.replace('\'', '"') + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().getString("detail")).startsWith("if[0].");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /v1/kv/x?rev=99999999            | 400 | urn:kedge:future-revision",
                "GET    | /v1/kv/x?rev=0                   | 400 | urn:kedge:bad-request",
                "GET    | /v1/kv/x?as=html                 | 400 | urn:kedge:bad-request",
                "GET    | /v1/kv/x?consistency=maybe       | 400 | urn:kedge:bad-request",
                "GET    | /v1/kv/x?key=y                   | 400 | urn:kedge:bad-request",
                "GET    | /v1/kv                           | 400 | urn:kedge:bad-request",
                "POST   | /v1/kv/x                         | 405 | urn:kedge:method-not-allowed",
                "PUT    | /v1/leases/1                     | 405 | urn:kedge:method-not-allowed",
                "GET    | /v1/txn                          | 405 | urn:kedge:method-not-allowed",
                "GET    | /v1/nothing                      | 404 | urn:kedge:not-found",
                "POST   | /v1/txn                          | 200 | ",
                "GET    | /v1/leases/xyz                   | 404 | urn:kedge:lease-not-found",
                "POST   | /v1/leases/1/keepalive           | 404 | urn:kedge:lease-not-found",
                "DELETE | /v1/locks/l                      | 428 | urn:kedge:precondition-required",
                "GET    | /v1/elections/e                  | 404 | urn:kedge:no-election-leader"
            })
    void errors(String method, String path, int status, String type) {
        Answer answer = rest.call(method, path, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (type != null) {
            assertThat(answer.json().getString("type")).isEqualTo(type);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        if (status == 405) {
            assertThat(answer.header("Allow")).isNotEmpty().doesNotContain(method);
        }
    }

    @Test
    void aBodyAboveTheLimitIsRefused() {
        byte[] large = new byte[(1 << 20) + (1 << 20)];
        Answer refused = rest.call("PUT", "/v1/kv/large", large);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(rest.get("/v1/kv/large").status()).isEqualTo(404);
    }

    @Test
    void pagesOfOtherHostsChangeNothing() throws IOException {
        for (String path : List.of("/v1/txn", "/v2/keys/foreign", "/v1/leases")) {
            String request = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.clientPort()
                    + "\r\nOrigin: http://evil.example\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";
            try (Socket socket = new Socket("127.0.0.1", server.clientPort())) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 403".length());
                assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 403");
            }
        }
        assertThat(rest.get("/v2/keys/foreign").status()).isEqualTo(404);
    }

    @Test
    void theDescriptionIsServed() {
        assertThat(rest.get("/openapi.json").json().getString("openapi")).isEqualTo("3.1.0");
        assertThat(rest.get("/docs").text()).contains("<html");
        assertThat(rest.get("/v1/members").json().getJsonArray("members")).hasSize(1);
    }
}
