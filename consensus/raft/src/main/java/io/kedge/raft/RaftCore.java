/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;
import io.kedge.raft.progress.Progress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Raft core of one member: a deterministic state machine (see the package for the caller's loop). Not safe for
 * concurrent use. Any exception it throws means that the replica must stop.
 */
public final class RaftCore {
    /** This member does not lead; ask {@link #leaderId()}. */
    public static final long NOT_LEADER = -1;
    /** A limit on bytes or reads is reached; nothing was taken. */
    public static final long OVERLOADED = -2;
    /** Leadership is being handed over; nothing was taken. */
    public static final long TRANSFERRING = -3;
    /** No leader is known that could confirm a read. */
    public static final long NO_LEADER = -4;
    /** Another change is not applied yet, or the leader has not committed in its term yet. */
    public static final long CHANGE_PENDING = -5;
    /** The change does not lead to a legal configuration. */
    public static final long CHANGE_REFUSED = -6;

    private final RaftState state;
    private final Appends appends;
    private final Leadership leadership;
    private final ReadQueue reads;
    private final Replication replication;
    private final Roles roles;
    private final Elections elections;
    private final FollowerLog followerLog;
    private final Membership membership;

    private Role reportedRole;
    private long reportedLeader;
    private long reportedTerm;

    public RaftCore(RaftOptions options, RecoveredLog recovered) {
        state = new RaftState(options, recovered);
        appends = new Appends(state, recovered.hardState());
        leadership = new Leadership(state);
        reads = new ReadQueue(state, leadership);
        SnapshotMark durable =
                new SnapshotMark(state.applied, state.log.term(state.applied), recovered.configuration());
        replication = new Replication(state, leadership, reads, durable);
        roles = new Roles(state, leadership, reads);
        elections = new Elections(state, roles, leadership, replication, appends);
        followerLog = new FollowerLog(state, roles, appends);
        membership = new Membership(state, leadership, replication, reads, roles);
        reportedRole = state.role;
        reportedTerm = state.term;
    }

    /** One unit of time has passed. */
    public void tick() {
        state.now++;
        elections.tick();
        reads.tick();
    }

    /** A message of a peer arrived. Messages to somebody else are ignored. */
    public void step(Message message) {
        if (message.to() != state.id || message.from() == state.id) {
            return;
        }
        if (message.term() > state.term) {
            if (!entersHigherTerm(message)) {
                return;
            }
        } else if (message.term() < state.term) {
            answerLowerTerm(message);
            return;
        }
        dispatch(message);
    }

    /** Adopts a later term where the message asserts one; false if the message must be ignored. */
    private boolean entersHigherTerm(Message message) {
        if (message instanceof Message.VoteRequest request) {
            if (elections.protectsLeader(request)) {
                return false;
            }
            if (request.preVote()) {
                return true;
            }
        }
        if (message instanceof Message.VoteResponse response && response.preVote() && response.granted()) {
            return true;
        }
        boolean fromLeader = message instanceof Message.AppendEntries
                || message instanceof Message.Heartbeat
                || message instanceof Message.SnapshotOffer
                || message instanceof Message.TimeoutNow;
        roles.becomeFollower(message.term(), fromLeader ? message.from() : 0);
        return true;
    }

    /**
     * A sender that is behind learns the term where silence could last for ever: a leader whom check-quorum or pre-vote
     * keeps us from deposing, and a pre-candidate whose log we need.
     */
    private void answerLowerTerm(Message message) {
        long session = -1;
        if (message instanceof Message.AppendEntries append) {
            session = append.session();
        } else if (message instanceof Message.Heartbeat heartbeat) {
            session = heartbeat.session();
        } else if (message instanceof Message.SnapshotOffer offer) {
            session = offer.session();
        }
        if (session >= 0 && (state.options.checkQuorum() || state.options.preVote())) {
            appends.sendWhenTermDurable(
                    new Message.AppendResponse(state.id, message.from(), state.term, session, true, 0, 0, 0));
        } else if (message instanceof Message.VoteRequest request && request.preVote()) {
            appends.sendWhenTermDurable(new Message.VoteResponse(state.id, request.from(), state.term, true, false));
        }
    }

    private void dispatch(Message message) {
        if (message instanceof Message.AppendEntries m) {
            followerLog.onAppendEntries(m);
        } else if (message instanceof Message.Heartbeat m) {
            followerLog.onHeartbeat(m);
        } else if (message instanceof Message.SnapshotOffer m) {
            followerLog.onSnapshotOffer(m);
        } else if (message instanceof Message.VoteRequest m) {
            elections.onVoteRequest(m);
        } else if (message instanceof Message.VoteResponse m) {
            elections.onVoteResponse(m);
        } else if (message instanceof Message.TimeoutNow) {
            elections.campaignForTransfer();
        } else if (message instanceof Message.ReadIndexRequest m) {
            reads.onRequest(m);
        } else if (message instanceof Message.ReadIndexResponse m) {
            reads.onResponse(m);
        } else if (state.isLeader()) {
            dispatchToLeader(message);
        }
    }

    private void dispatchToLeader(Message message) {
        if (message instanceof Message.AppendResponse m) {
            replication.onAppendResponse(m);
        } else if (message instanceof Message.HeartbeatResponse m) {
            replication.onHeartbeatResponse(m);
        } else if (message instanceof Message.SnapshotResponse m) {
            replication.onSnapshotResponse(m);
        }
    }

    /** Starts an election now instead of after silence; does nothing where this member may not win one. */
    public void campaign() {
        elections.campaign();
    }

    /**
     * Appends a command at the leader. The bytes are kept, not copied.
     *
     * @return the index assigned, or {@link #NOT_LEADER}, {@link #OVERLOADED}, {@link #TRANSFERRING}
     */
    public long propose(byte[] data) {
        long refusal = refusal(data.length);
        return refusal != 0 ? refusal : leadership.append(EntryType.NORMAL, data);
    }

    /**
     * Proposes other members at the leader.
     *
     * @return the index assigned, or one of the refusals of {@link #propose}, {@link #CHANGE_PENDING},
     *     {@link #CHANGE_REFUSED}
     */
    public long proposeConfiguration(ConfigurationChange change) {
        long refusal = refusal(change.context().length);
        return refusal != 0 ? refusal : membership.propose(change);
    }

    private long refusal(int sizeBytes) {
        if (!state.isLeader()) {
            return NOT_LEADER;
        }
        if (leadership.transferTarget != 0) {
            return TRANSFERRING;
        }
        // Something is always let in, however large: else it could never be.
        boolean full = leadership.uncommittedBytes + sizeBytes > state.options.maxUncommittedBytes();
        return full && leadership.uncommittedBytes > 0 ? OVERLOADED : 0;
    }

    /**
     * Asks for an index that, once applied, makes a read linearizable. The answer comes as {@link Output#reads} or
     * {@link Output#failedReads}; a follower forwards to the leader.
     *
     * @return the read's number, rising and above 0, or {@link #NO_LEADER}, {@link #OVERLOADED}
     */
    public long readIndex() {
        return reads.add();
    }

    /**
     * Whether reads are linearizable at once: this member is the only voter, leads, has committed in its term, and no
     * other configuration is under way.
     */
    public boolean readsWithoutRound() {
        return state.isLeader()
                && state.quorum.isSingleVoter()
                && leadership.ownTermCommitted
                && !membership.isPending();
    }

    /** Append {@code appendId}, and with it all before, is durable. Repeats and stale ids say nothing. */
    public void persisted(long appendId) {
        if (!appends.completed(appendId)) {
            return;
        }
        if (state.isLeader()) {
            replication.advanceCommit();
        } else {
            elections.onDurable();
        }
    }

    /** The application has applied everything delivered up to {@code index}. */
    public void applied(long index) {
        Invariant.check(index <= state.delivered, "applied what was not delivered", index, state.delivered);
        Invariant.check(index >= state.applied, "applied backwards", index, state.applied);
        state.applied = index;
        membership.applied(index);
    }

    /** Puts a committed configuration entry into effect, in its turn, before {@link #applied} reaches it. */
    public Configuration applyConfiguration(LogEntry entry) {
        return membership.apply(entry);
    }

    /** Passes over a committed configuration entry that the application refuses, as every member does. */
    public void skipConfiguration(LogEntry entry) {
        membership.skip(entry);
    }

    /** Hands leadership to another voter; given up after an election timeout. Ignored unless leader. */
    public void transferLeadership(long memberId) {
        Progress target = leadership.peer(memberId);
        if (target != null && state.configuration.voters().contains(memberId)) {
            leadership.transferTarget = memberId;
            state.electionElapsed = 0;
            leadership.sendDue = true;
            replication.handOver(memberId, target);
        }
    }

    /** The member that leadership is being handed to, 0 for none. */
    public long transferTarget() {
        return leadership.transferTarget;
    }

    /** Highest index that {@code memberId} is known to hold durably; 0 unless leader, or for a stranger. */
    public long matchIndex(long memberId) {
        return leadership.durableIndexOf(memberId);
    }

    /** Whether a configuration change is under way that another one must wait for. */
    public boolean isConfigurationPending() {
        return membership.isPending() || !leadership.ownTermCommitted;
    }

    public boolean hasOutput() {
        return !state.outbox.isEmpty()
                || appends.hasWork()
                || replication.hasWork()
                || state.deliverable() > state.delivered
                || leadershipChanged();
    }

    /** Takes and clears everything that is to be done. */
    public Output output() {
        replication.flush();
        Append append = appends.next();
        List<LogEntry> committed = state.log.slice(state.delivered + 1, state.deliverable());
        for (LogEntry entry : committed) {
            if (entry.type() == EntryType.CONFIGURATION) {
                membership.delivered(entry.index());
            }
        }
        state.delivered = Math.max(state.delivered, state.deliverable());
        boolean changed = leadershipChanged();
        reportedRole = state.role;
        reportedLeader = state.leaderId;
        reportedTerm = state.term;
        return new Output(
                append,
                state.outbox.takeMessages(),
                committed,
                state.outbox.takeReads(),
                state.outbox.takeFailedReads(),
                state.outbox.takeOffers(),
                changed);
    }

    private boolean leadershipChanged() {
        return reportedRole != state.role || reportedLeader != state.leaderId || reportedTerm != state.term;
    }

    /**
     * A durable state of the application covers entries up to {@code upToIndex}, at most the applied one. The newest of
     * them stay in memory for slow followers, within the reserve; whoever needs older ones gets a snapshot.
     */
    public void releaseLog(long upToIndex) {
        Invariant.check(upToIndex <= state.applied, "release of what is not applied", upToIndex, state.applied);
        if (upToIndex < state.log.firstIndex()) {
            return;
        }
        replication.snapshotAvailable(
                new SnapshotMark(upToIndex, state.log.term(upToIndex), membership.releaseUpTo(upToIndex)));
        state.log.release(upToIndex, state.options.reserveEntries(), state.options.reserveBytes());
    }

    /**
     * The application's durable state was replaced by a snapshot that a leader offered. Entries that contradict it are
     * dropped with all behind them, its configuration is in effect. Ignored if it is older than what is applied.
     */
    public void adoptSnapshot(SnapshotMark mark) {
        if (mark.index() <= state.applied) {
            followerLog.snapshotObsolete();
            return;
        }
        if (mark.term() > state.term) {
            // It was made after the offer, in a later term: a log must not hold entries of a term after its own.
            roles.becomeFollower(mark.term(), 0);
        }
        followerLog.adopt(mark);
        membership.adopt(mark);
        replication.snapshotAvailable(mark);
    }

    /** The offered snapshot could not be fetched or installed; the leader will offer again. */
    public void snapshotFailed() {
        followerLog.snapshotFailed();
    }

    /** The transport lost messages to {@code memberId}. */
    public void reportUnreachable(long memberId) {
        replication.unreachable(memberId);
    }

    public long memberId() {
        return state.id;
    }

    public long term() {
        return state.term;
    }

    public Role role() {
        return state.role;
    }

    /** 0 = unknown. */
    public long leaderId() {
        return state.leaderId;
    }

    public long commitIndex() {
        return state.commit;
    }

    public long firstIndex() {
        return state.log.firstIndex();
    }

    public long lastIndex() {
        return state.log.lastIndex();
    }

    /** Everything up to here survives a crash of this member. */
    public long durableIndex() {
        return state.log.durableIndex();
    }

    public long appliedIndex() {
        return state.applied;
    }

    /** As of the applied index. */
    public Configuration configuration() {
        return state.configuration;
    }

    /** The entry at {@code index}, between first and last index. */
    public LogEntry entry(long index) {
        return state.log.entry(index);
    }

    public Status status() {
        Map<Long, PeerStatus> peers = new TreeMap<>();
        leadership
                .peers()
                .forEach((id, peer) -> peers.put(
                        id,
                        new PeerStatus(
                                peer.match(),
                                peer.next(),
                                peer.state(),
                                peer.isRecentlyActive(),
                                peer.inflights().count(),
                                peer.inflights().bytes())));
        return new Status(
                state.id,
                state.term,
                state.votedFor,
                state.role,
                state.leaderId,
                state.log.firstIndex(),
                state.log.lastIndex(),
                state.log.durableIndex(),
                state.commit,
                state.applied,
                leadership.transferTarget,
                state.configuration,
                peers);
    }
}
