/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import com.google.protobuf.Message;
import io.kedge.grpc.rpc.wire.ProtoReader;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A call answered on the spot, without the node: one or more requests, each handed to {@code answer}. */
final class AnswerCall<Q extends Message> extends Call {

    private final Function<ProtoReader, Q> decoder;
    private final BiConsumer<AnswerCall<Q>, Q> answer;
    private boolean received;
    private boolean endsWithClient;

    AnswerCall(
            Loop loop, MethodMetrics metrics, Transport transport, Q prototype, BiConsumer<AnswerCall<Q>, Q> answer) {
        super(loop, metrics, transport);
        this.decoder = ServiceBinder.generated(prototype);
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
