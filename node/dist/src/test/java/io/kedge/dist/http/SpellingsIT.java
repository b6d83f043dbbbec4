/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.WireClient;
import io.kedge.dist.support.WireStream;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One scenario in five ways of writing it, seen in five ways of watching: the same events at the same revisions. */
final class SpellingsIT {

    private static final String PREFIX = "/app/";
    private static final int EVENTS = 6;
    private static final List<String> EXPECTED = List.of(
            "put /app/a=1 at 2 from 2",
            "put /app/a=2 at 3 from 2",
            "put /app/b=x at 4 from 4",
            "put /app/a=3 at 5 from 2",
            "delete /app/b at 6",
            "put /app/c/d=5 at 7 from 7");

    private static Vertx vertx;

    /** How the scenario is written. */
    enum Way {
        GRPC((server, rest) -> Spelling.grpc(vertx, server.clientPort())),
        REST((server, rest) -> Spelling.rest(rest)),
        GATEWAY((server, rest) -> Spelling.gateway(rest)),
        V2((server, rest) -> Spelling.v2(rest)),
        WEBSOCKET((server, rest) -> Spelling.webSocket(JsonSocket.open(server)));

        private final BiFunction<ServerUnderTest, Rest, Spelling> opened;

        Way(BiFunction<ServerUnderTest, Rest, Spelling> opened) {
            this.opened = opened;
        }
    }

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource
    void sameEventsAtTheSameRevisions(Way way) {
        Assumptions.assumeTrue(
                ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        try (ServerUnderTest server = ServerUnderTest.startInMemory(ServerBinary.underTest())) {
            Rest rest = new Rest(server);
            write(way.opened.apply(server, rest));
            assertThat(seenByGrpc(server)).as("gRPC").isEqualTo(EXPECTED);
            assertThat(seenByEvents(server)).as("server-sent events").isEqualTo(EXPECTED);
            assertThat(seenBySocket(server)).as("WebSocket").isEqualTo(EXPECTED);
            assertThat(seenByGateway(server)).as("gateway").isEqualTo(EXPECTED);
            assertThat(seenByV2(rest)).as("v2").isEqualTo(EXPECTED);
        }
    }

    private static void write(Spelling spelling) {
        spelling.put("/app/a", "1");
        spelling.put("/app/a", "2");
        assertThat(spelling.putIf("/app/b", 0, "x")).isTrue();
        assertThat(spelling.putIf("/app/b", 0, "y")).isFalse();
        assertThat(spelling.putIf("/app/a", 3, "3")).isTrue();
        assertThat(spelling.putIf("/app/a", 3, "4")).isFalse();
        spelling.delete("/app/b");
        spelling.put("/app/c/d", "5");
    }

    private static List<String> seenByGrpc(ServerUnderTest server) {
        try (WireClient client = new WireClient(vertx, server.clientPort());
                WireStream stream = client.stream(Rpc.WATCH)) {
            stream.send(WatchRequest.newBuilder()
                    .setCreateRequest(WatchCreateRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8(PREFIX))
                            .setRangeEnd(ByteString.copyFromUtf8("/app0"))
                            .setStartRevision(1))
                    .build());
            List<String> seen = new ArrayList<>();
            for (int i = 0; seen.size() < EVENTS; i++) {
                stream.await(i, WatchResponse.class).getEventsList().forEach(event -> seen.add(told(event)));
            }
            return seen;
        }
    }

    private static String told(Event event) {
        String key = event.getKv().getKey().toStringUtf8();
        return event.getType() == Event.EventType.DELETE
                ? "delete " + key + " at " + event.getKv().getModRevision()
                : "put " + key + "=" + event.getKv().getValue().toStringUtf8() + " at "
                        + event.getKv().getModRevision() + " from "
                        + event.getKv().getCreateRevision();
    }

    private static String told(JsonObject event) {
        String key = event.getString("key");
        return event.getString("op").equals("put")
                ? "put " + key + "=" + event.getString("value") + " at " + event.getLong("mod_revision") + " from "
                        + event.getLong("create_revision")
                : event.getString("op") + " " + key + " at " + event.getLong("mod_revision");
    }

    private static List<String> seenByEvents(ServerUnderTest server) {
        try (EventStream stream = EventStream.open(server, "/v1/watch?prefix=/app/&since=1")) {
            return stream.next(EVENTS).stream().map(sent -> told(sent.data())).toList();
        }
    }

    private static List<String> seenBySocket(ServerUnderTest server) {
        try (JsonSocket socket = JsonSocket.open(server)) {
            socket.send("{'id':1,'watch':{'prefix':'/app/','since':1}}");
            List<String> seen = new ArrayList<>();
            while (seen.size() < EVENTS) {
                JsonObject frame = socket.next();
                if (frame.containsKey("events")) {
                    frame.getJsonArray("events").forEach(event -> seen.add(told((JsonObject) event)));
                }
            }
            return seen;
        }
    }

    /** Its stream is the same protobuf messages as lines of JSON. */
    private static List<String> seenByGateway(ServerUnderTest server) {
        String create = "{\"create_request\":{\"key\":\"L2FwcC8=\",\"range_end\":\"L2FwcDA=\",\"start_revision\":1}}";
        try (GatewayLines lines = GatewayLines.open(server, "/v3/watch", create)) {
            List<String> seen = new ArrayList<>();
            while (seen.size() < EVENTS) {
                lines.next().getEventsList().forEach(event -> seen.add(told(event)));
            }
            return seen;
        }
    }

    /** One event at a time, each asked for by the index behind the last. */
    private static List<String> seenByV2(Rest rest) {
        List<String> seen = new ArrayList<>();
        long[] next = {1};
        Await.until(Duration.ofSeconds(20), () -> "events of v2 behind " + seen, () -> {
            JsonObject event = rest.get("/v2/keys/app?wait=true&recursive=true&waitIndex=" + next[0])
                    .json();
            JsonObject node = event.getJsonObject("node");
            next[0] = node.getLong("modifiedIndex") + 1;
            String at = " at " + node.getLong("modifiedIndex");
            seen.add(
                    event.getString("action").endsWith("elete")
                            ? "delete " + node.getString("key") + at
                            : "put " + node.getString("key") + "=" + node.getString("value") + at + " from "
                                    + node.getLong("createdIndex"));
            return seen.size() == EVENTS;
        });
        return seen;
    }
}
