/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.grpc.rpc.FrameSink;
import io.kedge.grpc.rpc.ResponseQueue;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.grpc.server.GrpcServerResponse;

/**
 * Sends frames that are laid out already, past the gRPC response, which would copy each; that one still sends the head
 * and the end. On the call's loop.
 */
final class FrameOutput implements FrameSink {

    private final GrpcServerResponse<Buffer, Buffer> grpc;
    private final ResponseQueue queue;
    private boolean begun;

    FrameOutput(GrpcServerResponse<Buffer, Buffer> grpc, HttpServerResponse http, Runnable drained) {
        this.grpc = grpc;
        this.queue = new ResponseQueue(http, drained);
    }

    @Override
    public boolean isWritable() {
        return queue.isWritable();
    }

    @Override
    public void write(byte[] frame) {
        if (!begun) {
            begun = true;
            grpc.writeHead();
        }
        queue.write(BufferInternal.buffer(Unpooled.wrappedBuffer(frame)));
    }
}
