/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.CompactRequest;
import io.kedge.model.KedgeException;
import io.kedge.model.LeaseCheckpoint;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.raft.Append;
import io.kedge.raft.Message;
import io.kedge.raft.Output;
import io.kedge.raft.RaftCore;
import io.kedge.raft.Role;
import io.kedge.replica.apply.Applier;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.lease.Lease;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.txn.Budget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole replica as a pure driver: Raft, the log's proposals, applying, leases, flush and release rules. Inputs are
 * method calls with the time as an argument; everything decided comes out of {@link #turn}. One thread; no I/O but cold
 * reads of the backend's mapped segments during apply.
 *
 * <p>Order within a turn, which the crash tests hold it to: what is to be persisted goes out before anything that
 * depends on it is acknowledged; applied results are published, then returned; a flush is ordered only between two
 * entries, and log entries are released only after the flush that covers them is reported durable.
 */
public final class Replica {

    private static final int COMPACTION_KEYS_PER_TURN = 500;
    private static final int APPLY_LAG_MAX = 5_000;

    private final ReplicaOptions options;
    private final RaftCore raft;
    private final Stores stores;
    private final ProposalTable proposals = new ProposalTable();
    private final ReadTable reads = new ReadTable();
    private final ApplyQueue applyQueue;
    private final LeaseDriver leases;

    private List<Message> messages = new ArrayList<>();
    private List<Proposal> completed = new ArrayList<>();
    private List<ReadTicket> doneReads = new ArrayList<>();
    private List<ReadTicket> newReads = new ArrayList<>();
    private final List<Proposal> compactions = new ArrayList<>();

    private @Nullable FlushOrder flushing;
    private boolean flushWanted;
    private boolean mergeWanted;
    private long releaseLogBefore;
    private long reportedRelease;
    private long leadingTerm;
    /** The term of all that is in {@link #proposals}. */
    private long proposalTerm;

    private long nowNanos;
    private final boolean hadLog;

    /**
     * Takes over a loaded store and a recovered core; nothing happens before the first {@link #tick} or {@link
     * #campaign}.
     */
    private Replica(ReplicaOptions options, RaftCore raft, Stores stores, long appliedIndex, long appliedTerm) {
        this.options = options;
        this.raft = raft;
        this.stores = stores;
        this.hadLog = raft.lastIndex() > 0;
        Applier applier = new Applier(stores.users(), stores.messages(), stores.system());
        this.applyQueue = new ApplyQueue(raft, applier, proposals, appliedIndex, appliedTerm);
        this.leases = new LeaseDriver(stores.system().leases(), options, this::proposeOwn);
    }

    /** Loads the store; blocks. The core must have been recovered at the backend's applied index. */
    public static Replica open(ReplicaOptions options, RaftCore raft, Backend backend) throws IOException {
        long applied = backend.state().appliedIndex();
        if (raft.appliedIndex() != applied) {
            throw new IllegalArgumentException(
                    "the log was recovered at " + raft.appliedIndex() + ", the store at " + applied);
        }
        return new Replica(
                options,
                raft,
                new Stores(backend, options),
                applied,
                backend.state().appliedTerm());
    }

    public Stores stores() {
        return stores;
    }

    public RaftCore raft() {
        return raft;
    }

    public long appliedIndex() {
        return applyQueue.appliedIndex();
    }

    public int pendingProposals() {
        return proposals.size();
    }

    public long expiredLeases() {
        return leases.expiredCount();
    }

    /** Asks for leadership at once, as the only voter of a cluster does at start. */
    public void campaign(long now) {
        nowNanos = now;
        raft.campaign();
    }

    /** One tick of the Raft clock; {@code now} is monotonic. */
    public void tick(long now) {
        nowNanos = now;
        raft.tick();
        proposals.expire(now, completed);
        leases.tick(now);
    }

    public void step(Message message) {
        raft.step(message);
    }

    /** The log has made {@code Append} number {@code appendId} durable. */
    public void persisted(long appendId) {
        raft.persisted(appendId);
    }

    /** Takes a write; its outcome comes in a later turn's {@code completed}. */
    public void propose(Proposal proposal, long now) {
        nowNanos = now;
        if (proposals.size() >= options.pendingProposalsMax()
                || raft.commitIndex() - applyQueue.appliedIndex() > APPLY_LAG_MAX) {
            refuse(proposal, StatusCode.TOO_MANY_REQUESTS);
            return;
        }
        long index = proposeOwn(proposal);
        if (index < 0) {
            refuse(proposal, index == RaftCore.OVERLOADED ? StatusCode.TOO_MANY_REQUESTS : StatusCode.NO_LEADER);
        }
    }

    private long proposeOwn(Proposal proposal) {
        long index = raft.propose(proposal.data());
        if (index >= 0) {
            proposal.accepted(index, nowNanos + options.requestTimeoutNanos());
            proposalTerm = raft.term();
            proposals.add(proposal);
        }
        return index;
    }

    private void refuse(Proposal proposal, StatusCode reason) {
        if (proposal.answer(null, reason)) {
            completed.add(proposal);
        }
    }

    /** Takes a linearizable read; all that arrive in one turn share a round. */
    public void read(ReadTicket ticket) {
        if (reads.size() + newReads.size() >= options.pendingReadsMax()) {
            ticket.fail(StatusCode.TOO_MANY_REQUESTS);
            doneReads.add(ticket);
        } else {
            newReads.add(ticket);
        }
    }

    /** Whether reads at the published revision are linearizable without a round: one voter, own-term entry applied. */
    public boolean readsWithoutRound() {
        return raft.readsWithoutRound() && leadingTerm == raft.term();
    }

    /** Whether lease times are kept here and leadership is certain without a round. */
    public boolean keepsLeases() {
        return leases.isLeading();
    }

    /**
     * Renews a lease, after leadership was confirmed. The clearing of an earlier checkpoint must be in the log before
     * the reply, so that no later leader undoes the renewal: then the proposal to wait for is returned. Throws
     * KedgeException LEASE_NOT_FOUND if its end is in the log already: a renewal acknowledged now would be broken at
     * once.
     */
    public @Nullable Proposal renew(Lease lease, long now) {
        if (lease.isEnding()) {
            throw new KedgeException(StatusCode.LEASE_NOT_FOUND);
        }
        leases.renew(lease, now);
        if (lease.checkpointSeconds() == 0) {
            return null;
        }
        return LeaseDriver.proposal(new LeaseCheckpoint(List.of(new LeaseCheckpoint.Remaining(lease.id(), 0))));
    }

    public long remainingSeconds(Lease lease, long now) {
        return leases.remainingSeconds(lease, now);
    }

    /** The flush ordered last is durable. */
    public void flushed() {
        FlushOrder done = java.util.Objects.requireNonNull(flushing, "no flush was ordered");
        flushing = null;
        stores.flushed(done.state());
        releaseLog(done.state().appliedIndex());
    }

    /** Entries up to {@code durableIndex} may go: from the log's files all, from memory but the followers' reserve. */
    private void releaseLog(long durableIndex) {
        releaseLogBefore = durableIndex + 1;
        raft.releaseLog(durableIndex);
    }

    /** Orders a flush of whatever is unflushed, at the next entry's end. */
    public void requestFlush() {
        flushWanted = true;
    }

    /** Whether the last flush has covered everything applied. */
    public boolean isFlushed() {
        return flushing == null && releaseLogBefore > applyQueue.appliedIndex();
    }

    /**
     * What must be made durable now, so that the disk works while {@link #turn} applies; a later append of the same
     * turn follows it. Null if there is nothing. The other outputs come with the turn.
     */
    public @Nullable Append persist() {
        startReads();
        if (!raft.hasOutput()) {
            return null;
        }
        Output output = raft.output();
        take(output);
        messages.addAll(output.messages());
        return output.append();
    }

    /** Handles what came in since the last turn, applying entries of at most {@code keys} keys. */
    public Turn turn(int keys) {
        Append append = persist();
        List<RevisionEvents> events = new ArrayList<>();
        boolean moreWork = apply(keys, events);
        moreWork |= compact();
        Turn turn = new Turn(
                append,
                takeMessages(),
                takeCompleted(),
                takeDoneReads(),
                events,
                orderFlush(),
                takeRelease(),
                mergeWanted,
                moreWork || raft.hasOutput());
        mergeWanted = false;
        return turn;
    }

    private List<Message> takeMessages() {
        if (messages.isEmpty()) {
            return List.of();
        }
        List<Message> taken = messages;
        messages = new ArrayList<>();
        return taken;
    }

    private List<Proposal> takeCompleted() {
        if (completed.isEmpty()) {
            return List.of();
        }
        List<Proposal> taken = completed;
        completed = new ArrayList<>();
        return taken;
    }

    private List<ReadTicket> takeDoneReads() {
        if (doneReads.isEmpty()) {
            return List.of();
        }
        List<ReadTicket> taken = doneReads;
        doneReads = new ArrayList<>();
        return taken;
    }

    private void startReads() {
        if (newReads.isEmpty()) {
            return;
        }
        List<ReadTicket> tickets = newReads;
        newReads = new ArrayList<>();
        long number = raft.readIndex();
        if (number < 0) {
            for (ReadTicket ticket : tickets) {
                ticket.fail(number == RaftCore.OVERLOADED ? StatusCode.TOO_MANY_REQUESTS : StatusCode.NO_LEADER);
            }
            doneReads.addAll(tickets);
        } else {
            reads.add(number, tickets);
        }
    }

    private void take(Output output) {
        if (leadingTerm != 0 && (raft.role() != Role.LEADER || raft.term() != leadingTerm)) {
            leadingTerm = 0;
            leases.stopLeading();
        }
        if (proposalTerm != raft.term() || raft.role() != Role.LEADER) {
            // Also those of a leader that never came to apply its own first entry: their places in the log may be taken
            // by others.
            proposals.failAll(StatusCode.LEADER_CHANGED, completed);
        }
        applyQueue.add(output.committed());
        output.reads().forEach(reads::confirmed);
        output.failedReads().forEach(failed -> reads.failed(failed, doneReads));
    }

    private boolean apply(int keys, List<RevisionEvents> events) {
        Budget budget = new Budget(keys);
        MvccStore users = stores.users();
        int before = completed.size();
        long startIndex = applyQueue.appliedIndex();
        while (!isStalled() && applyQueue.applyOne(budget, completed, events)) {
            afterEntry();
            if (budget.isSpent() || wantsFlush()) {
                break;
            }
        }
        if (applyQueue.appliedIndex() != startIndex) {
            users.publish();
            stores.messages().publish();
            raft.applied(applyQueue.appliedIndex());
            leases.takeGranted(nowNanos);
            holdCompactions(before);
        }
        reads.release(applyQueue.appliedIndex(), doneReads);
        return !applyQueue.isEmpty() && !isStalled();
    }

    /** The disk is slower than the writers: applying waits for the flush, and the lag limit tells them. */
    private boolean isStalled() {
        return flushing != null && unflushedBytes() > options.stalledBytesMax();
    }

    /** Entries count as well as records: those that change nothing fill the log all the same. */
    private long unflushedBytes() {
        return Math.max(stores.unflushedBytes(), applyQueue.unflushedBytes());
    }

    private void afterEntry() {
        if (leadingTerm != raft.term() && raft.role() == Role.LEADER && applyQueue.appliedTerm() == raft.term()) {
            leadingTerm = raft.term();
            leases.startLeading(nowNanos, hadLog);
        }
    }

    /** Holds back the replies of compactions that asked to wait. */
    private void holdCompactions(int from) {
        for (int i = from; i < completed.size(); i++) {
            Proposal proposal = completed.get(i);
            if (proposal.command().operation() instanceof CompactRequest compact
                    && compact.physical()
                    && proposal.result() != null) {
                compactions.add(proposal);
            }
        }
        if (!compactions.isEmpty()) {
            completed.removeAll(compactions);
        }
    }

    private boolean compact() {
        MvccStore users = stores.users();
        // Nothing is removed before a durable state has the compaction, so one is made for it.
        flushWanted |= flushing == null && stores.hasUndurableCompaction();
        boolean wasComplete = users.isCompactionComplete();
        boolean idle = users.compactionStep(COMPACTION_KEYS_PER_TURN);
        stores.messages().compactionStep(COMPACTION_KEYS_PER_TURN);
        if (users.isCompactionComplete()) {
            mergeWanted |= !wasComplete;
            completed.addAll(compactions);
            compactions.clear();
        }
        return !idle && !users.isCompactionWaiting();
    }

    private boolean wantsFlush() {
        return flushing == null
                && (flushWanted || unflushedBytes() >= options.memtableBytesMax())
                && applyQueue.appliedIndex() > 0;
    }

    private @Nullable FlushOrder orderFlush() {
        if (!wantsFlush() || applyQueue.isInsideEntry()) {
            return null;
        }
        flushWanted = false;
        applyQueue.freeze();
        flushing = stores.freeze(
                applyQueue.appliedIndex(),
                applyQueue.appliedTerm(),
                raft.configuration().encode());
        return flushing;
    }

    private long takeRelease() {
        if (releaseLogBefore <= reportedRelease) {
            return 0;
        }
        reportedRelease = releaseLogBefore;
        return reportedRelease;
    }

    /** Whether an entry is half applied: then nothing but its own writes may look at the unpublished state. */
    public boolean isInsideEntry() {
        return applyQueue.isInsideEntry();
    }

    /** A transaction that only reads, at the applied state. Not inside an entry. Throws KedgeException. */
    public TxnResult readTxn(TxnRequest txn) {
        return applyQueue.readTxn(txn);
    }

    /** Entries that are committed and not applied, for the lag metric. */
    public long applyLag() {
        return raft.commitIndex() - applyQueue.appliedIndex();
    }
}
