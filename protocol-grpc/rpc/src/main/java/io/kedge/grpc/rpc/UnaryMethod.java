/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Cancellation;
import io.kedge.api.Reply;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a unary call does: bytes to request, request to the node, result to bytes.
 *
 * @param errors how its failures are told
 * @param onLearner which requests a learner answers too
 */
record UnaryMethod<Q, R>(
        Function<ProtoReader, Q> decoder,
        Invocation<Q, R> invocation,
        Function<R, byte[]> encoder,
        Function<KedgeException, GrpcOutcome> errors,
        Predicate<Q> onLearner) {

    /** Returns what takes the call back while it waits, or null for calls that do not wait. */
    interface Invocation<Q, R> {

        @Nullable
        Cancellation invoke(Caller caller, Q request, Reply<R> reply);
    }
}
