/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerExtension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The v2 keys of a running node: what the oldest tutorials teach. */
class V2IT {

    private static final Duration SOON = Duration.ofSeconds(15);

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension(
            ServerBinary.underTest().family() == ServerBinary.Family.ETCD
                    ? new String[] {"--enable-v2=true"}
                    : new String[0]);

    private static V2Client client;

    @BeforeAll
    static void connect() {
        client = new V2Client(SERVER.server().endpoint());
    }

    @Test
    void aFileIsSetReadChangedAndDeleted() {
        V2Reply set = client.put("/msg", "value=hello+w%C3%B6rld");
        assertThat(set.status()).isEqualTo(201);
        assertThat(set.action()).isEqualTo("set");
        assertThat(set.node().getString("value")).isEqualTo("hello w\u00f6rld");
        assertThat(set.index()).isEqualTo(set.modified());
        for (String header : List.of("X-Etcd-Cluster-Id", "X-Raft-Index", "X-Raft-Term")) {
            assertThat(set.headers().firstValue(header)).as(header).isPresent();
        }
        V2Reply again = client.put("/msg/", "value=2");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.previous().getLong("modifiedIndex")).isEqualTo(set.modified());
        assertThat(client.get("/msg", "quorum=true").node().getString("value")).isEqualTo("2");
        V2Reply head = client.keys("HEAD", "/msg", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.index()).isEqualTo(again.modified());
        assertThat(client.put("/msg", "value=3&noValueOnSuccess=true").text()).isEqualTo("{\"action\":\"set\"}\n");
        V2Reply gone = client.delete("/msg", "");
        assertThat(gone.action()).isEqualTo("delete");
        assertThat(gone.node().getString("value")).isNull();
        assertThat(gone.previous().getString("value")).isEqualTo("3");
    }

    @Test
    void directoriesAreListedAndHiddenNodesAreNot() {
        client.put("/tree/b/deep", "value=1");
        client.put("/tree/a", "value=2");
        client.put("/tree/_secret", "value=3");
        client.put("/tree/b/_secret/x", "value=4");
        client.put("/tree/empty", "dir=true");
        JsonArray level = client.get("/tree", "sorted=true").node().getJsonArray("nodes");
        assertThat(keys(level)).containsExactly("/tree/a", "/tree/b", "/tree/empty");
        JsonArray all =
                client.get("/tree/", "recursive=true&sorted=true").node().getJsonArray("nodes");
        assertThat(keys(all.getJsonObject(1).getJsonArray("nodes"))).containsExactly("/tree/b/deep");
        assertThat(client.get("/tree/_secret", "").node().getString("value")).isEqualTo("3");
        assertThat(keys(client.get("/tree/b/_secret", "").node().getJsonArray("nodes")))
                .containsExactly("/tree/b/_secret/x");
        assertThat(client.delete("/tree", "dir=true").errorCode()).isEqualTo(108);
        assertThat(client.delete("/tree", "recursive=true").node().getBoolean("dir"))
                .isTrue();
        assertThat(client.get("/tree/a", "").errorCode()).isEqualTo(100);
    }

    private static List<String> keys(JsonArray nodes) {
        return nodes.stream().map(node -> ((JsonObject) node).getString("key")).toList();
    }

    @Test
    void compareAndSwapAndDelete() {
        long made = client.put("/cas", "value=one&prevExist=false").modified();
        V2Reply swapped = client.put("/cas", "value=two&prevValue=one&prevIndex=" + made);
        assertThat(swapped.action()).isEqualTo("compareAndSwap");
        assertThat(swapped.node().getLong("createdIndex")).isEqualTo(made);
        assertThat(client.delete("/cas", "prevValue=three").errorCode()).isEqualTo(101);
        V2Reply deleted = client.delete("/cas", "prevIndex=" + swapped.modified());
        assertThat(deleted.action()).isEqualTo("compareAndDelete");
    }

    /** Every row of the error table that a request can bring about. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /err/none/x      |                          | 100 | 404 | /err/none",
                "PUT    | /err/file        | value=1&prevValue=2      | 101 | 412 | [2 != v]",
                "PUT    | /err/dir         | value=1                  | 102 | 403 | /err/dir",
                "PUT    | /err/file/x      | value=1                  | 104 | 400 | /err/file",
                "POST   | /err/file        | value=1                  | 104 | 400 | /err/file",
                "PUT    | /err/file        | value=1&prevExist=false  | 105 | 412 | /err/file",
                "PUT    | /                | value=1                  | 107 | 400 | /",
                "DELETE | /err/dir         | dir=true                 | 108 | 403 | /err/dir",
                "PUT    | /err/file        | value=1&prevValue=       | 201 | 400 | \"prevValue\" cannot be empty",
                "PUT    | /err/file        | value=1&ttl=soon         | 202 | 400 | invalid value for \"ttl\"",
                "DELETE | /err/file        | prevIndex=x              | 203 | 400 | invalid value for \"prevIndex\"",
                "GET    | /err/file        | recursive=maybe          | 209 | 400 | invalid value for \"recursive\"",
                "PUT    | /err/file        | value=%zz                | 210 | 400 | invalid URL escape \"%zz\"",
                "PUT    | /err/file        | refresh=1&ttl=9&value=1  | 211 | 400 | A value was provided on a refresh",
                "PUT    | /err/file        | refresh=true             | 212 | 400 | No TTL value set"
            })
    void errors(String method, String path, String fields, int code, int status, String cause) {
        client.put("/err/file", "value=v");
        client.put("/err/dir/child", "value=v");
        V2Reply reply = client.keys(method, path, fields == null ? "" : fields);
        assertThat(reply.errorCode()).as(reply.toString()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().getString("cause")).isEqualTo(cause);
        assertThat(reply.json().getString("message")).isNotBlank();
        assertThat(reply.index()).isEqualTo(reply.json().getLong("index"));
    }

    @Test
    void whatTheNodeRefusesIsError300WithTheReason() {
        V2Reply reply = client.put("/large", V2Client.form("value", "x".repeat(1_700_000)));
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.errorCode()).isEqualTo(300);
        assertThat(reply.json().getString("cause")).contains("request is too large");
    }

    @Test
    void otherMethodsAndPathsAreRefused() {
        V2Reply patch = client.raw("PATCH", "/keys/a", "value=1");
        assertThat(patch.status()).isEqualTo(405);
        assertThat(patch.headers().firstValue("Allow")).contains("HEAD,GET,PUT,POST,DELETE");
        assertThat(client.raw("GET", "/keysx", null).status()).isEqualTo(404);
        assertThat(client.raw("GET", "/stats/none", null).status()).isEqualTo(404);
    }

    /** The head of the response is there before any event, then the event, then the end. */
    @Test
    void aWaitingRequestGetsItsHeadAtOnceAndOneEvent() throws IOException {
        client.put("/news/x", "value=0");
        HttpResponse<InputStream> response = client.open("/news", "recursive=true");
        long began = response.headers().firstValueAsLong("X-Etcd-Index").orElse(-1);
        V2Reply hidden = client.put("/news/_hidden", "value=0");
        V2Reply put = client.put("/news/y", "value=1");
        String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(new JsonObject(body)).isEqualTo(put.json());
        assertThat(began).isLessThan(hidden.modified());
    }

    @Test
    void historyIsToldFromAnIndexOnward() {
        long first = client.put("/past", "value=1").modified();
        long second = client.put("/past", "value=2").modified();
        client.put("/other", "value=3");
        assertThat(client.waiting("/past", "waitIndex=" + first).join().modified())
                .isEqualTo(first);
        assertThat(client.waiting("/past", "waitIndex=" + (first + 1)).join().modified())
                .isEqualTo(second);
        CompletableFuture<V2Reply> future = client.waiting("/past", "waitIndex=" + (second + 1));
        client.delete("/past", "");
        assertThat(future.orTimeout(15, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .action())
                .isEqualTo("delete");
    }

    @Test
    void aStreamTellsEverythingInOrder() throws IOException {
        List<JsonObject> told = new ArrayList<>();
        List<JsonObject> done = new ArrayList<>();
        HttpResponse<InputStream> response = client.open("/stream", "recursive=true&stream=true");
        try (InputStream body = response.body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            done.add(client.put("/stream/a", "value=1").json());
            done.add(client.post("/stream/q", "value=2").json());
            done.add(client.put("/stream/a", "value=3&prevExist=true").json());
            done.add(client.put("/stream/a", "value=4&prevValue=3").json());
            done.add(client.delete("/stream/a", "prevValue=4").json());
            done.add(client.put("/stream/d", "dir=true&prevExist=false").json());
            client.put("/stream/d/e", "value=5");
            client.put("/stream/d/f", "value=6");
            done.add(client.delete("/stream/d", "recursive=true").json());
            while (told.size() < done.size() + 2) {
                told.add(new JsonObject(lines.readLine()));
            }
        }
        told.removeIf(event -> event.getJsonObject("node").getString("key").startsWith("/stream/d/"));
        assertThat(told).isEqualTo(done);
    }

    /** It is sent all that it missed, once and in order; meanwhile nothing is kept for it. */
    @Test
    void aStreamThatIsNotReadGoesOnWhereItWas() throws IOException {
        int puts = 400;
        String value = "value=" + "x".repeat(40_000);
        HttpResponse<InputStream> response = client.open("/slow", "recursive=true&stream=true");
        List<Long> indexes = new ArrayList<>();
        for (int i = 0; i < puts; i++) {
            indexes.add(client.put("/slow/" + i % 3, value).modified());
        }
        List<Long> told = new ArrayList<>();
        try (InputStream body = response.body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            while (told.size() < puts) {
                told.add(new JsonObject(lines.readLine()).getJsonObject("node").getLong("modifiedIndex"));
            }
        }
        assertThat(told).isEqualTo(indexes);
    }

    @Test
    void timeToLiveEndsInAnExpireEvent() {
        Instant before = Instant.now();
        V2Reply put = client.put("/ttl", "value=1&ttl=2");
        assertThat(put.node().getLong("ttl")).isEqualTo(2);
        assertThat(Instant.parse(put.node().getString("expiration"))).isBetween(before, before.plusSeconds(20));
        CompletableFuture<V2Reply> waiting = client.waiting("/ttl", "waitIndex=" + (put.modified() + 1));
        assertThat(client.get("/ttl", "").node().getLong("ttl")).isBetween(1L, 2L);
        V2Reply expired =
                waiting.orTimeout(15, java.util.concurrent.TimeUnit.SECONDS).join();
        assertThat(expired.action()).isEqualTo("expire");
        assertThat(expired.previous().getString("value")).isEqualTo("1");
        assertThat(client.get("/ttl", "").errorCode()).isEqualTo(100);
        V2Reply posted = client.post("/ttls", "value=1&ttl=100");
        assertThat(client.get(posted.node().getString("key"), "").node().getLong("ttl"))
                .isBetween(90L, 100L);
        client.put("/stays", "value=1&ttl=2");
        assertThat(client.put("/stays", "value=1&ttl=&prevExist=true").node().getLong("ttl"))
                .isNull();
    }

    @Test
    void aDirectoryWithATimeToLiveTakesItsChildrenAlong() {
        client.put("/session", "dir=true&ttl=2");
        client.put("/session/a", "value=1");
        V2Reply last = client.put("/session/b", "value=1");
        assertThat(client.get("/session/b", "").node().containsKey("ttl")).isFalse();
        V2Reply expired = client.waiting("/session", "recursive=true&waitIndex=" + (last.modified() + 1))
                .join();
        assertThat(expired.action()).isEqualTo("expire");
        assertThat(expired.node().getString("key")).isEqualTo("/session");
        assertThat(expired.node().getBoolean("dir")).isTrue();
        assertThat(client.get("/session", "").errorCode()).isEqualTo(100);
    }

    @Test
    void refreshKeepsTheValueAndTellsNobody() {
        V2Reply put = client.put("/beat", "value=alive&ttl=100");
        V2Reply refreshed = client.put("/beat", "refresh=true&prevExist=true&ttl=100");
        assertThat(refreshed.action()).isEqualTo("update");
        assertThat(refreshed.node().getString("value")).isEqualTo("alive");
        assertThat(refreshed.node().getLong("ttl")).isEqualTo(100);
        assertThat(client.put("/beat", "refresh=true&prevExist=true&ttl=50")
                        .node()
                        .getLong("ttl"))
                .isEqualTo(50);
        long last = client.put("/beat", "value=again&ttl=100").modified();
        assertThat(client.waiting("/beat", "waitIndex=" + (put.modified() + 1))
                        .join()
                        .modified())
                .isEqualTo(last);
        assertThat(client.put("/nobeat", "refresh=true&prevExist=true&ttl=100").errorCode())
                .isEqualTo(100);
    }

    @Test
    void membersMachinesAndStats() {
        JsonArray members = client.raw("GET", "/members", null).json().getJsonArray("members");
        assertThat(members).hasSize(1);
        JsonObject leader = client.raw("GET", "/members/leader", null).json();
        assertThat(leader).isEqualTo(members.getJsonObject(0));
        assertThat(leader.getString("name")).isEqualTo("solo");
        assertThat(client.raw("GET", "/machines", null).text())
                .isEqualTo(SERVER.server().endpoint());
        assertThat(client.raw("DELETE", "/members/123", null).json().getString("message"))
                .isEqualTo("No such member: 123");
        String own = members.getJsonObject(0).getJsonArray("peerURLs").getString(0);
        assertThat(client.json("POST", "/members", "{\"peerURLs\":[\"" + own + "\"]}")
                        .status())
                .isEqualTo(409);
        assertThat(client.json("POST", "/members", "{\"peerURLs\":[\"x\"]}").status())
                .isEqualTo(400);
        assertThat(client.raw("GET", "/stats/self", null).json().getString("state"))
                .isEqualTo("StateLeader");
        assertThat(client.raw("GET", "/stats/leader", null).json().getString("leader"))
                .isEqualTo(leader.getString("id"));
        long sets = client.raw("GET", "/stats/store", null).json().getLong("setsSuccess");
        client.put("/counted", "value=1");
        Await.until(
                SOON,
                () -> "sets are not counted",
                () -> client.raw("GET", "/stats/store", null).json().getLong("setsSuccess") > sets);
    }
}
