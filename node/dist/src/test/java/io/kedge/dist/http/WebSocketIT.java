/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The WebSocket of a real node. */
final class WebSocketIT {

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

    private static long put(String key, String value) {
        return rest.put("/v1/kv/" + key, value).revision();
    }

    @Test
    void aSnapshotThenOneFrameForEachRevision() {
        put("w/a", "1");
        try (JsonSocket socket = JsonSocket.open(server)) {
            assertThat(socket.raw().getSubprotocol()).isEqualTo("kedge.v1.json");
            socket.send("{'id':1,'watch':{'prefix':'w/','prev':true}}");
            JsonObject created = socket.next();
            assertThat(created.getBoolean("created")).isTrue();
            assertThat(created.getInteger("id")).isEqualTo(1);
            JsonObject there = socket.next();
            assertThat(there.getJsonArray("snapshot").getJsonObject(0).getString("key"))
                    .isEqualTo("w/a");
            assertThat(socket.next()).isEqualTo(new JsonObject().put("id", 1).put("sync", created.getInteger("rev")));
            socket.send(
                    "{'id':2,'txn':{'then':[{'put':{'key':'w/a','value':'2'}},{'put':{'key':'w/b','value':'3'}}]}}");
            JsonObject done = socket.next();
            JsonObject events = socket.next();
            if (done.containsKey("events")) {
                JsonObject swap = done;
                done = events;
                events = swap;
            }
            assertThat(done.getInteger("id")).isEqualTo(2);
            assertThat(done.getJsonObject("txn").getBoolean("succeeded")).isTrue();
            assertThat(events.getLong("rev"))
                    .isEqualTo(done.getJsonObject("txn").getLong("revision"));
            JsonArray changes = events.getJsonArray("events");
            assertThat(changes).hasSize(2);
            assertThat(changes.getJsonObject(0).getJsonObject("prev").getString("value"))
                    .isEqualTo("1");
            socket.send("{'id':1,'cancel':true}");
            assertThat(socket.next().getBoolean("canceled")).isTrue();
            put("w/a", "4");
            socket.send("{'id':3,'put':{'key':'x','value':'5'}}");
            assertThat(socket.next().getInteger("id"))
                    .as("nothing of a cancelled watch")
                    .isEqualTo(3);
        }
    }

    @Test
    void aWatchIsResumed() {
        long first = put("r/a", "1");
        long second = put("r/a", "2");
        try (JsonSocket socket = JsonSocket.open(server)) {
            socket.send("{'id':1,'watch':{'prefix':'r/','since':" + (first - 1) + "}}");
            assertThat(socket.next().getBoolean("created")).isTrue();
            assertThat(socket.next(2).stream().map(frame -> frame.getLong("rev")))
                    .containsExactly(first, second);
        }
    }

    /** With a window of two the third revision waits for an acknowledgement. */
    @Test
    void aWindowWaitsForAcknowledgements() {
        try (JsonSocket socket = JsonSocket.open(server)) {
            socket.send("{'id':1,'watch':{'prefix':'ack/','snapshot':false,'window':2}}");
            long now = socket.next(2).get(1).getLong("progress");
            for (int i = 0; i < 6; i++) {
                put("ack/a", "v" + i);
            }
            List<JsonObject> two = socket.next(2);
            // An answer comes behind all that was sent before it.
            socket.send("{'id':2,'put':{'key':'other','value':''}}");
            assertThat(socket.next().getInteger("id")).isEqualTo(2);
            socket.send("{'ack':{'id':1,'rev':" + two.get(0).getLong("rev") + "}}");
            assertThat(socket.next().getLong("rev")).isEqualTo(now + 3);
            socket.send("{'ack':{'id':1,'rev':" + (now + 3) + "}}");
            assertThat(socket.next(2).get(1).getLong("rev")).isEqualTo(now + 5);
        }
    }

    @Test
    void leasesAndLocks() {
        try (JsonSocket one = JsonSocket.open(server);
                JsonSocket other = JsonSocket.open(server)) {
            one.send("{'id':1,'lease':{'grant':{'ttl':60}}}");
            JsonObject lease = one.next().getJsonObject("lease");
            assertThat(lease.getInteger("ttl")).isEqualTo(60);
            String id = lease.getString("id");
            one.send("{'id':2,'lock':{'name':'door','lease':'" + id + "'}}");
            JsonObject held = one.next().getJsonObject("lock");
            assertThat(held.getString("key")).isEqualTo("door/" + id);
            assertThat(rest.get("/v1/kv/door/" + id).header("Kedge-Create-Revision"))
                    .isEqualTo(Long.toString(held.getLong("token")));
            other.send("{'id':3,'lock':{'name':'door','ttl':30}}");
            one.send("{'id':4,'lease':{'keepalive':'" + id + "'}}");
            assertThat(one.next().getJsonObject("lease").getInteger("ttl")).isEqualTo(60);
            assertThat(other.waiting()).as("it waits its turn").isZero();
            one.send("{'id':5,'lock':{'release':'" + held.getString("key") + "'}}");
            assertThat(one.next().getJsonObject("lock").getBoolean("released")).isTrue();
            JsonObject second = other.next().getJsonObject("lock");
            assertThat(second.getLong("token")).isGreaterThan(held.getLong("token"));
            one.send("{'id':6,'lease':{'revoke':'" + id + "'}}");
            assertThat(one.next().getJsonObject("lease").getInteger("ttl")).isZero();
            one.send("{'id':7,'lease':{'keepalive':'" + id + "'}}");
            assertThat(one.next().getJsonObject("error").getInteger("status")).isEqualTo(404);
        }
    }

    /** A client that goes while it waits for a lock leaves no place in the line, and no lease. */
    @Test
    void whoGoesLeavesTheLine() {
        try (JsonSocket one = JsonSocket.open(server)) {
            one.send("{'id':1,'lock':{'name':'gate','ttl':60}}");
            assertThat(one.next().getJsonObject("lock").getLong("token")).isPositive();
            JsonSocket gone = JsonSocket.open(server);
            gone.send("{'id':1,'lock':{'name':'gate','ttl':60}}");
            Await.until(Duration.ofSeconds(10), () -> "no second place", () -> places("gate") == 2);
            gone.close();
            Await.until(Duration.ofSeconds(10), () -> "the place is still there", () -> places("gate") == 1);
            one.send("{'id':2,'lock':{'name':'gate','ttl':60}}");
            Await.until(Duration.ofSeconds(10), () -> "no second place", () -> places("gate") == 2);
            one.send("{'id':2,'cancel':true}");
            assertThat(one.next().getBoolean("canceled")).isTrue();
            Await.until(Duration.ofSeconds(10), () -> "the place is still there", () -> places("gate") == 1);
        }
    }

    private static int places(String lock) {
        return rest.get("/v1/kv?prefix=" + lock + "/")
                .json()
                .getJsonArray("kvs")
                .size();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                                      | | bad-request          | not a JSON object
            []                                                     | | bad-request          | not a JSON object
            {'id':1}                                               |1| bad-request          | one thing
            {'id':1,'what':{}}                                     |1| bad-request          | what is not known here
            {'watch':{'key':'a'}}                                  | | bad-request          | id is needed
            {'id':1,'watch':{}}                                    |1| bad-request          | key or prefix
            {'id':1,'watch':{'key':'a','since':-1}}                |1| bad-request          | must be a revision
            {'id':1,'watch':{'key':'a','window':9999}}             |1| bad-request          | between 0
            {'id':1,'watch':{'key':'a'},'put':{'key':'a'}}         |1| bad-request          | one thing
            {'id':1,'cancel':true}                                 |1| bad-request          | nothing with this id
            {'id':1,'put':{'key':'a'}}                             |1| bad-request          | value is needed
            {'id':1,'put':{'key':'a','value':'','lease':'f00'}}    |1| lease-not-found      | ''
            {'id':1,'lease':{'keepalive':'f00'}}                   |1| lease-not-found      | ''
            {'id':1,'lock':{'name':'n'}}                           |1| bad-request          | ttl is needed
            """)
    void whatIsWrongIsTold(String message, Integer id, String type, String detail) {
        try (JsonSocket socket = JsonSocket.open(server)) {
            JsonObject answer = socket.send(message).next();
            assertThat(answer.getInteger("id")).isEqualTo(id);
            assertThat(answer.getJsonObject("error").getString("type")).isEqualTo("urn:kedge:" + type);
            assertThat(answer.getJsonObject("error").getString("detail", "")).contains(detail);
            socket.send("{'id':9,'put':{'key':'still','value':'open'}}");
            assertThat(socket.next().getInteger("id")).isEqualTo(9);
        }
    }

    @Test
    void anIdIsUsedOnceAtATime() {
        try (JsonSocket socket = JsonSocket.open(server)) {
            socket.send("{'id':1,'watch':{'key':'twice'}}");
            socket.next(2);
            socket.send("{'id':1,'watch':{'key':'twice'}}");
            assertThat(socket.next().getJsonObject("error").getString("type"))
                    .isEqualTo("urn:kedge:duplicate-watch-id");
        }
    }

    @Test
    void bytesAndWhatIsTooLongEndTheConnection() {
        try (JsonSocket socket = JsonSocket.open(server)) {
            socket.raw().sendBinary(ByteBuffer.wrap(new byte[] {1}), true);
            assertThat(socket.closeCode()).isEqualTo(1003);
        }
        try (JsonSocket socket = JsonSocket.open(server)) {
            String large = "x".repeat(1 << 20);
            socket.send("{'id':1,'put':{'key':'large','value':'" + large + "'}}");
            assertThat(socket.next().getJsonObject("put").getLong("mod_revision"))
                    .isPositive();
        }
    }

    @Test
    void handshakesAreChecked() {
        String[] upgrade = {
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Upgrade: websocket",
            "Connection: Upgrade"
        };
        assertThat(head(upgrade, "Sec-WebSocket-Protocol: kedge.v1.json"))
                .startsWith("HTTP/1.1 101")
                .containsIgnoringCase("sec-websocket-protocol: kedge.v1.json");
        assertThat(head(upgrade, "Sec-WebSocket-Protocol: graphql-ws, kedge.v1.json"))
                .startsWith("HTTP/1.1 101");
        assertThat(head(upgrade)).startsWith("HTTP/1.1 400");
        assertThat(head(upgrade, "Sec-WebSocket-Protocol: mqtt")).startsWith("HTTP/1.1 400");
        String own = "Origin: http://127.0.0.1:" + server.clientPort();
        assertThat(head(upgrade, "Sec-WebSocket-Protocol: kedge.v1.json", own)).startsWith("HTTP/1.1 101");
        assertThat(head(upgrade, "Sec-WebSocket-Protocol: kedge.v1.json", "Origin: http://elsewhere.example"))
                .startsWith("HTTP/1.1 403");
        assertThat(head(new String[0])).startsWith("HTTP/1.1 426");
    }

    private static String head(String[] upgrade, String... more) {
        String[] headers = new String[upgrade.length + more.length];
        System.arraycopy(upgrade, 0, headers, 0, upgrade.length);
        System.arraycopy(more, 0, headers, upgrade.length, more.length);
        try (EventStream stream = EventStream.open(server, "/v1/ws", headers)) {
            return stream.head();
        }
    }

    @Test
    void aStoppingServerSaysSo() {
        try (ServerUnderTest own = ServerUnderTest.startInMemory(ServerBinary.underTest());
                JsonSocket socket = JsonSocket.open(own)) {
            socket.send("{'id':1,'watch':{'prefix':''}}");
            socket.next(2);
            own.stop();
            assertThat(socket.next().getJsonObject("error").getString("type")).isEqualTo("urn:kedge:stopped");
            assertThat(socket.closeCode()).isEqualTo(1001);
        }
    }
}
