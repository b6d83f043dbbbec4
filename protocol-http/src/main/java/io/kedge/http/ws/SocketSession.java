/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.kedge.http.Problems;
import io.kedge.http.json.BadJsonException;
import io.kedge.http.json.JsonReader;
import io.kedge.http.watch.Pulse;
import io.kedge.http.watch.WatchLoop;
import io.kedge.http.watch.WatchSpec;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * One client's WebSocket. Watches and requests are told apart by the ids that the client gives them; a client that does
 * not read what it is sent is not read either. On the loop.
 */
final class SocketSession extends Pulse.Member {

    static final short GOING_AWAY = 1001;
    private static final short NOT_ACCEPTABLE = 1003;
    private static final short TOO_BIG = 1009;

    private static final int WATCHES_MAX = 1_000;

    /** Pings without an answer that end the connection. */
    private static final int SILENCE_MAX = 3;

    private static final long QUEUED_CHARS_MAX = 64 << 10;

    private static final Buffer PING = Buffer.buffer("kedge");

    private final WebSocketFace face;
    private final ServerWebSocket socket;
    private final Caller caller;
    private final SocketCalls calls;
    private final Map<Long, SocketWatch> watches = new HashMap<>();
    /** Characters of frames that were given to Vert.x, which counts frames, and are not sent yet. */
    private long queuedChars;

    private int unanswered;
    private boolean paused;
    private boolean over;

    SocketSession(WebSocketFace face, ServerWebSocket socket, Caller caller) {
        this.face = face;
        this.socket = socket;
        this.caller = caller;
        this.calls = new SocketCalls(this);
    }

    void start() {
        socket.textMessageHandler(this::message);
        socket.binaryMessageHandler(bytes -> close(NOT_ACCEPTABLE, "messages are text"));
        socket.pongHandler(pong -> unanswered = 0);
        socket.drainHandler(nothing -> drained());
        socket.exceptionHandler(this::failed);
        socket.closeHandler(nothing -> over());
    }

    WatchLoop loop() {
        return face.loop();
    }

    Caller caller() {
        return caller;
    }

    SocketFrames frames() {
        return face.frames();
    }

    boolean isWritable() {
        return !over && queuedChars < QUEUED_CHARS_MAX && !socket.writeQueueFull();
    }

    void send(JsonObject frame) {
        send(frame.encode());
    }

    void send(String frame) {
        if (over || socket.isClosed()) {
            return;
        }
        queuedChars += frame.length();
        socket.writeFinalTextFrame(frame).onComplete(sent -> sent(frame.length()));
        if (!paused && !isWritable()) {
            paused = true;
            socket.pause();
        }
    }

    private void sent(int chars) {
        boolean full = queuedChars >= QUEUED_CHARS_MAX;
        queuedChars -= chars;
        if (full && queuedChars < QUEUED_CHARS_MAX) {
            drained();
        }
    }

    private void drained() {
        if (!isWritable()) {
            return;
        }
        if (paused) {
            paused = false;
            socket.resume();
        }
        for (SocketWatch watch : new ArrayList<>(watches.values())) {
            watch.drained();
        }
    }

    @Override
    protected void pulse() {
        if (!isWritable()) {
            return;
        }
        if (unanswered >= SILENCE_MAX) {
            close(GOING_AWAY, "no answer to pings");
            return;
        }
        unanswered++;
        socket.writePing(PING);
    }

    /** A frame that is too large or broken, or a message that is too large. A connection that is cut says so itself. */
    private void failed(Throwable error) {
        if (error instanceof CorruptedWebSocketFrameException broken) {
            close((short) broken.closeStatus().code(), broken.closeStatus().reasonText());
        } else if (error instanceof IllegalStateException) {
            close(TOO_BIG, "the message is too large");
        }
    }

    void close(short code, String why) {
        if (!over) {
            over();
            socket.close(code, why);
        }
    }

    private void over() {
        if (!over) {
            over = true;
            face.closed(this);
            for (SocketWatch watch : new ArrayList<>(watches.values())) {
                forgetting(watch);
                watch.feed().close();
            }
            watches.clear();
            calls.close();
        }
    }

    /** The watch has ended of its own accord. */
    void forget(long id) {
        SocketWatch watch = watches.remove(id);
        if (watch != null) {
            forgetting(watch);
        }
    }

    private void forgetting(SocketWatch watch) {
        face.bridges().remove(watch);
    }

    private void message(String text) {
        if (over) {
            return;
        }
        JsonObject json;
        try {
            json = new JsonObject(text);
        } catch (DecodeException e) {
            send(new JsonObject().put("error", bad("the message is not a JSON object: " + e.getMessage())));
            return;
        }
        JsonObject answer = new JsonObject();
        if (json.getValue("id") instanceof Number id) {
            answer.put("id", id);
        }
        try {
            read(JsonReader.of(json, ""), json);
        } catch (BadJsonException e) {
            send(answer.put("error", bad(String.valueOf(e.getMessage()))));
        } catch (KedgeException e) {
            send(answer.put("error", Problems.body(e.code(), e.getMessage())));
        }
    }

    private static JsonObject bad(String detail) {
        return new JsonObject()
                .put("type", "urn:kedge:bad-request")
                .put("title", "bad request")
                .put("status", 400)
                .put("detail", detail);
    }

    private void read(JsonReader message, JsonObject json) {
        message.only("id", "watch", "cancel", "ack", "put", "txn", "lease", "lock");
        if (json.size() != (json.containsKey("id") ? 2 : 1)) {
            throw new BadJsonException("a message asks for one thing: watch, cancel, ack, put, txn, lease or lock");
        }
        JsonReader ack = message.object("ack");
        if (ack != null) {
            acknowledge(ack.only("id", "rev"));
            return;
        }
        if (!message.has("id")) {
            throw new BadJsonException("id is needed: the answer names it");
        }
        long id = message.number("id", 0);
        JsonReader watch = message.object("watch");
        if (watch != null) {
            watch(id, watch);
        } else if (message.has("cancel")) {
            cancel(id, message.flag("cancel"));
        } else {
            calls.call(id, message);
        }
    }

    private void acknowledge(JsonReader ack) {
        SocketWatch watch = watches.get(ack.number("id", 0));
        long revision = ack.number("rev", 0);
        if (watch != null) {
            watch.acknowledge(revision);
        }
    }

    private void watch(long id, JsonReader message) {
        WatchSpec spec = WatchMessage.spec(message);
        int window = WatchMessage.window(message);
        if (watches.containsKey(id) || calls.isUnderWay(id)) {
            throw new KedgeException(StatusCode.DUPLICATE_WATCH_ID);
        }
        if (watches.size() >= WATCHES_MAX) {
            throw new KedgeException(StatusCode.TOO_MANY_REQUESTS, "a connection may have " + WATCHES_MAX + " watches");
        }
        SocketWatch watch = new SocketWatch(this, id, spec, window);
        watches.put(id, watch);
        face.bridges().add(watch);
        watch.feed().start();
    }

    private void cancel(long id, boolean really) {
        SocketWatch watch = really ? watches.remove(id) : null;
        if (watch != null) {
            forgetting(watch);
            watch.feed().close();
        }
        if (watch != null || really && calls.cancel(id)) {
            send(new JsonObject().put("id", id).put("canceled", true));
        } else {
            throw new BadJsonException(really ? "nothing with this id is open" : "cancel must be true");
        }
    }
}
