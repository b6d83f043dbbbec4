/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes of this member that a leader was given and that have not come back through the log, oldest first. */
final class ForwardTable {

    private final LinkedHashMap<Long, Proposal> pending = new LinkedHashMap<>();
    private long lastSequence;

    /** {@code firstSequence} is random, so that no sequence of an earlier life comes back. */
    ForwardTable(long firstSequence) {
        lastSequence = firstSequence;
    }

    int size() {
        return pending.size();
    }

    /** Takes a write that leaves for the leader of {@code term} now; returns its sequence. */
    long add(Proposal proposal, long term) {
        proposal.handedOver(term);
        pending.put(++lastSequence, proposal);
        return lastSequence;
    }

    /** The write known by {@code sequence}, or null if nobody waits for it any more. */
    @Nullable
    Proposal take(long sequence) {
        return pending.remove(sequence);
    }

    /** Answers those whose time is over. */
    void expire(long nowNanos, long term, boolean leaderKnown, List<Proposal> completed) {
        Iterator<Proposal> all = pending.values().iterator();
        while (all.hasNext()) {
            Proposal proposal = all.next();
            if (proposal.deadlineNanos() - nowNanos <= 0) {
                boolean leaderFailed = proposal.term() != term || !leaderKnown;
                all.remove();
                proposal.end(leaderFailed ? StatusCode.TIMEOUT_LEADER_FAILURE : StatusCode.TIMEOUT, completed);
            }
        }
    }

    /** The log goes on in {@code term}: what leaders of earlier terms were given is not in it and never will be. */
    void removeBelow(long term, Consumer<Proposal> lost) {
        if (pending.isEmpty()) {
            return;
        }
        for (Map.Entry<Long, Proposal> entry : List.copyOf(pending.entrySet())) {
            if (entry.getValue().term() < term) {
                pending.remove(entry.getKey());
                lost.accept(entry.getValue());
            }
        }
    }

    /** What becomes of them cannot be found out here any more. */
    void failAll(StatusCode reason, List<Proposal> completed) {
        List<Proposal> all = new ArrayList<>(pending.values());
        pending.clear();
        all.forEach(proposal -> proposal.end(reason, completed));
    }
}
