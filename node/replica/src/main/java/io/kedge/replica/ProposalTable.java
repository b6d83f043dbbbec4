/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proposals that this member put into its log as leader and has not applied yet, in index order. They stay when it
 * leads no longer: the entry that is applied in their place tells whether they made it. Bounded by the replica's
 * options.
 */
final class ProposalTable {

    private final ArrayDeque<Proposal> pending = new ArrayDeque<>();

    int size() {
        return pending.size();
    }

    /**
     * Takes one that has its place. Those of an earlier leadership at or behind that place were cut from this log; what
     * becomes of them elsewhere is not known.
     */
    void add(Proposal proposal, List<Proposal> completed) {
        Proposal last = pending.peekLast();
        while (last != null && last.index() >= proposal.index()) {
            pending.pollLast();
            last.end(StatusCode.TIMEOUT_LEADER_FAILURE, completed);
            last = pending.peekLast();
        }
        pending.addLast(proposal);
    }

    /**
     * The proposal that became the entry at {@code index}, or null if that entry came from elsewhere. The entry may be
     * of an earlier term than the proposal in its place: one that no leader between had, until who had it won again
     * (paper 5.4.2, figure 8). {@code lost} gets those that this entry shows to be in no log and never to be.
     */
    @Nullable
    Proposal take(long index, long term, Consumer<Proposal> lost) {
        Proposal head = pending.peekFirst();
        if (head == null || head.index() > index) {
            return null;
        }
        if (head.index() < index) {
            throw new IllegalStateException(
                    "proposal " + head.index() + " of term " + head.term() + " was passed over by entry " + index);
        }
        if (head.term() != term) {
            removeOf(head.term(), lost);
            return null;
        }
        return pending.pollFirst();
    }

    /** One of them has lost its place, and with it, by log matching, all of its term that come behind. */
    private void removeOf(long term, Consumer<Proposal> lost) {
        while (!pending.isEmpty() && pending.element().term() == term) {
            lost.accept(pending.remove());
        }
    }

    /** Answers those whose time is over; they keep their place, since they may still be applied. */
    void expire(long nowNanos, long leadingTerm, List<Proposal> completed) {
        for (Proposal proposal : pending) {
            if (proposal.deadlineNanos() - nowNanos > 0) {
                return;
            }
            boolean leaderFailed = proposal.term() != leadingTerm;
            proposal.end(leaderFailed ? StatusCode.TIMEOUT_LEADER_FAILURE : StatusCode.TIMEOUT, completed);
        }
    }

    /** The log goes on in {@code term}: what was proposed in earlier terms and is not applied is not in it, ever. */
    void removeBelow(long term, Consumer<Proposal> lost) {
        // Terms never fall along the log, nor along this table.
        while (!pending.isEmpty() && pending.element().term() < term) {
            lost.accept(pending.remove());
        }
    }

    /** What becomes of them cannot be found out here any more. */
    void failAll(StatusCode reason, List<Proposal> completed) {
        for (Proposal proposal : pending) {
            proposal.end(reason, completed);
        }
        pending.clear();
    }
}
