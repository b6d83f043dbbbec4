/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.kedge.http.Face;
import io.kedge.http.Problems;
import io.kedge.http.watch.Pulse;
import io.kedge.http.watch.StreamCounts.Kind;
import io.kedge.http.watch.WatchLoop;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** {@code GET /v1/ws}, which becomes a WebSocket of subprotocol {@code kedge.v1.json}. */
public final class WebSocketFace implements Face {

    private static final String PATH = "/v1/ws";
    private static final long TICK_MILLIS = 1_000;
    private static final int PING_TICKS = 20;
    private static final int PROGRESS_TICKS = 30;

    private final WatchLoop loop;
    private final SocketFrames frames;
    private final Pulse pings;
    private final Pulse bridges;
    private final Set<SocketSession> sessions = new HashSet<>();

    public WebSocketFace(WatchLoop loop) {
        this.loop = loop;
        this.frames = new SocketFrames(loop.json());
        this.pings = new Pulse(loop.vertx(), TICK_MILLIS, PING_TICKS);
        this.bridges = new Pulse(loop.vertx(), TICK_MILLIS, PROGRESS_TICKS);
    }

    WatchLoop loop() {
        return loop;
    }

    SocketFrames frames() {
        return frames;
    }

    /** Tells quiet watches how far they are. */
    Pulse bridges() {
        return bridges;
    }

    @Override
    public boolean answers(String path) {
        return path.equals(PATH);
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET || !Handshake.isUpgrade(request)) {
            request.response().putHeader("Upgrade", "websocket").putHeader("Connection", "Upgrade");
            refuse(request, 426, "upgrade-required", "this is a WebSocket, subprotocol " + Handshake.PROTOCOL);
        } else if (!Handshake.offersProtocol(request)) {
            refuse(request, 400, "bad-subprotocol", "the subprotocol spoken here is " + Handshake.PROTOCOL);
        } else if (!loop.http().mayAsk(request)) {
            refuse(request, 403, "bad-origin", "pages of " + request.getHeader("Origin") + " may not connect");
        } else if (!loop.counts().open(Kind.WEBSOCKET, request)) {
            Problems.end(
                    request.response(),
                    new KedgeException(StatusCode.TOO_MANY_REQUESTS, "there are too many streams here"));
        } else {
            accept(request);
        }
    }

    private static void refuse(HttpServerRequest request, int status, String name, String detail) {
        Problems.end(request.response(), status, name, detail);
    }

    private void accept(HttpServerRequest request) {
        Caller caller = loop.http().caller(request);
        request.response().putHeader(Handshake.PROTOCOL_HEADER, Handshake.PROTOCOL);
        request.toWebSocket().onSuccess(socket -> begin(socket, caller)).onFailure(refused -> loop.counts()
                .closeUnshared(Kind.WEBSOCKET));
    }

    private void begin(ServerWebSocket socket, Caller caller) {
        SocketSession session = new SocketSession(this, socket, caller);
        sessions.add(session);
        pings.add(session);
        session.start();
        if (socket.isClosed()) {
            session.close(SocketSession.GOING_AWAY, "it has gone before it began");
        }
    }

    /** Gives back what a session has taken; once for each. */
    void closed(SocketSession session) {
        sessions.remove(session);
        pings.remove(session);
        loop.counts().closeUnshared(Kind.WEBSOCKET);
    }

    @Override
    public void stop() {
        pings.stop();
        bridges.stop();
        new ArrayList<>(sessions).forEach(session -> session.close(SocketSession.GOING_AWAY, "the server is stopping"));
    }
}
