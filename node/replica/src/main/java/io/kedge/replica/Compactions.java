/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.CompactRequest;
import io.kedge.replica.mvcc.MvccStore;
import java.util.ArrayList;
import java.util.List;

/** Removes what compaction made unreachable, a few keys a turn, and answers who wanted to wait for that. */
final class Compactions {

    private static final int KEYS_PER_TURN = 500;

    private final Proposals proposals;
    private final Flushes flushes;
    private final List<Proposal> held = new ArrayList<>();
    private boolean mergeWanted;

    Compactions(Proposals proposals, Flushes flushes) {
        this.proposals = proposals;
        this.flushes = flushes;
    }

    /** Holds back the replies, from this place on, of compactions that asked to wait. */
    void hold(int from) {
        List<Proposal> completed = proposals.completed();
        for (int i = from; i < completed.size(); i++) {
            Proposal proposal = completed.get(i);
            if (proposal.command().operation() instanceof CompactRequest compact
                    && compact.physical()
                    && proposal.result() != null) {
                held.add(proposal);
            }
        }
        if (!held.isEmpty()) {
            completed.removeAll(held);
        }
    }

    /** True if there is more to do soon. */
    boolean step(Stores stores) {
        MvccStore users = stores.users();
        // Nothing is removed before a durable state has the compaction, so one is made for it.
        if (!flushes.isRunning() && stores.hasUndurableCompaction()) {
            flushes.request();
        }
        boolean wasComplete = users.isCompactionComplete();
        boolean idle = users.compactionStep(KEYS_PER_TURN);
        stores.messages().compactionStep(KEYS_PER_TURN);
        if (users.isCompactionComplete()) {
            mergeWanted |= !wasComplete;
            answerHeld();
        }
        return !idle && !users.isCompactionWaiting() && !flushes.isPaused();
    }

    void answerHeld() {
        held.forEach(proposals::complete);
        held.clear();
    }

    boolean takeMergeWanted() {
        boolean taken = mergeWanted;
        mergeWanted = false;
        return taken;
    }
}
