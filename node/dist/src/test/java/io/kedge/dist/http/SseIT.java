/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.dist.http.EventStream.Sent;
import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.CompactionRequest;
import io.kedge.grpc.proto.etcdserverpb.CompactionResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Server-sent events of a real node: cut off at every point, resumed, compacted, in lines. */
final class SseIT {

    private static ServerUnderTest server;
    private static Rest rest;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        vertx = Vertx.vertx();
        server = ServerUnderTest.startInMemory(ServerBinary.underTest());
        rest = new Rest(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static long put(String key, String value) {
        return rest.put("/v1/kv/" + key, value).revision();
    }

    /** Returns the revision of all of them. */
    private static long putTogether(String value, String... keys) {
        JsonArray puts = new JsonArray();
        for (String key : keys) {
            puts.add(
                    new JsonObject().put("put", new JsonObject().put("key", key).put("value", value)));
        }
        return rest.call("POST", "/v1/txn", new JsonObject().put("then", puts).encode())
                .json()
                .getLong("revision");
    }

    private static void compact(long revision) {
        try (WireClient client = new WireClient(vertx, server.clientPort())) {
            client.call(CompactionRequest.newBuilder()
                            .setRevision(revision)
                            .setPhysical(true)
                            .build())
                    .as(CompactionResponse.class);
        }
    }

    private static String at(Sent event) {
        return event.data().getString("key") + "@" + event.data().getLong("mod_revision");
    }

    private static List<String> at(List<Sent> events) {
        return events.stream().map(SseIT::at).toList();
    }

    @Test
    void aSnapshotThenWhatComes() {
        put("s/a", "1");
        put("s/b", "2");
        try (EventStream stream = EventStream.open(server, "/v1/watch?prefix=s/")) {
            List<Sent> there = stream.upTo("sync");
            assertThat(there).hasSize(3).allSatisfy(event -> assertThat(
                            event.is("sync") == event.id().isEmpty())
                    .as("an id only on sync: " + event)
                    .isFalse());
            assertThat(there.get(0).data().getString("value")).isEqualTo("1");
            long revision = put("s/a", "3");
            Sent changed = stream.next();
            assertThat(changed.id()).isEqualTo(Long.toString(revision));
            assertThat(changed.data().getString("op")).isEqualTo("put");
            assertThat(changed.data().getString("value")).isEqualTo("3");
            rest.call("DELETE", "/v1/kv/s/a", "");
            assertThat(stream.next().data().getString("op")).isEqualTo("delete");
        }
    }

    /** A browser that was cut off is sent the interrupted revision again, whole, and nothing else twice. */
    @Test
    void cutBetweenAnyTwoEventsNothingIsLost() {
        String path = "/v1/watch?prefix=cut/";
        long before = put("other", "x");
        List<String> all = new ArrayList<>();
        all.addAll(expected(putTogether("1", "cut/a", "cut/b", "cut/c", "cut/d"), "cut/a", "cut/b", "cut/c", "cut/d"));
        all.addAll(expected(put("cut/a", "2"), "cut/a"));
        all.addAll(expected(putTogether("3", "cut/b", "cut/c", "cut/e"), "cut/b", "cut/c", "cut/e"));
        for (int cut = 0; cut <= all.size(); cut++) {
            String lastId = Long.toString(before);
            List<String> first;
            try (EventStream stream = EventStream.resume(server, path, lastId)) {
                List<Sent> events = stream.next(cut);
                first = at(events);
                for (Sent event : events) {
                    lastId = event.id().isEmpty() ? lastId : event.id();
                }
            }
            assertThat(first).isEqualTo(all.subList(0, cut));
            int whole = cut;
            while (whole > 0 && revision(all.get(whole - 1)) > Long.parseLong(lastId)) {
                whole--;
            }
            long end = put("cut/end", "x");
            try (EventStream stream = EventStream.resume(server, path, lastId)) {
                assertThat(at(stream.next(all.size() - whole)))
                        .as("after a cut behind event " + cut + " of " + all)
                        .isEqualTo(all.subList(whole, all.size()));
                // The rounds before have left one each.
                List<String> ends = at(stream.next(cut));
                assertThat(ends).allMatch(each -> each.startsWith("cut/end@"));
                assertThat(at(stream.next())).isEqualTo("cut/end@" + end);
            }
        }
    }

    private static List<String> expected(long revision, String... keys) {
        List<String> events = new ArrayList<>();
        for (String key : keys) {
            events.add(key + "@" + revision);
        }
        return events;
    }

    private static long revision(String at) {
        return Long.parseLong(at.substring(at.indexOf('@') + 1));
    }

    @Test
    void aCompactionDuringTheCutBringsAResetAndASnapshot() {
        put("compacted/a", "1");
        String lastId;
        try (EventStream stream = EventStream.open(server, "/v1/watch?prefix=compacted/")) {
            List<Sent> there = stream.upTo("sync");
            lastId = there.get(there.size() - 1).id();
        }
        put("compacted/a", "2");
        long compactedAt = put("compacted/b", "3");
        compact(compactedAt);
        try (EventStream stream = EventStream.resume(server, "/v1/watch?prefix=compacted/", lastId)) {
            List<Sent> events = stream.upTo("sync");
            assertThat(events.get(0).name()).isEqualTo("reset");
            assertThat(events.get(0).id()).isEmpty();
            assertThat(events.get(0).data().getLong("compact_revision")).isEqualTo(compactedAt);
            assertThat(events.get(0).data().getLong("revision")).isGreaterThanOrEqualTo(compactedAt);
            assertThat(at(events.subList(1, events.size() - 1)))
                    .containsExactly("compacted/a@" + (compactedAt - 1), "compacted/b@" + compactedAt);
            long after = put("compacted/a", "4");
            assertThat(at(stream.next())).isEqualTo("compacted/a@" + after);
        }
        Rest.Answer refused = rest.get("/v1/watch?prefix=compacted/&on-compacted=fail", "Last-Event-ID", lastId);
        assertThat(refused.status()).isEqualTo(410);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.json().getString("type")).isEqualTo("urn:kedge:compacted");
        assertThat(refused.json().getLong("revision")).isGreaterThanOrEqualTo(compactedAt);
    }

    @Test
    void theFirstThatIsNotCompactedCanBeAskedFor() {
        long first = put("edge/a", "1");
        long second = put("edge/a", "2");
        compact(second);
        String path = "/v1/watch?prefix=edge/&on-compacted=fail&since=";
        assertThat(rest.get(path + (first - 1)).status()).isEqualTo(410);
        try (EventStream stream = EventStream.open(server, path + first)) {
            assertThat(at(stream.next())).isEqualTo("edge/a@" + second);
        }
    }

    @Test
    void aSnapshotOfManyKeysIsOfOneRevision() {
        int keys = 3_000;
        for (int i = 0; i < keys; i += 100) {
            String[] some = new String[100];
            for (int j = 0; j < some.length; j++) {
                some[j] = String.format("many/%05d", i + j);
            }
            putTogether("before", some);
        }
        try (EventStream stream = EventStream.open(server, "/v1/watch?prefix=many/")) {
            long revision = 0;
            for (int i = keys - 100; i < keys; i++) {
                revision = put(String.format("many/%05d", i), "after");
            }
            List<Sent> there = stream.upTo("sync");
            long at = Long.parseLong(there.get(there.size() - 1).id());
            assertThat(there).hasSize(keys + 1);
            assertThat(there.subList(0, keys))
                    .allSatisfy(event ->
                            assertThat(event.data().getLong("mod_revision")).isLessThanOrEqualTo(at));
            List<Sent> later = stream.next((int) (revision - at));
            assertThat(later.get(later.size() - 1).id()).isEqualTo(Long.toString(revision));
        }
    }

    @Test
    void linesOfJson() throws IOException {
        String path = "/v1/watch?key=lines&prev=1";
        put("lines", "1");
        try (EventStream stream = EventStream.open(server, path, "Accept: application/x-ndjson")) {
            assertThat(stream.head()).containsIgnoringCase("content-type: application/x-ndjson");
            assertThat(new JsonObject(stream.readLine()).getString("value")).isEqualTo("1");
            assertThat(new JsonObject(stream.readLine()).getString("op")).isEqualTo("sync");
            long revision = put("lines", "2");
            JsonObject changed = new JsonObject(stream.readLine());
            assertThat(changed.getLong("id")).isEqualTo(revision);
            assertThat(changed.getJsonObject("prev").getString("value")).isEqualTo("1");
        }
    }

    @Test
    void aStoppingServerEndsTheStreamAndTheNextOneGoesOn() throws IOException {
        try (ServerUnderTest own = ServerUnderTest.startInMemory(ServerBinary.underTest())) {
            Rest there = new Rest(own);
            String lastId;
            try (EventStream stream = EventStream.open(own, "/v1/watch?prefix=")) {
                lastId = stream.next().id();
                own.stop();
                assertThatThrownBy(() -> {
                            while (true) {
                                stream.readLine();
                            }
                        })
                        .isInstanceOf(EOFException.class);
            }
            own.restart();
            long revision = there.put("/v1/kv/again", "x").revision();
            try (EventStream stream = EventStream.resume(own, "/v1/watch?prefix=", lastId)) {
                assertThat(at(stream.next())).isEqualTo("again@" + revision);
            }
        }
    }

    @Test
    void curlShowsAStream() {
        put("curl/a", "1");
        long revision = put("curl/b", "2");
        try (Command.Running curl = Command.of("curl", "-sN", server.endpoint() + "/v1/watch?key=curl/b")
                .start()) {
            curl.awaitOut("retry: 2000\n: connected\n\ndata: {\"op\":\"put\",\"key\":\"curl/b\",\"value\":\"2\","
                    + "\"mod_revision\":" + revision);
            curl.awaitOut("event: sync\nid: ");
            put("curl/b", "3");
            curl.awaitOut("\"value\":\"3\"");
        }
    }

    @Test
    void metricsCountStreams() throws Exception {
        try (EventStream stream = EventStream.open(server, "/v1/watch?key=metrics")) {
            assertThat(stream.next().name()).isEqualTo("sync");
            assertThat(server.get("/metrics").body())
                    .containsPattern("kedge_http_streams\\{kind=\"sse\"} [1-9]")
                    .contains("kedge_http_streams_refused_total 0");
        }
    }
}
