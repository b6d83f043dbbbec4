/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proposals in the log but not yet applied, in index order. Bounded by the replica's options. */
final class ProposalTable {

    private final ArrayDeque<Proposal> pending = new ArrayDeque<>();

    int size() {
        return pending.size();
    }

    void add(Proposal proposal) {
        pending.addLast(proposal);
    }

    /** The proposal that became the entry at {@code index}, or null if that entry came from elsewhere. */
    @Nullable
    Proposal take(long index) {
        Proposal head = pending.peekFirst();
        if (head == null || head.index() > index) {
            return null;
        }
        if (head.index() < index) {
            throw new IllegalStateException("proposal " + head.index() + " was passed over by entry " + index);
        }
        return pending.pollFirst();
    }

    /** Answers those whose time is over; they keep their place, since they may still be applied. */
    void expire(long nowNanos, List<Proposal> completed) {
        for (Proposal proposal : pending) {
            if (proposal.deadlineNanos() - nowNanos > 0) {
                return;
            }
            if (proposal.answer(null, StatusCode.TIMEOUT)) {
                completed.add(proposal);
            }
        }
    }

    /** Leadership is lost: what becomes of them is not known here any more. */
    void failAll(StatusCode reason, List<Proposal> completed) {
        for (Proposal proposal : pending) {
            if (proposal.answer(null, reason)) {
                completed.add(proposal);
            }
        }
        pending.clear();
    }
}
