/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;
import org.jspecify.annotations.Nullable;

/** A wish to hand leadership over; comes back in {@link PeerTurn#moves()} when done or given up. */
public class LeaderMove {

    private final long wanted;
    private long target;
    private long deadlineNanos;
    private @Nullable StatusCode failure;

    /** {@code wanted} is to lead; 0 for whoever has most of the log. */
    public LeaderMove(long wanted) {
        this.wanted = wanted;
    }

    final long wanted() {
        return wanted;
    }

    /** Null if it went well. */
    public final @Nullable StatusCode failure() {
        return failure;
    }

    /** Called once with the outcome known, in a turn of the replica. */
    protected void settled() {}

    final void started(long member, long deadline) {
        target = member;
        deadlineNanos = deadline;
    }

    final long target() {
        return target;
    }

    final long deadlineNanos() {
        return deadlineNanos;
    }

    final void fail(StatusCode reason) {
        failure = reason;
    }
}
