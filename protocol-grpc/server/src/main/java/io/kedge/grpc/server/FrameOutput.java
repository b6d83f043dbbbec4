/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.grpc.rpc.FrameSink;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.grpc.server.GrpcServerResponse;

/**
 * Sends frames that are laid out already, past the gRPC response, which would copy each; that one still sends the head
 * and the end. Vert.x holds back frames while the stream's window or the socket is full, and counts them; here their
 * bytes are counted too, so that a client that has stopped costs {@link #QUEUED_BYTES_MAX} and one frame, plus one
 * frame in Netty, however large frames are. On the call's loop.
 */
final class FrameOutput implements FrameSink {

    private static final long QUEUED_BYTES_MAX = 16 << 10;

    private final GrpcServerResponse<Buffer, Buffer> grpc;
    private final HttpServerResponse http;
    private final Runnable drained;

    /** Bytes given to Vert.x; it has passed on {@code http.bytesWritten()} of them. */
    private long givenBytes;

    private boolean begun;

    /** Whether {@link #QUEUED_BYTES_MAX} was passed and the frame that did it is not sent yet. */
    private boolean full;

    /** {@code drained} is called each time that more can be sent after {@link #isWritable} was false. */
    FrameOutput(GrpcServerResponse<Buffer, Buffer> grpc, HttpServerResponse http, Runnable drained) {
        this.grpc = grpc;
        this.http = http;
        this.drained = drained;
        http.drainHandler(nothing -> resume());
    }

    @Override
    public boolean isWritable() {
        return !full && !http.writeQueueFull();
    }

    @Override
    public void write(byte[] frame) {
        if (!begun) {
            begun = true;
            grpc.writeHead();
        }
        givenBytes += frame.length;
        Future<Void> sent = http.write(BufferInternal.buffer(Unpooled.wrappedBuffer(frame)));
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
