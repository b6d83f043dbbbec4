/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * What waits to be sent of an HTTP response. Vert.x holds back writes while the stream's window or the socket is full,
 * and counts them; here their bytes are counted too, so that a client that has stopped costs {@link #QUEUED_BYTES_MAX}
 * and one write, plus one write in Netty, however large writes are. On the connection's loop.
 */
public final class ResponseQueue {

    private static final long QUEUED_BYTES_MAX = 16 << 10;

    private final HttpServerResponse http;
    private final Runnable drained;

    /** Bytes given to Vert.x; it has passed on {@code http.bytesWritten()} of them. */
    private long givenBytes;

    /** Whether {@link #QUEUED_BYTES_MAX} was passed and the write that did it is not sent yet. */
    private boolean full;

    /** {@code drained} is called each time that more can be sent after {@link #isWritable} was false. */
    public ResponseQueue(HttpServerResponse http, Runnable drained) {
        this.http = http;
        this.drained = drained;
        http.drainHandler(nothing -> resume());
    }

    public boolean isWritable() {
        return !full && !http.writeQueueFull();
    }

    /** Sends bytes, whether writable or not. The response must not have ended. */
    public void write(Buffer bytes) {
        givenBytes += bytes.length();
        Future<Void> sent = http.write(bytes);
        if (!full && givenBytes - http.bytesWritten() > QUEUED_BYTES_MAX) {
            full = true;
            sent.onSuccess(nothing -> {
                full = false;
                resume();
            });
        }
    }

    private void resume() {
        if (!http.ended() && isWritable()) {
            drained.run();
        }
    }
}
