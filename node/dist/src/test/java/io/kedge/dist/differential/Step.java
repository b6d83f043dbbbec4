/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.Message;
import io.kedge.dist.support.Outcome;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;

/** One thing asked of both servers. A step holds no server's state, so that a list of steps can be played again. */
sealed interface Step {

    /** A call with one reply. */
    record Call(Message request) implements Step {
        @Override
        public String toString() {
            String text = Outcome.oneLine(request);
            return text.length() > 4000 ? text.substring(0, 4000) + "…" : text;
        }
    }

    /** One request and one reply on the server's keep-alive stream. */
    record KeepAlive(long leaseId) implements Step {}

    /** A lease whose id the server chooses; revoked at once, for the two servers choose different ids. */
    record GrantAnonymous(long ttlSeconds) implements Step {}

    /** A watch on one of the streams, up to its created reply. */
    record WatchCreate(int stream, WatchCreateRequest request) implements Step {
        @Override
        public String toString() {
            return "Watch[stream=" + stream + ", " + Outcome.oneLine(request) + "]";
        }
    }

    /** Cancels a watch by its id, known or not. */
    record WatchCancel(int stream, long watchId) implements Step {}

    /** Asks for a progress reply. */
    record WatchProgress(int stream) implements Step {}

    /** A watch request without content. */
    record WatchNothing(int stream) implements Step {}
}
