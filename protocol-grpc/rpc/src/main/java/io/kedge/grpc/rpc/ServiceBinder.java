/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.kedge.grpc.rpc.wire.MalformedMessageException;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.model.KedgeException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Takes down one service's methods. Messages are named by their default instances. */
final class ServiceBinder {

    private final Loop loop;
    private final String service;
    private final List<RpcMethod> methods;
    private Function<KedgeException, GrpcOutcome> errors = GrpcStatusMapper::of;

    ServiceBinder(Loop loop, String service, List<RpcMethod> methods) {
        this.loop = loop;
        this.service = service;
        this.methods = methods;
    }

    /** For services whose inner calls' codes are lost; applies to the methods registered after it. */
    ServiceBinder withInnerErrors() {
        errors = GrpcStatusMapper::ofInner;
        return this;
    }

    Loop loop() {
        return loop;
    }

    /** A call that is not hot: the generated class reads its request. A learner refuses it. */
    <Q extends Message, R> void unary(
            String method,
            Q request,
            Message reply,
            UnaryMethod.Invocation<Q, R> invocation,
            Function<R, byte[]> encoder) {
        unary(method, request, reply, invocation, encoder, anything -> false);
    }

    /** {@code onLearner} tells which requests a learner answers. */
    <Q extends Message, R> void unary(
            String method,
            Q request,
            Message reply,
            UnaryMethod.Invocation<Q, R> invocation,
            Function<R, byte[]> encoder,
            Predicate<Q> onLearner) {
        unary(method, request, reply, new UnaryMethod<>(generated(request), invocation, encoder, errors, onLearner));
    }

    /** A hot call: {@code decoder} reads its request. */
    <Q, R> void unary(
            String method,
            Message request,
            Message reply,
            Function<ProtoReader, Q> decoder,
            UnaryMethod.Invocation<Q, R> invocation,
            Function<R, byte[]> encoder,
            Predicate<Q> onLearner) {
        unary(method, request, reply, new UnaryMethod<>(decoder, invocation, encoder, errors, onLearner));
    }

    private <Q, R> void unary(String method, Message request, Message reply, UnaryMethod<Q, R> unary) {
        register(
                CallType.UNARY,
                method,
                request,
                reply,
                (eventLoop, metrics, transport) -> new UnaryCall<>(eventLoop, metrics, transport, unary));
    }

    void register(CallType type, String method, Message request, Message reply, RpcMethod.Opener opener) {
        methods.add(new RpcMethod(loop, service, method, type, request, reply, opener));
    }

    /** Decodes with the generated class that {@code prototype} is of. */
    @SuppressWarnings("unchecked")
    static <M extends Message> Function<ProtoReader, M> generated(M prototype) {
        return in -> {
            try {
                return (M) prototype.getParserForType().parseFrom(in.array(), in.position(), in.remaining());
            } catch (InvalidProtocolBufferException e) {
                throw new MalformedMessageException(String.valueOf(e.getMessage()));
            }
        };
    }
}
