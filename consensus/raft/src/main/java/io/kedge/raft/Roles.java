/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import java.util.Map;
import java.util.TreeMap;

/** The transitions between roles, each in one method. */
final class Roles {
    private static final byte[] OPENS_TERM = {};

    private final RaftState state;
    private final Leadership leadership;
    private final ReadQueue reads;
    /** Answers to the running election, by voter. */
    final Map<Long, Boolean> votes = new TreeMap<>();

    private int electionTimeoutTicks;

    Roles(RaftState state, Leadership leadership, ReadQueue reads) {
        this.state = state;
        this.leadership = leadership;
        this.reads = reads;
        resetElectionTimer();
    }

    /** Enters {@code term}, or leaves a role within the term; {@code leader} 0 = unknown. */
    void becomeFollower(long term, long leader) {
        Invariant.check(term >= state.term, "terms must not fall", term, state.term);
        leave();
        if (term > state.term) {
            state.term = term;
            state.votedFor = 0;
            state.verified = 0;
        }
        state.role = Role.FOLLOWER;
        state.leaderId = leader;
    }

    void becomePreCandidate() {
        Invariant.check(!state.isLeader(), "a leader does not campaign", state.term, state.id);
        leave();
        state.role = Role.PRE_CANDIDATE;
        state.leaderId = 0;
    }

    void becomeCandidate() {
        Invariant.check(!state.isLeader(), "a leader does not campaign", state.term, state.id);
        leave();
        state.term++;
        state.votedFor = state.id;
        state.verified = 0;
        state.role = Role.CANDIDATE;
        state.leaderId = 0;
    }

    /** Opens the term with an empty entry (dissertation 6.4): what came before commits with it. */
    void becomeLeader() {
        Invariant.check(state.role == Role.CANDIDATE, "only a candidate wins", state.term, state.id);
        leave();
        state.role = Role.LEADER;
        state.leaderId = state.id;
        leadership.begin();
        leadership.append(EntryType.NORMAL, OPENS_TERM);
    }

    /** Whether a follower has waited long enough to campaign. */
    boolean electionTimedOut() {
        return state.electionElapsed >= electionTimeoutTicks;
    }

    private void leave() {
        votes.clear();
        leadership.clear();
        reads.leadershipLost();
        resetElectionTimer();
    }

    private void resetElectionTimer() {
        state.electionElapsed = 0;
        int election = state.options.electionTicks();
        electionTimeoutTicks = election + state.random.nextInt(election);
    }
}
