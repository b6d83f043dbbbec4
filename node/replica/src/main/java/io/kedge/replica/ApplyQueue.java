/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Command;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.Result;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.model.format.CommandCodec;
import io.kedge.raft.EntryType;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RaftCore;
import io.kedge.replica.apply.Applier;
import io.kedge.replica.txn.Budget;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Committed entries waiting to be applied, and the one being applied. The leader applies the command it was handed;
 * others decode the entry. Replica thread.
 */
final class ApplyQueue {

    private final ArrayDeque<LogEntry> waiting = new ArrayDeque<>();
    private final RaftCore raft;
    private final Applier applier;
    private final ProposalTable proposals;

    private @Nullable LogEntry current;
    private @Nullable Proposal currentProposal;
    private long appliedIndex;
    private long appliedTerm;
    private long unflushedBytes;

    ApplyQueue(RaftCore raft, Applier applier, ProposalTable proposals, long appliedIndex, long appliedTerm) {
        this.raft = raft;
        this.applier = applier;
        this.proposals = proposals;
        this.appliedIndex = appliedIndex;
        this.appliedTerm = appliedTerm;
    }

    void add(List<LogEntry> committed) {
        waiting.addAll(committed);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && current == null;
    }

    long appliedIndex() {
        return appliedIndex;
    }

    long appliedTerm() {
        return appliedTerm;
    }

    /** Bytes of the entries applied since the last {@link #freeze}, which the log must keep. */
    long unflushedBytes() {
        return unflushedBytes;
    }

    /** What was applied so far goes to the disk now. */
    void freeze() {
        unflushedBytes = 0;
    }

    /** Whether an entry is half applied, so that nothing may be frozen now. */
    boolean isInsideEntry() {
        return current != null;
    }

    /** Applies until one entry is complete (true) or the budget is spent or nothing is left (false). */
    boolean applyOne(Budget budget, List<Proposal> completed, List<RevisionEvents> events) {
        if (current == null) {
            // An entry costs one key even if it touches none, so that many small ones end a slice too.
            if (waiting.isEmpty() || !budget.take()) {
                return false;
            }
            begin(completed);
        }
        if (current == null) {
            return true;
        }
        if (!applier.step(budget)) {
            return false;
        }
        Result result = applier.end();
        List<Event> happened = applier.events();
        if (!happened.isEmpty()) {
            events.add(new RevisionEvents(happened.get(0).kv().modRevision(), happened));
        }
        finish(result, null, completed);
        return true;
    }

    TxnResult readTxn(TxnRequest txn) {
        return applier.readTxn(txn);
    }

    /** Takes the next entry; it is over already if it was refused or is not a command. */
    private void begin(List<Proposal> completed) {
        LogEntry entry = waiting.removeFirst();
        if (entry.index() != appliedIndex + 1) {
            throw new IllegalStateException("entry " + entry.index() + " follows applied " + appliedIndex);
        }
        current = entry;
        currentProposal = proposals.take(entry.index());
        if (entry.type() == EntryType.CONFIGURATION) {
            raft.applyConfiguration(entry);
            finish(null, null, completed);
        } else if (entry.data().length == 0) {
            finish(null, null, completed);
        } else {
            Command command = currentProposal != null ? currentProposal.command() : CommandCodec.decode(entry.data());
            try {
                applier.begin(entry.index(), command);
            } catch (KedgeException refused) {
                finish(null, refused.code(), completed);
            }
        }
    }

    private void finish(@Nullable Result result, @Nullable StatusCode failure, List<Proposal> completed) {
        LogEntry entry = java.util.Objects.requireNonNull(current);
        appliedIndex = entry.index();
        appliedTerm = entry.term();
        unflushedBytes += entry.sizeBytes();
        Proposal proposal = currentProposal;
        current = null;
        currentProposal = null;
        if (proposal != null && proposal.answer(result, failure)) {
            completed.add(proposal);
        }
    }
}
