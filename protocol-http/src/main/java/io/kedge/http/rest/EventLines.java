/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Server-sent events of calls that are not watches of keys: few, small, each with a name or none. */
final class EventLines {

    private static final long COMMENT_MILLIS = 15_000;

    private final RestCall call;
    private final Runnable closed;
    private final long timer;
    private boolean over;

    private EventLines(RestCall call, Runnable closed) {
        this.call = call;
        this.closed = closed;
        this.timer = call.loop().vertx().setPeriodic(COMMENT_MILLIS, id -> comment());
    }

    /** Sends the head; {@code closed} runs once, when the client has gone or the stream has ended: perhaps in here. */
    static EventLines open(RestCall call, Runnable closed) {
        EventLines lines = new EventLines(call, closed);
        call.onAbandoned(lines::over);
        if (!lines.over) {
            HttpServerResponse response = call.response();
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader("X-Accel-Buffering", "no");
            response.write("retry: 2000\n: connected\n\n");
        }
        return lines;
    }

    boolean isOver() {
        return over;
    }

    private void comment() {
        if (!call.response().writeQueueFull()) {
            call.response().write(":\n\n");
        }
    }

    /** One unnamed event. A client that does not read for long is cut off: what it missed it can ask for. */
    void send(JsonObject data) {
        if (over) {
            return;
        }
        if (call.response().writeQueueFull()) {
            end();
        } else {
            call.response().write("data: " + data.encode() + "\n\n");
        }
    }

    /** The stream has come to its end; a client that wants more comes back. */
    void end() {
        if (!over) {
            over();
            call.response().end();
        }
    }

    private void over() {
        if (!over) {
            over = true;
            call.loop().vertx().cancelTimer(timer);
            closed.run();
        }
    }
}
