/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Command;
import io.kedge.model.Result;
import io.kedge.model.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way through the log, with its encoded bytes and, at the end, its outcome. Made on the proposer's
 * thread, then owned by the replica's until it comes back in {@link Turn#completed()}.
 */
public class Proposal {

    private final Command command;
    private final byte[] data;
    private long index;
    private long term;
    private long deadlineNanos;
    private boolean answered;
    private @Nullable Result result;
    private @Nullable StatusCode failure;

    /** {@code data} is {@code command} encoded. */
    public Proposal(Command command, byte[] data) {
        this.command = command;
        this.data = data;
    }

    public final Command command() {
        return command;
    }

    public final byte[] data() {
        return data;
    }

    /** Null if it failed. */
    public final @Nullable Result result() {
        return result;
    }

    /** Null if it went well. */
    public final @Nullable StatusCode failure() {
        return failure;
    }

    final long index() {
        return index;
    }

    final long deadlineNanos() {
        return deadlineNanos;
    }

    /** The term of the leader that was given this. */
    final long term() {
        return term;
    }

    final void arrived(long deadline) {
        deadlineNanos = deadline;
    }

    /** Has a place in this member's log. */
    final void accepted(long atIndex, long inTerm) {
        index = atIndex;
        term = inTerm;
    }

    /** Left for another member that leads {@code inTerm}. */
    final void handedOver(long inTerm) {
        term = inTerm;
    }

    /** Whether somebody here waits for the outcome. */
    boolean isWaitedFor() {
        return true;
    }

    /** Whether it has an outcome. */
    final boolean isAnswered() {
        return answered;
    }

    /** Called once with the outcome known. */
    void settled() {}

    /** Fails it unless it has an outcome. */
    final void end(StatusCode reason, List<Proposal> completed) {
        if (answer(null, reason) && isWaitedFor()) {
            completed.add(this);
        }
    }

    /** False if an outcome was given before, which stands. */
    final boolean answer(@Nullable Result outcome, @Nullable StatusCode reason) {
        if (answered) {
            return false;
        }
        answered = true;
        result = outcome;
        failure = reason;
        settled();
        return true;
    }
}
