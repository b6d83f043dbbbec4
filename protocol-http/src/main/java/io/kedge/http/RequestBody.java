/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads whole request bodies, up to a limit. */
public final class RequestBody {

    private final HttpServerRequest request;
    private final int bytesMax;
    private final Handler<Buffer> whole;
    private final Runnable tooLarge;
    private final Buffer collected = Buffer.buffer();
    private boolean over;

    private RequestBody(HttpServerRequest request, int bytesMax, Handler<Buffer> whole, Runnable tooLarge) {
        this.request = request;
        this.bytesMax = bytesMax;
        this.whole = whole;
        this.tooLarge = tooLarge;
    }

    /**
     * Calls {@code whole} once the body is there, or {@code tooLarge} as soon as it is known to be above {@code
     * bytesMax}, whose answer must close the connection or let the rest run out unread; neither if the client goes
     * before. Call it in the turn in which the request came.
     */
    public static void read(HttpServerRequest request, int bytesMax, Handler<Buffer> whole, Runnable tooLarge) {
        new RequestBody(request, bytesMax, whole, tooLarge).start();
    }

    private void start() {
        if (announcedBytes() > bytesMax) {
            refuse();
            return;
        }
        request.handler(this::take);
        request.exceptionHandler(error -> over = true);
        request.endHandler(end -> {
            if (!over) {
                over = true;
                whole.handle(collected);
            }
        });
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
            refuse();
        } else {
            collected.appendBuffer(bytes);
        }
    }

    private void refuse() {
        over = true;
        tooLarge.run();
    }
}
