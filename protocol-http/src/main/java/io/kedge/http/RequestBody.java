/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Reads whole request bodies, within limits of size and time. */
public final class RequestBody {

    private final OpenBodies bodies;
    private final HttpServerRequest request;
    private final int bytesMax;
    private final Handler<Buffer> whole;
    private final Runnable tooLarge;
    private final Buffer collected = Buffer.buffer();
    private long begunAt;
    private boolean over;

    private RequestBody(
            OpenBodies bodies, HttpServerRequest request, int bytesMax, Handler<Buffer> whole, Runnable tooLarge) {
        this.bodies = bodies;
        this.request = request;
        this.bytesMax = bytesMax;
        this.whole = whole;
        this.tooLarge = tooLarge;
    }

    /**
     * Calls {@code whole} once the body is there, or {@code tooLarge} as soon as it is known to be above {@code
     * bytesMax}, whose answer must close the connection or let the rest run out unread. A body that does not come to
     * its end within a minute is answered with 408, one for which the loop has no room with 429. Nothing is called if
     * the client goes before. Call it in the turn in which the request came.
     */
    public static void read(
            HttpLoop loop, HttpServerRequest request, int bytesMax, Handler<Buffer> whole, Runnable tooLarge) {
        new RequestBody(loop.bodies(), request, bytesMax, whole, tooLarge).start();
    }

    private void start() {
        if (announcedBytes() > bytesMax) {
            over = true;
            tooLarge.run();
            return;
        }
        begunAt = bodies.begun(this);
        request.handler(this::take);
        request.exceptionHandler(error -> end());
        request.endHandler(done -> {
            if (end()) {
                whole.handle(collected);
            }
        });
    }

    long begunAt() {
        return begunAt;
    }

    /** 0 if it is not said. */
    private long announcedBytes() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void take(Buffer bytes) {
        if (over) {
            return;
        }
        if (collected.length() + bytes.length() > bytesMax) {
            end();
            tooLarge.run();
        } else if (bodies.hold(bytes.length())) {
            collected.appendBuffer(bytes);
        } else {
            end();
            closeAfter(request);
            Problems.end(
                    request.response(),
                    new KedgeException(StatusCode.TOO_MANY_REQUESTS, "too many bodies are being received"));
        }
    }

    void tooSlow() {
        if (end()) {
            closeAfter(request);
            Problems.end(request.response(), 408, "request-timeout", "the body did not come to its end in time");
        }
    }

    /**
     * Lets the response, whose head is still to be written, end the connection: what would still come is not read. With
     * HTTP/2 only the stream ends, and a header about connections would be a fault.
     */
    public static void closeAfter(HttpServerRequest request) {
        if (!request.response().headWritten() && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** False if it has ended before. */
    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        bodies.ended(this, collected.length());
        return true;
    }
}
