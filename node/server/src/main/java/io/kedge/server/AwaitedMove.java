/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.kedge.replica.LeaderMove;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** A wish to hand leadership over that somebody waits for. */
final class AwaitedMove extends LeaderMove {

    private final Promise<Void> promise = Promise.promise();

    /** {@code wanted} is to lead; 0 for whoever has most of the log. */
    AwaitedMove(long wanted) {
        super(wanted);
    }

    /** Done, or failed with a KedgeException; completes where the replica runs. */
    Future<Void> outcome() {
        return promise.future();
    }

    void over() {
        @Nullable StatusCode failure = failure();
        if (failure == null) {
            promise.complete();
        } else {
            promise.fail(new KedgeException(failure));
        }
    }
}
