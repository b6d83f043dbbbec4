/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the state is on its way to disk. Each append attests, when it completes, the whole log up to its
 * {@code covered} index; cutting a suffix lowers what every append on its way attests, so that an entry that was cut
 * and later written again (the ABA of asynchronous writes) counts only with its last write. A completion from before a
 * change of term attests nothing: the change has an append of its own behind it.
 */
final class Appends {
    private static final class InFlight {
        final long id;
        final long term;
        final long votedFor;
        final long issuedAtTick;
        long covered;

        InFlight(long id, long term, long votedFor, long issuedAtTick, long covered) {
            this.id = id;
            this.term = term;
            this.votedFor = votedFor;
            this.issuedAtTick = issuedAtTick;
            this.covered = covered;
        }
    }

    private final RaftState state;
    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
    private List<Message> afterDurable = new ArrayList<>();
    private HardState issued;
    private long issuedIndex;
    private long lastId;
    private long completedId;
    private long durableTerm;
    private long durableVote;
    private @Nullable SnapshotMark restoredTo;

    Appends(RaftState state, HardState recovered) {
        this.state = state;
        issued = recovered;
        issuedIndex = state.log.lastIndex();
        durableTerm = recovered.term();
        durableVote = recovered.votedFor();
    }

    /** Sends once everything that is in memory now is durable. */
    void sendWhenDurable(Message message) {
        if (inFlight.isEmpty() && !hasNews() && state.log.durableIndex() == state.log.lastIndex()) {
            state.outbox.send(message);
        } else {
            afterDurable.add(message);
        }
    }

    /** Sends once the current term is durable, so that no message asserts a term that a crash could undo. */
    void sendWhenTermDurable(Message message) {
        if (durableTerm == state.term) {
            state.outbox.send(message);
        } else {
            afterDurable.add(message);
        }
    }

    /** The log was cut: entries from {@code index} on are no longer what was written there. */
    void truncatedFrom(long index) {
        issuedIndex = Math.min(issuedIndex, index - 1);
        for (InFlight append : inFlight) {
            append.covered = Math.min(append.covered, index - 1);
        }
    }

    /** The log was replaced by a snapshot, which the application has made durable. */
    void restored(SnapshotMark mark) {
        issuedIndex = mark.index();
        restoredTo = mark;
        for (InFlight append : inFlight) {
            append.covered = 0;
        }
    }

    boolean hasWork() {
        return hasNews() || !afterDurable.isEmpty();
    }

    private boolean hasNews() {
        return state.log.lastIndex() > issuedIndex
                || state.term != issued.term()
                || state.votedFor != issued.votedFor()
                || restoredTo != null;
    }

    /** The next write, or null if there is none. */
    @Nullable
    Append next() {
        if (!hasWork()) {
            return null;
        }
        boolean mustForce = hasNews();
        List<LogEntry> entries = state.log.slice(issuedIndex + 1, state.log.lastIndex());
        // Never a commit index above what is durable: a recovered log must reach it.
        HardState hard = new HardState(state.term, state.votedFor, Math.max(issued.commit(), state.deliverable()));
        HardState changed = mustForce && !hard.equals(issued) ? hard : null;
        List<Message> messages = List.of();
        if (!afterDurable.isEmpty()) {
            messages = afterDurable;
            afterDurable = new ArrayList<>();
        }
        Append append = new Append(++lastId, changed, entries, mustForce, messages, restoredTo);
        if (changed != null) {
            issued = changed;
        }
        issuedIndex = state.log.lastIndex();
        restoredTo = null;
        inFlight.add(new InFlight(lastId, state.term, state.votedFor, state.now, issuedIndex));
        return append;
    }

    /** Append {@code id} and all before it are durable; false if that says nothing new. */
    boolean completed(long id) {
        Invariant.check(id <= lastId, "completion of an append never issued", id, lastId);
        if (id <= completedId) {
            return false;
        }
        completedId = id;
        InFlight newest = inFlight.remove();
        while (!inFlight.isEmpty() && inFlight.element().id <= id) {
            newest = inFlight.remove();
        }
        durableTerm = newest.term;
        durableVote = newest.votedFor;
        if (newest.term == state.term) {
            state.log.markDurable(newest.covered);
        }
        return true;
    }

    /** Whether the vote for itself in the current term is durable. */
    boolean ownVoteDurable() {
        return durableTerm == state.term && durableVote == state.id;
    }

    /** Whether the oldest append has been on its way for longer than {@code ticks}. */
    boolean stalledFor(int ticks) {
        InFlight oldest = inFlight.peek();
        return oldest != null && state.now - oldest.issuedAtTick > ticks;
    }
}
