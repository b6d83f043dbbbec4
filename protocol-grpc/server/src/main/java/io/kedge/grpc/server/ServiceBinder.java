/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.kedge.grpc.server.Connections.Connection;
import io.kedge.grpc.server.wire.MalformedMessageException;
import io.kedge.grpc.server.wire.ProtoReader;
import io.kedge.model.KedgeException;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.function.Function;
import java.util.function.Predicate;

/** Registers one service's methods with the gRPC server of a loop. */
final class ServiceBinder {

    /** Makes the object of a streaming call. */
    interface Streams {

        Call open(Loop loop, MethodMetrics metrics, Connection connection, GrpcServerRequest<Buffer, Buffer> request);
    }

    private final GrpcServer server;
    private final Loop loop;
    private final Connections connections;
    private final String service;
    private Function<KedgeException, GrpcOutcome> errors = GrpcStatusMapper::of;

    ServiceBinder(GrpcServer server, Loop loop, Connections connections, String service) {
        this.server = server;
        this.loop = loop;
        this.connections = connections;
        this.service = service;
    }

    /** For services whose inner calls' codes are lost; applies to the methods registered after it. */
    ServiceBinder withInnerErrors() {
        errors = GrpcStatusMapper::ofInner;
        return this;
    }

    Loop loop() {
        return loop;
    }

    /** A learner refuses it. */
    <Q, R> void unary(
            String method,
            Function<ProtoReader, Q> decoder,
            UnaryMethod.Invocation<Q, R> invocation,
            Function<R, byte[]> encoder) {
        unary(method, decoder, invocation, encoder, request -> false);
    }

    /** {@code onLearner} tells which requests a learner answers. */
    <Q, R> void unary(
            String method,
            Function<ProtoReader, Q> decoder,
            UnaryMethod.Invocation<Q, R> invocation,
            Function<R, byte[]> encoder,
            Predicate<Q> onLearner) {
        UnaryMethod<Q, R> unary = new UnaryMethod<>(decoder, invocation, encoder, errors, onLearner);
        stream(
                CallType.UNARY,
                method,
                (eventLoop, metrics, connection, request) ->
                        new UnaryCall<>(eventLoop, metrics, connection, request, unary));
    }

    void stream(CallType type, String method, Streams streams) {
        MethodMetrics metrics = new MethodMetrics(loop.context().meters(), type, service, method);
        ServiceMethod<Buffer, Buffer> serviceMethod = ServiceMethod.server(
                ServiceName.create(service), method, GrpcMessageEncoder.IDENTITY, GrpcMessageDecoder.IDENTITY);
        server.callHandler(serviceMethod, request -> {
            Connection connection = connections.of(request);
            connection.requested(type);
            streams.open(loop, metrics, connection, request).start();
        });
    }

    /** Decodes with the generated class; for calls that are not hot. */
    static <M extends MessageLite> Function<ProtoReader, M> generated(Parser<M> parser) {
        return in -> {
            try {
                return parser.parseFrom(in.array(), in.position(), in.remaining());
            } catch (InvalidProtocolBufferException e) {
                throw new MalformedMessageException(String.valueOf(e.getMessage()));
            }
        };
    }
}
