/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Cancellation;
import io.kedge.api.Reply;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import org.jspecify.annotations.Nullable;

/** One request, one reply. The call is the node's reply sink itself, so that the hot path makes one object. */
final class UnaryCall<Q, R> extends Call implements Reply<R> {

    private final UnaryMethod<Q, R> method;
    private boolean received;
    private @Nullable Cancellation cancellation;

    UnaryCall(Loop loop, MethodMetrics metrics, Transport transport, UnaryMethod<Q, R> method) {
        super(loop, metrics, transport);
        this.method = method;
    }

    @Override
    void message(ProtoReader message) {
        if (!received) {
            received = true;
            Q decoded = method.decoder().apply(message);
            if (loop().node().isLearner() && !method.onLearner().test(decoded)) {
                fail(GrpcStatusMapper.of(StatusCode.NOT_SUPPORTED_FOR_LEARNER));
                return;
            }
            Cancellation waiting = method.invocation().invoke(caller(), decoded, this);
            if (!ended()) {
                cancellation = waiting;
            }
        }
    }

    @Override
    boolean isForLearners() {
        return true;
    }

    @Override
    void halfClosed() {
        if (!received) {
            failNothingSent();
        }
    }

    @Override
    void closed() {
        Cancellation waiting = cancellation;
        if (waiting != null) {
            cancellation = null;
            waiting.cancel();
        }
    }

    @Override
    public void succeed(R result) {
        if (!ended()) {
            cancellation = null;
            end(method.encoder().apply(result));
        }
    }

    @Override
    public void fail(KedgeException reason) {
        cancellation = null;
        fail(outcome(reason));
    }

    @Override
    GrpcOutcome outcome(KedgeException reason) {
        return method.errors().apply(reason);
    }
}
