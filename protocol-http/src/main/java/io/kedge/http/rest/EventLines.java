/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Server-sent events of calls that are not watches of keys: few, small, each with a name or none. */
final class EventLines {

    private static final long COMMENT_MILLIS = 15_000;

    private final RestCall call;
    private long timer = -1;

    private EventLines(RestCall call) {
        this.call = call;
    }

    /** Sends the head; {@code closed} runs once when the client has gone. */
    static EventLines open(RestCall call, Runnable closed) {
        EventLines lines = new EventLines(call);
        HttpServerResponse response = call.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader("X-Accel-Buffering", "no");
        response.write("retry: 2000\n: connected\n\n");
        lines.timer = call.loop().vertx().setPeriodic(COMMENT_MILLIS, id -> response.write(":\n\n"));
        call.onAbandoned(() -> {
            call.loop().vertx().cancelTimer(lines.timer);
            closed.run();
        });
        return lines;
    }

    /** One unnamed event. A client that does not read for long is cut off: what it missed it can ask for. */
    void send(JsonObject data) {
        HttpServerResponse response = call.response();
        if (response.writeQueueFull()) {
            end();
        } else if (!response.ended() && !response.closed()) {
            response.write("data: " + data.encode() + "\n\n");
        }
    }

    /** The stream has come to its end; a client that wants more comes back. */
    void end() {
        call.loop().vertx().cancelTimer(timer);
        HttpServerResponse response = call.response();
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }
}
