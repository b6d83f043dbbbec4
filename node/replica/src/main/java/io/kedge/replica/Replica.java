/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Command;
import io.kedge.model.KedgeException;
import io.kedge.model.MemberChange;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.model.format.CommandCodec;
import io.kedge.raft.Append;
import io.kedge.raft.Message;
import io.kedge.raft.Output;
import io.kedge.raft.RaftCore;
import io.kedge.raft.Role;
import io.kedge.raft.SnapshotMark;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.StoreState;
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
 *
 * <p>Order of a snapshot's installation, each step beginning after the one before it: {@link #beginInstall} stops
 * applying and flushing; the storage thread, behind any flush ordered before, makes the image current in the backend
 * (files forced, then the manifest replaced) and loads {@link Stores} from it; {@link #installed} swaps them in and
 * gives out, in the next turn, the append that resets the log; when that is durable the leader hears of it. A crash
 * before the manifest is replaced leaves the old state with its log; after it, the new state, whose {@link
 * StoreState#installedIndex} tells recovery to reset a log that does not reach it.
 */
public final class Replica {

    private static final int APPLY_LAG_MAX = 5_000;

    private final ReplicaOptions options;
    private final RaftCore raft;
    private final Proposals proposals;
    private final ReadTable reads;
    private final ApplyQueue applyQueue;
    private final LeaseDriver leases;
    private final MemberRules memberRules;
    private final PeerActivity activity;
    private final LeaderMoves moves;
    private final Flushes flushes;
    private final Compactions compactions;
    private Stores stores;

    private List<Message> messages = new ArrayList<>();
    private List<Message.SnapshotOffer> offers = List.of();
    private final List<ReadTicket> confirmedCalls = new ArrayList<>();
    private long leadingTerm;
    private long reportedMembers;

    private long nowNanos;

    /**
     * Takes over a loaded store and a recovered core; nothing happens before the first {@link #tick} or {@link
     * #campaign}.
     */
    private Replica(ReplicaOptions options, ClusterOptions cluster, RaftCore raft, Stores stores) {
        this.options = options;
        this.raft = raft;
        this.stores = stores;
        this.memberRules = new MemberRules(cluster, raft);
        this.activity = new PeerActivity(2 * options.electionTimeoutNanos());
        this.moves = new LeaderMoves(raft, 2 * options.electionTimeoutNanos());
        this.proposals = new Proposals(
                raft, options, cluster, this::check, stores.loaded().appliedTerm());
        this.reads = new ReadTable(raft, options.pendingReadsMax());
        this.applyQueue = new ApplyQueue(raft, stores, proposals);
        this.flushes = new Flushes(options, raft, applyQueue, stores);
        this.compactions = new Compactions(proposals, flushes);
        this.leases = new LeaseDriver(
                stores.system().leases(), options, proposal -> proposals.proposeHere(proposal, nowNanos));
        this.reportedMembers = stores.system().members().version();
    }

    /** A replica that is alone for now. */
    public static Replica open(ReplicaOptions options, RaftCore raft, Backend backend) throws IOException {
        return open(options, ClusterOptions.of(List.of(), 0), raft, backend);
    }

    /** Loads the store; blocks. The core must have been recovered at the backend's applied index. */
    public static Replica open(ReplicaOptions options, ClusterOptions cluster, RaftCore raft, Backend backend)
            throws IOException {
        long applied = backend.state().appliedIndex();
        if (raft.appliedIndex() != applied) {
            throw new IllegalArgumentException(
                    "the log was recovered at " + raft.appliedIndex() + ", the store at " + applied);
        }
        return new Replica(options, cluster, raft, new Stores(backend, options, cluster.bootMembers()));
    }

    private void check(MemberChange change) {
        memberRules.check(change, stores.system().members(), this::isActive);
    }

    private boolean isActive(long member) {
        return activity.isActive(member, nowNanos);
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

    /**
     * It is {@code now}, for all that comes before the next time is told. Who renews a lease is answered in a turn, so
     * each turn is told its own time: by an older one the lease would end too early.
     */
    public void at(long now) {
        nowNanos = now;
    }

    /** One tick of the Raft clock; {@code now} is monotonic. */
    public void tick(long now) {
        nowNanos = now;
        raft.tick();
        proposals.expire(now);
        reads.tick(now);
        ExpiryRound round = leases.tick(now, readsWithoutRound());
        if (round != null) {
            reads.add(round, now + options.requestTimeoutNanos());
        }
    }

    /** A peer's message; one of a removed member is not heard. */
    public void step(Message message) {
        if (!stores.system().members().isRemoved(message.from())) {
            activity.heard(message.from(), nowNanos);
            raft.step(message);
        }
    }

    /** The transport lost messages to {@code memberId}. */
    public void unreachable(long memberId) {
        raft.reportUnreachable(memberId);
    }

    /** The log has made {@code Append} number {@code appendId} durable. */
    public void persisted(long appendId) {
        raft.persisted(appendId);
    }

    /**
     * Takes a write; its outcome comes in a later turn's {@code completed}. Where this member does not lead it goes to
     * the leader; while there is none, or another one is being made leader, it waits.
     */
    public void propose(Proposal proposal, long now) {
        nowNanos = now;
        proposals.propose(proposal, isOverloaded(), now);
    }

    /** Takes a write that member {@code from} sent: the fields of its {@link Forward}. */
    public void proposeForwarded(long from, long term, long sequence, byte[] command, long now) {
        nowNanos = now;
        if (!stores.system().members().isRemoved(from)) {
            proposals.proposeForwarded(from, term, sequence, command, isOverloaded(), now);
        }
    }

    /** A leader has refused the write that was sent with {@code sequence}. */
    public void forwardRefused(long sequence, StatusCode reason) {
        proposals.forwardRefused(sequence, reason);
    }

    private boolean isOverloaded() {
        return applyLag() > APPLY_LAG_MAX;
    }

    /**
     * Takes a linearizable read, or a {@link LeaseCall}; all that arrive in one turn share a round. Without a leader it
     * waits.
     */
    public void read(ReadTicket ticket) {
        reads.add(ticket, nowNanos + options.requestTimeoutNanos());
    }

    /** Hands leadership over if this member leads; the move comes back in {@link PeerTurn#moves}. */
    public void moveLeader(LeaderMove move, long now) {
        nowNanos = now;
        moves.start(move, this::isActive, now);
    }

    /** Whether a learner is in sync with this leader's log so far that it may be promoted. */
    public boolean isInSync(long learner) {
        return raft.role() == Role.LEADER && memberRules.isInSync(learner);
    }

    /** Whether {@code member} was heard lately; at the leader. */
    public boolean isHeard(long member) {
        return isActive(member);
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
        if (!lease.hasCheckpoint()) {
            return null;
        }
        Command clearing = LeaseDriver.clearing(lease);
        return new Proposal(clearing, CommandCodec.encode(clearing));
    }

    public long remainingSeconds(Lease lease, long now) {
        return leases.remainingSeconds(lease, now);
    }

    /** The flush ordered last is durable. */
    public void flushed() {
        flushes.done();
    }

    /**
     * Stops applying and flushing until {@link #installed} or {@link #installFailed}, because an image at {@code state}
     * is about to be made current in the backend, behind the flush that may be under way. False if it is not newer than
     * what is applied: then the leader is told, and the image is to be forgotten.
     */
    public boolean beginInstall(StoreState state) {
        if (state.appliedIndex() <= applyQueue.appliedIndex()) {
            raft.adoptSnapshot(mark(state));
            return false;
        }
        flushes.pause();
        return true;
    }

    /** The image is durable and current, {@code loaded} from it: they take the place of all that was. */
    public void installed(Stores loaded, long now) {
        nowNanos = now;
        flushes.replaceStores(loaded);
        StoreState state = loaded.loaded();
        stores = loaded;
        applyQueue.replaceStores(loaded);
        proposals.snapshotInstalled(state.appliedTerm());
        compactions.answerHeld();
        leases.replaced(loaded.system().leases());
        leadingTerm = 0;
        reportedMembers = -1;
        raft.adoptSnapshot(mark(state));
        afterEntry();
    }

    /** The offered image could not be fetched, or not be made current: everything goes on as before. */
    public void installFailed() {
        flushes.resume();
        raft.snapshotFailed();
    }

    private static SnapshotMark mark(StoreState state) {
        return new SnapshotMark(state.appliedIndex(), state.appliedTerm(), Configuration.decode(state.configuration()));
    }

    /** Orders a flush of whatever is unflushed, at the next entry's end. */
    public void requestFlush() {
        flushes.request();
    }

    /** Whether the last flush has covered everything applied. */
    public boolean isFlushed() {
        return flushes.coversAll();
    }

    /**
     * What must be made durable now, so that the disk works while {@link #turn} applies; a later append of the same
     * turn follows it. Null if there is nothing. The other outputs come with the turn.
     */
    public @Nullable Append persist() {
        if (proposals.isWaiting()) {
            proposals.retry();
        }
        reads.start();
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
        moreWork |= compactions.step(stores);
        if (proposals.isWaiting()) {
            proposals.retry();
        }
        Turn turn = new Turn(
                append,
                takeMessages(),
                proposals.takeCompleted(),
                reads.takeDone(),
                events,
                flushes.order(),
                flushes.takeRelease(),
                compactions.takeMergeWanted(),
                takePeers(),
                moreWork || raft.hasOutput());
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

    private PeerTurn takePeers() {
        if (!moves.isEmpty()) {
            moves.check(nowNanos);
        }
        long members = stores.system().members().version();
        List<Forward> forwards = proposals.takeForwards();
        List<ForwardRefused> refusals = proposals.takeRefusals();
        List<LeaderMove> moved = moves.takeDone();
        boolean membersChanged = members != reportedMembers;
        if (forwards.isEmpty() && refusals.isEmpty() && offers.isEmpty() && moved.isEmpty() && !membersChanged) {
            return PeerTurn.NONE;
        }
        List<Message.SnapshotOffer> offered = offers;
        offers = List.of();
        reportedMembers = members;
        boolean removed = membersChanged && stores.system().members().isRemoved(raft.memberId());
        return new PeerTurn(forwards, refusals, offered, moved, membersChanged, removed);
    }

    private void take(Output output) {
        if (leadingTerm != 0 && (raft.role() != Role.LEADER || raft.term() != leadingTerm)) {
            leadingTerm = 0;
            leases.stopLeading();
        }
        if (raft.role() == Role.LEADER) {
            proposals.leads(raft.term());
        }
        applyQueue.add(output.committed());
        output.reads().forEach(reads::confirmed);
        output.failedReads().forEach(reads::failed);
        if (!output.snapshotOffers().isEmpty()) {
            offers = output.snapshotOffers();
        }
    }

    private boolean apply(int keys, List<RevisionEvents> events) {
        Budget budget = new Budget(keys);
        MvccStore users = stores.users();
        int before = proposals.completed().size();
        long startIndex = applyQueue.appliedIndex();
        while (!isHeldUp() && applyQueue.applyOne(budget, events)) {
            afterEntry();
            if (budget.isSpent() || flushes.isDue()) {
                break;
            }
        }
        if (applyQueue.appliedIndex() != startIndex) {
            users.publish();
            stores.messages().publish();
            raft.applied(applyQueue.appliedIndex());
            leases.takeGranted(nowNanos);
            compactions.hold(before);
        }
        reads.release(applyQueue.appliedIndex(), confirmedCalls);
        if (!confirmedCalls.isEmpty()) {
            answerCalls();
        }
        return !applyQueue.isEmpty() && !isHeldUp();
    }

    /** Leadership is confirmed since these arrived: renewals are taken first, then what has still expired ends. */
    private void answerCalls() {
        boolean leads = leadingTerm != 0 && leadingTerm == raft.term() && raft.role() == Role.LEADER;
        for (ReadTicket call : confirmedCalls) {
            if (call instanceof LeaseCall leaseCall && leads) {
                leases.answer(leaseCall, stores.users().published(), nowNanos, reads::answered);
            } else if (!leads) {
                call.fail(StatusCode.NOT_LEADER);
                reads.answered(call);
            }
        }
        for (ReadTicket call : confirmedCalls) {
            if (call instanceof ExpiryRound) {
                leases.confirmed(call, leads, nowNanos);
            }
        }
        confirmedCalls.clear();
    }

    private boolean isHeldUp() {
        return flushes.isPaused() || flushes.isStalled();
    }

    private void afterEntry() {
        if (leadingTerm != raft.term() && raft.role() == Role.LEADER && applyQueue.appliedTerm() == raft.term()) {
            leadingTerm = raft.term();
            leases.startLeading(nowNanos);
        }
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
