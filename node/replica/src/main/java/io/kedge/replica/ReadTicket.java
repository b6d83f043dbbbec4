/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A linearizable read waiting until this member has caught up with all that was acknowledged before it arrived. It
 * comes back in {@link Turn#reads()}; without a failure, reading at the published revision is then linearizable.
 */
public class ReadTicket {

    private long index;
    private long deadlineNanos;
    private @Nullable StatusCode failure;

    public final @Nullable StatusCode failure() {
        return failure;
    }

    final long deadlineNanos() {
        return deadlineNanos;
    }

    final void arrived(long deadline) {
        deadlineNanos = deadline;
    }

    final long index() {
        return index;
    }

    final void confirmedAt(long readIndex) {
        index = readIndex;
    }

    final void fail(StatusCode reason) {
        failure = reason;
    }

    /** Whether only a confirmed leader can answer: elsewhere it fails with NOT_LEADER. */
    boolean needsLeader() {
        return false;
    }
}
