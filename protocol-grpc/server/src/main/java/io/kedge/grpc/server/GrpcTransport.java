/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.grpc.rpc.Call;
import io.kedge.grpc.rpc.Connection;
import io.kedge.grpc.rpc.FrameSink;
import io.kedge.grpc.rpc.GrpcCode;
import io.kedge.grpc.rpc.GrpcOutcome;
import io.kedge.grpc.rpc.Transport;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.model.Caller;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.grpc.common.impl.GrpcReadStreamBase;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;

/** A call over gRPC: one stream of an HTTP/2 connection. */
final class GrpcTransport implements Transport {

    private static final GrpcOutcome COMPRESSED =
            new GrpcOutcome(GrpcCode.INTERNAL, "grpc: compressed flag set with identity or empty encoding");

    private final Connection connection;
    private final HttpServerRequest http;
    private final GrpcServerRequest<Buffer, Buffer> request;
    private final GrpcServerResponse<Buffer, Buffer> response;

    /** {@code http} is what {@code request} is made of. */
    GrpcTransport(Connection connection, HttpServerRequest http, GrpcServerRequest<Buffer, Buffer> request) {
        this.connection = connection;
        this.http = http;
        this.request = request;
        this.response = request.response();
    }

    /** Lets the client and {@code call} speak. */
    void connect(Call call, GrpcOutcome tooLarge) {
        request.handler(message -> call.received(ProtoReader.of(message)));
        request.endHandler(end -> call.receivedAll());
        request.errorHandler(error -> call.clientGone());
        request.exceptionHandler(error -> call.clientGone());
        response.exceptionHandler(error -> call.clientGone());
        request.invalidMessageHandler(error -> call.fail(tooLarge));
        checkPrefixes(call, (GrpcReadStreamBase<?, ?>) request);
        call.start();
    }

    private void checkPrefixes(Call call, GrpcReadStreamBase<?, ?> messages) {
        MessagePrefixes prefixes = new MessagePrefixes();
        http.handler(bytes -> {
            if (call.ended()) {
                return;
            }
            if (prefixes.arePlain(bytes)) {
                messages.handle(bytes);
            } else {
                call.fail(COMPRESSED);
            }
        });
    }

    @Override
    public Caller caller() {
        return connection.caller();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public boolean requiresLeader() {
        return "true".equals(request.headers().get("hasleader"));
    }

    /** A deadline below a millisecond has passed already, and Vert.x shows it as none. */
    @Override
    public long timeoutMillis() {
        long timeoutMillis = request.timeout();
        return timeoutMillis > 0 || request.headers().get("grpc-timeout") == null ? timeoutMillis : -1;
    }

    @Override
    public void send(byte[] message) {
        response.write(wrap(message));
    }

    @Override
    public void end(byte[] message) {
        response.end(wrap(message));
    }

    @Override
    public void end() {
        response.end();
    }

    @Override
    public void fail(GrpcOutcome outcome) {
        response.status(GrpcStatuses.of(outcome.status())).statusMessage(outcome.text());
        response.end();
    }

    @Override
    public boolean isWritable() {
        return !response.writeQueueFull();
    }

    @Override
    public void onWritable(Runnable drained) {
        response.drainHandler(v -> drained.run());
    }

    @Override
    public FrameSink frames(Runnable drained) {
        return new FrameOutput(response, http.response(), drained);
    }

    @Override
    public void pauseReading() {
        request.pause();
    }

    @Override
    public void resumeReading() {
        request.resume();
    }

    private static Buffer wrap(byte[] message) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(message));
    }
}
