/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Command;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.MemberChange;
import io.kedge.model.MembersResult;
import io.kedge.model.Result;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.model.format.CommandCodec;
import io.kedge.raft.EntryType;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RaftCore;
import io.kedge.raft.membership.ConfigurationChange;
import io.kedge.replica.apply.Applier;
import io.kedge.replica.system.MemberTable;
import io.kedge.replica.txn.Budget;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Committed entries waiting to be applied, and the one being applied. Who was handed the command applies that; others
 * decode the entry. A configuration takes effect together with the member table's change. Replica thread.
 */
final class ApplyQueue {

    private final ArrayDeque<LogEntry> waiting = new ArrayDeque<>();
    private final RaftCore raft;
    private final Proposals proposals;
    private Stores stores;
    private Applier applier;

    private @Nullable LogEntry current;
    private @Nullable Proposal currentProposal;
    private long appliedIndex;
    private long appliedTerm;
    private long unflushedBytes;

    ApplyQueue(RaftCore raft, Stores stores, Proposals proposals) {
        this.raft = raft;
        this.proposals = proposals;
        this.stores = stores;
        this.applier = new Applier(stores.users(), stores.messages(), stores.system());
        this.appliedIndex = stores.loaded().appliedIndex();
        this.appliedTerm = stores.loaded().appliedTerm();
    }

    /** Goes on with other stores, which are ahead of what was applied here; an entry half applied is forgotten. */
    void replaceStores(Stores by) {
        if (by.loaded().appliedIndex() <= appliedIndex) {
            throw new IllegalStateException("stores at " + by.loaded().appliedIndex() + " after " + appliedIndex);
        }
        stores = by;
        applier = new Applier(by.users(), by.messages(), by.system());
        appliedIndex = by.loaded().appliedIndex();
        appliedTerm = by.loaded().appliedTerm();
        unflushedBytes = 0;
        current = null;
        Proposal half = currentProposal;
        currentProposal = null;
        if (half != null) {
            half.end(StatusCode.TIMEOUT_LEADER_FAILURE, proposals.completed());
        }
        waiting.removeIf(entry -> entry.index() <= appliedIndex);
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
    boolean applyOne(Budget budget, List<RevisionEvents> events) {
        if (current == null) {
            // An entry costs one key even if it touches none, so that many small ones end a slice too.
            if (waiting.isEmpty() || !budget.take()) {
                return false;
            }
            begin();
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
        finish(result, null);
        return true;
    }

    TxnResult readTxn(TxnRequest txn) {
        return applier.readTxn(txn);
    }

    /** Takes the next entry; it is over already if it was refused or is not a command. */
    private void begin() {
        LogEntry entry = waiting.removeFirst();
        if (entry.index() != appliedIndex + 1) {
            throw new IllegalStateException("entry " + entry.index() + " follows applied " + appliedIndex);
        }
        current = entry;
        if (entry.type() == EntryType.CONFIGURATION) {
            beginConfiguration(entry);
            return;
        }
        currentProposal = proposals.take(entry, entry.data());
        if (entry.data().length == 0) {
            finish(null, null);
            return;
        }
        Command command = currentProposal != null ? currentProposal.command() : CommandCodec.decode(entry.data());
        try {
            applier.begin(entry.index(), command);
        } catch (KedgeException refused) {
            finish(null, refused.code());
        }
    }

    /** Members and configuration change together, or, as at every other member, neither does. */
    private void beginConfiguration(LogEntry entry) {
        byte[] context = ConfigurationChange.decode(entry.data()).context();
        currentProposal = proposals.take(entry, context);
        if (context.length == 0) {
            raft.applyConfiguration(entry);
            finish(null, null);
            return;
        }
        if (!(CommandCodec.decode(context).operation() instanceof MemberChange change)) {
            throw new IllegalStateException("entry " + entry.index() + " changes the configuration for no member");
        }
        MemberTable members = stores.system().members();
        try {
            members.check(change);
        } catch (KedgeException refused) {
            raft.skipConfiguration(entry);
            finish(null, refused.code());
            return;
        }
        stores.system().table().beginEntry(entry.index());
        members.apply(change);
        raft.applyConfiguration(entry);
        finish(new MembersResult(members.list()), null);
    }

    private void finish(@Nullable Result result, @Nullable StatusCode failure) {
        LogEntry entry = java.util.Objects.requireNonNull(current);
        appliedIndex = entry.index();
        appliedTerm = entry.term();
        unflushedBytes += entry.sizeBytes();
        Proposal proposal = currentProposal;
        current = null;
        currentProposal = null;
        if (proposal != null && proposal.answer(result, failure) && proposal.isWaitedFor()) {
            proposals.complete(proposal);
        }
    }
}
