/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import io.kedge.raft.membership.Configuration;
import io.kedge.raft.quorum.JointConfig;
import java.util.SplittableRandom;

/** The state every concern of one member shares. Invariant: applied <= delivered <= min(commit, durable). */
final class RaftState {
    final RaftOptions options;
    final long id;
    final RaftLog log;
    final Outbox outbox = new Outbox();
    final SplittableRandom random;

    long term;
    long votedFor;
    Role role = Role.FOLLOWER;
    /** 0 = unknown. */
    long leaderId;

    long commit;
    /** Last entry handed out as committed. */
    long delivered;

    long applied;
    /** Up to where the log is known to equal that of this term's leader; kept by followers, 0 in a new term. */
    long verified;

    Configuration configuration;
    JointConfig quorum;

    /** Ticks since the start. */
    long now;
    /** Ticks since the leader was heard or a vote given; at a leader since the last quorum check. */
    int electionElapsed;

    RaftState(RaftOptions options, RecoveredLog recovered) {
        this.options = options;
        id = options.memberId();
        random = new SplittableRandom(options.seed());
        log = new RaftLog(recovered.snapshotIndex(), recovered.snapshotTerm(), recovered.entries());
        HardState hard = recovered.hardState();
        term = hard.term();
        votedFor = hard.votedFor();
        applied = recovered.appliedIndex();
        delivered = applied;
        commit = Math.max(hard.commit(), applied);
        Invariant.check(commit <= log.lastIndex(), "the log lost committed entries", commit, log.lastIndex());
        Invariant.check(recovered.snapshotIndex() <= applied, "applied before the snapshot", applied, commit);
        Invariant.check(log.lastTerm() <= term, "entries of a term after the hard state's", log.lastTerm(), term);
        configuration = recovered.configuration();
        quorum = configuration.quorum();
    }

    boolean isLeader() {
        return role == Role.LEADER;
    }

    boolean isVoter() {
        return configuration.isVoter(id);
    }

    /** What may be handed out as committed: known committed and safe from a crash here. */
    long deliverable() {
        return Math.min(commit, log.durableIndex());
    }

    void switchConfiguration(Configuration next) {
        configuration = next;
        quorum = next.quorum();
    }
}
