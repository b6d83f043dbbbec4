/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.api.WatchRequest;
import io.kedge.grpc.rpc.FakeNode;
import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.StatusCode;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls with several replies, over HTTP and WebSocket. */
final class GatewayStreamsTest {

    private static final String CREATE = "{\"create_request\":{\"key\":\"aw==\"}}";

    private GatewayServer server;

    @BeforeEach
    void start() throws Exception {
        server = new GatewayServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private FakeNode.FakeStream stream() throws InterruptedException {
        return server.node.streams.poll(10, TimeUnit.SECONDS);
    }

    private static Object said(FakeNode.FakeStream stream) throws InterruptedException {
        return stream.said().poll(10, TimeUnit.SECONDS);
    }

    private static Event event(long revision, int valueBytes) {
        return new Event(KeyValue.put(Key.utf8("k"), new byte[valueBytes], revision, revision, 1, 0, Cause.PUT), null);
    }

    private static JsonObject result(JsonObject line) {
        assertThat(line.fieldNames()).containsExactly("result");
        return line.getJsonObject("result");
    }

    @Test
    void severalMessagesInOneBodyAndALineForEachReply() throws Exception {
        GatewayServer.Stream watch = server.new Stream("/v3/watch");
        watch.request.write(CREATE + "\n{\"progress_request\":{}} {\"cancelRequest\":{\"watchId\":\"3\"}}");
        FakeNode.FakeStream stream = stream();
        WatchRequest created = (WatchRequest) said(stream);
        assertThat(said(stream)).isEqualTo("progress");
        assertThat(said(stream)).isEqualTo("cancel 3");
        server.onLoop(() -> stream.sink().created(0, 7));
        assertThat(result(watch.next()).getBoolean("created")).isTrue();
        assertThat(watch.response.getHeader("content-type")).isEqualTo("application/json");
        server.onLoop(() -> stream.sink().events(0, created, 8, List.of(event(8, 1))));
        assertThat(result(watch.next()).getJsonArray("events").getJsonObject(0).getJsonObject("kv"))
                .isEqualTo(new JsonObject(
                        "{\"key\":\"aw==\",\"create_revision\":\"8\",\"mod_revision\":\"8\",\"version\":\"1\","
                                + "\"value\":\"AA==\"}"));
        server.onLoop(() -> {
            stream.sink().progress(-1, 9);
            stream.sink().canceled(3, 5, 0);
        });
        assertThat(result(watch.next()).getString("watch_id")).isEqualTo("-1");
        assertThat(result(watch.next()).getString("compact_revision")).isEqualTo("5");
    }

    @Test
    void halfCloseEndsNoWatchAndTheClientsGoingDoes() throws Exception {
        GatewayServer.Stream watch = server.new Stream("/v3/watch");
        watch.request.end(CREATE);
        FakeNode.FakeStream stream = stream();
        assertThat(said(stream)).isInstanceOf(WatchRequest.class);
        server.onLoop(() -> stream.sink().created(0, 7));
        assertThat(result(watch.next()).getBoolean("created")).isTrue();
        assertThat(stream.said()).isEmpty();
        watch.request.connection().close();
        assertThat(said(stream)).isEqualTo("close");
    }

    @Test
    void theNodeMayEndTheStream() throws Exception {
        GatewayServer.Stream watch = server.new Stream("/v3/watch");
        watch.request.write(CREATE);
        FakeNode.FakeStream stream = stream();
        server.onLoop(() -> stream.sink().created(0, 7));
        watch.next();
        server.onLoop(() -> stream.sink().ended(StatusCode.NO_LEADER));
        JsonObject error = watch.next().getJsonObject("error");
        assertThat(error.getInteger("code")).isEqualTo(14);
        assertThat(error.getInteger("grpc_code")).isEqualTo(14);
        assertThat(error.getInteger("http_code")).isEqualTo(503);
        assertThat(error.getString("http_status")).isEqualTo("Service Unavailable");
        assertThat(error.getString("message")).isEqualTo("etcdserver: no leader");
        assertThat(watch.nextText()).isEqualTo("end");
        assertThat(watch.response.statusCode()).isEqualTo(200);
    }

    @Test
    void anErrorBeforeTheFirstReplyIsTheStatus() throws Exception {
        GatewayServer.Stream watch = server.new Stream("/v3/watch");
        watch.request.write("nonsense");
        assertThat(watch.next().getJsonObject("error").getInteger("code")).isEqualTo(3);
        assertThat(watch.response.statusCode()).isEqualTo(400);
    }

    @Test
    void aMalformedMessageEndsTheStreamWithALine() throws Exception {
        GatewayServer.Stream watch = server.new Stream("/v3/watch");
        watch.request.write(CREATE);
        FakeNode.FakeStream stream = stream();
        server.onLoop(() -> stream.sink().created(0, 7));
        watch.next();
        watch.request.write("{\"cancel_request\":{\"watch_id\":true}}");
        assertThat(watch.next().getJsonObject("error").getInteger("code")).isEqualTo(3);
        assertThat(watch.nextText()).isEqualTo("end");
    }

    @Test
    void keepAlivesEndWithTheBody() throws Exception {
        GatewayServer.Stream renewals = server.new Stream("/v3/lease/keepalive");
        renewals.request.end("{\"ID\":1}{\"ID\":\"8\"}");
        assertThat(result(renewals.next()).getString("ID")).isEqualTo("1");
        assertThat(result(renewals.next()).getString("ID")).isEqualTo("8");
        assertThat(renewals.nextText()).isEqualTo("end");
        GatewayServer.Stream none = server.new Stream("/v3/lease/keepalive");
        none.request.end();
        assertThat(none.nextText()).isEqualTo("end");
        assertThat(none.response.statusCode()).isEqualTo(200);
    }

    /** Large messages are converted elsewhere; those after them wait their turn. */
    @Test
    void largeAndSmallRepliesKeepTheirOrder() throws Exception {
        GatewayServer.Stream watch = server.new Stream("/v3/watch");
        watch.request.write(CREATE);
        FakeNode.FakeStream stream = stream();
        WatchRequest created = (WatchRequest) said(stream);
        server.onLoop(() -> {
            for (int i = 1; i <= 20; i++) {
                stream.sink().events(0, created, i, List.of(event(i, i % 3 == 0 ? 200_000 : 10)));
            }
            stream.sink().ended(StatusCode.STOPPED);
        });
        for (int i = 1; i <= 20; i++) {
            assertThat(result(watch.next()).getJsonObject("header").getString("revision"))
                    .isEqualTo(String.valueOf(i));
        }
        assertThat(watch.next().getJsonObject("error").getInteger("code")).isEqualTo(14);
        assertThat(watch.nextText()).isEqualTo("end");
    }

    @Test
    void aStoppedClientMakesTheStreamUnwritableUntilItReadsAgain() throws Exception {
        GatewayServer.Stream watch = server.new Stream("/v3/watch");
        watch.request.response().onSuccess(response -> response.pause());
        watch.request.write(CREATE);
        FakeNode.FakeStream stream = stream();
        WatchRequest created = (WatchRequest) said(stream);
        boolean[] full = new boolean[1];
        int sent = 0;
        while (sent < 10_000 && !full[0]) {
            server.onLoop(() -> {
                full[0] = !stream.sink().isWritable();
                if (!full[0]) {
                    stream.sink().events(0, created, 8, List.of(event(8, 10_000)));
                }
            });
            sent++;
        }
        assertThat(full[0]).as("full after %s", sent).isTrue();
        watch.response.resume();
        assertThat(said(stream)).isEqualTo("writable");
    }

    @Test
    void requiringALeaderEndsARunningWatchWhenItIsGone() throws Exception {
        GatewayServer.Stream watch = server.new Stream("/v3/watch", "Grpc-Metadata-Hasleader", "true");
        watch.request.write(CREATE);
        assertThat(said(stream())).isInstanceOf(WatchRequest.class);
        server.node.leader = false;
        assertThat(watch.next().getJsonObject("error").getString("message")).isEqualTo("etcdserver: no leader");
    }

    @Test
    void observersAreToldOfEachLeader() throws Exception {
        GatewayServer.Stream observer = server.new Stream("/v3/election/observe");
        observer.request.end("{\"name\":\"ZQ==\"}");
        while (server.node.observer == null) {
            server.onLoop(() -> {});
        }
        KeyValue kv = KeyValue.put(Key.utf8("e/1"), new byte[] {1}, 5, 5, 1, 1, Cause.PUT);
        server.onLoop(() -> server.node.observer.leader(new io.kedge.api.Elections.Leader(6, kv)));
        assertThat(result(observer.next()).getJsonObject("kv").getString("value"))
                .isEqualTo("Bw==");
        assertThat(result(observer.next()).getJsonObject("kv").getString("value"))
                .isEqualTo("AQ==");
    }

    @Test
    void aWebSocketCarriesTheSameMessages() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = GatewayServer.await(server.sockets.connect(server.port(), "127.0.0.1", "/v3/watch"));
        socket.textMessageHandler(heard::add);
        socket.closeHandler(closed -> heard.add("closed"));
        socket.writeTextMessage(CREATE);
        FakeNode.FakeStream stream = stream();
        assertThat(said(stream)).isInstanceOf(WatchRequest.class);
        server.onLoop(() -> stream.sink().created(0, 7));
        assertThat(result(new JsonObject(heard.poll(10, TimeUnit.SECONDS))).getBoolean("created"))
                .isTrue();
        socket.writeTextMessage("{\"progress_request\":{}}");
        assertThat(said(stream)).isEqualTo("progress");
        server.onLoop(() -> stream.sink().ended(StatusCode.STOPPED));
        assertThat(new JsonObject(heard.poll(10, TimeUnit.SECONDS))
                        .getJsonObject("error")
                        .getInteger("code"))
                .isEqualTo(14);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    @Test
    void aWebSocketThatClosesEndsItsWatch() throws Exception {
        WebSocket socket = GatewayServer.await(server.sockets.connect(server.port(), "127.0.0.1", "/v3/watch"));
        socket.writeTextMessage(CREATE);
        FakeNode.FakeStream stream = stream();
        assertThat(said(stream)).isInstanceOf(WatchRequest.class);
        socket.close();
        assertThat(said(stream)).isEqualTo("close");
    }

    @Test
    void oneReplyOverAWebSocketIsOneMessage() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = GatewayServer.await(server.sockets.connect(server.port(), "127.0.0.1", "/v3/kv/put"));
        socket.textMessageHandler(heard::add);
        socket.closeHandler(closed -> heard.add("closed"));
        socket.writeTextMessage("{\"key\":\"Zm9v\",\"value\":\"YmFy\"}");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).contains("\"revision\":\"2\"");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    /** Messages that do not come to their end hold a bounded number of bytes, on all streams together. */
    @Test
    void unfinishedMessagesOfAllStreamsAreCounted() throws Exception {
        int room = 128 << 20;
        boolean[] held = new boolean[1];
        server.onLoop(() -> held[0] = server.loop().hold(room - 1000));
        assertThat(held[0]).isTrue();
        GatewayServer.Stream watch = server.new Stream("/v3/watch");
        watch.request.write("{\"create_request\":{\"key\":\"" + "A".repeat(2000));
        assertThat(watch.next().getJsonObject("error").getInteger("code")).isEqualTo(8);
        GatewayServer.Stream given = server.new Stream("/v3/watch");
        given.request.write("{\"create_request\":{\"key\":\"" + "A".repeat(800));
        given.request.write("\"}}");
        assertThat(said(stream())).isInstanceOf(WatchRequest.class);
        GatewayServer.Stream gone = server.new Stream("/v3/watch");
        gone.request.write("{\"create_request\":{\"key\":\"" + "A".repeat(800));
        GatewayServer.await(gone.request.connection().close());
        for (int tries = 0; !held[0] || tries == 0; tries++) {
            server.onLoop(() -> held[0] = server.loop().hold(1000));
            assertThat(tries).as("tries until all is released").isLessThan(10_000);
        }
    }
}
