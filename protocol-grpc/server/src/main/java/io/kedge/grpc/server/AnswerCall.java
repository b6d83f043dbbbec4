/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.kedge.grpc.server.Connections.Connection;
import io.kedge.grpc.server.wire.ProtoReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A call answered on the spot, without the node: one or more requests, each handed to {@code answer}. */
final class AnswerCall<Q extends MessageLite> extends Call {

    private final Function<ProtoReader, Q> decoder;
    private final BiConsumer<AnswerCall<Q>, Q> answer;
    private boolean received;
    private boolean endsWithClient;

    AnswerCall(
            Loop loop,
            MethodMetrics metrics,
            Connection connection,
            GrpcServerRequest<Buffer, Buffer> request,
            Parser<Q> parser,
            BiConsumer<AnswerCall<Q>, Q> answer) {
        super(loop, metrics, connection, request);
        this.decoder = ServiceBinder.generated(parser);
        this.answer = answer;
    }

    /** The call ends well once the client has sent its last request. */
    AnswerCall<Q> endingWithClient() {
        endsWithClient = true;
        onWritable(this::resumeReading);
        return this;
    }

    @Override
    void message(ProtoReader message) {
        received = true;
        answer.accept(this, decoder.apply(message));
        if (endsWithClient && !isWritable()) {
            pauseReading();
        }
    }

    @Override
    boolean isForLearners() {
        return true;
    }

    @Override
    void halfClosed() {
        if (endsWithClient) {
            end();
        } else if (!received) {
            failNothingSent();
        }
    }

    @Override
    void closed() {
        // Nothing is under way.
    }
}
