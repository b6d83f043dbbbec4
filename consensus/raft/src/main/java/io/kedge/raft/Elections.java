/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.quorum.VoteResult;

/** Campaigns, votes and the timers of every role. */
final class Elections {
    private final RaftState state;
    private final Roles roles;
    private final Leadership leadership;
    private final Replication replication;
    private final Appends appends;

    Elections(RaftState state, Roles roles, Leadership leadership, Replication replication, Appends appends) {
        this.state = state;
        this.roles = roles;
        this.leadership = leadership;
        this.replication = replication;
        this.appends = appends;
    }

    void tick() {
        state.electionElapsed++;
        if (state.isLeader()) {
            tickLeader();
        } else if (roles.electionTimedOut()) {
            state.electionElapsed = 0;
            leaderUnheard();
        }
    }

    /** Who cannot win, as a learner, forgets the leader all the same: it must not go on to protect it from others. */
    private void leaderUnheard() {
        if (mayCampaign()) {
            campaign();
        } else if (state.leaderId != 0) {
            roles.becomeFollower(state.term, 0);
        }
    }

    private void tickLeader() {
        int electionTicks = state.options.electionTicks();
        // A leader whose disk hangs must not hold the group by its heartbeats. Alone, there is nobody to make way for.
        if (appends.stalledFor(electionTicks) && !state.quorum.isSingleVoter()) {
            roles.becomeFollower(state.term, 0);
            return;
        }
        if (state.electionElapsed >= electionTicks) {
            state.electionElapsed = 0;
            leadership.transferTarget = 0;
            if (!leadership.quorumHeardAndReset() && state.options.checkQuorum()) {
                roles.becomeFollower(state.term, 0);
                return;
            }
        }
        if (++leadership.heartbeatElapsed >= state.options.heartbeatTicks()) {
            leadership.heartbeatElapsed = 0;
            replication.sendHeartbeats();
        }
    }

    /** Starts an election if this member may win one; with pre-vote it first asks. */
    void campaign() {
        if (mayCampaign()) {
            if (state.options.preVote()) {
                preCampaign();
            } else {
                campaignForReal(false);
            }
        }
    }

    /** The leader hands over: no pre-vote, and voters do not protect the leader they hear. */
    void campaignForTransfer() {
        if (mayCampaign()) {
            campaignForReal(true);
        }
    }

    private boolean mayCampaign() {
        return !state.isLeader()
                && state.isVoter()
                && !appends.stalledFor(state.options.electionTicks())
                && !hasUnappliedConfigurations();
    }

    /** Configurations count when applied: a member that lags behind a committed one must not win by an old quorum. */
    private boolean hasUnappliedConfigurations() {
        for (long i = state.applied + 1; i <= state.commit; i++) {
            if (state.log.entry(i).type() == EntryType.CONFIGURATION) {
                return true;
            }
        }
        return false;
    }

    private void preCampaign() {
        roles.becomePreCandidate();
        requestVotes(state.term + 1, true, false);
        recordVote(state.id, true);
    }

    /** Nothing leaves and the own vote does not count before term and vote are durable. */
    private void campaignForReal(boolean transfer) {
        roles.becomeCandidate();
        requestVotes(state.term, false, transfer);
    }

    private void requestVotes(long term, boolean preVote, boolean transfer) {
        for (long id : state.configuration.members()) {
            if (id != state.id && state.configuration.isVoter(id)) {
                appends.sendWhenTermDurable(new Message.VoteRequest(
                        state.id, id, term, preVote, transfer, state.log.lastIndex(), state.log.lastTerm()));
            }
        }
    }

    /** Called after every completed append. */
    void onDurable() {
        if (state.role == Role.CANDIDATE && appends.ownVoteDurable()) {
            recordVote(state.id, true);
        }
    }

    void onVoteResponse(Message.VoteResponse response) {
        boolean pre = response.preVote() && state.role == Role.PRE_CANDIDATE;
        boolean real = !response.preVote() && state.role == Role.CANDIDATE;
        // A pre-vote is granted for the term the candidate would take, refused with the voter's own.
        boolean forThisElection = !pre || !response.granted() || response.term() == state.term + 1;
        if ((pre || real) && forThisElection) {
            recordVote(response.from(), response.granted());
        }
    }

    private void recordVote(long from, boolean granted) {
        roles.votes.putIfAbsent(from, granted);
        VoteResult result = state.quorum.voteResult(roles.votes);
        if (result == VoteResult.LOST) {
            roles.becomeFollower(state.term, 0);
        } else if (result == VoteResult.WON) {
            if (state.role == Role.PRE_CANDIDATE) {
                campaignForReal(false);
            } else {
                roles.becomeLeader();
                replication.advanceCommit();
            }
        }
    }

    /** A learner votes when asked: the candidate may know a configuration in which it is a voter. */
    void onVoteRequest(Message.VoteRequest request) {
        boolean free = state.votedFor == 0 && state.leaderId == 0;
        boolean mayVote =
                state.votedFor == request.from() || free || (request.preVote() && request.term() > state.term);
        boolean granted = mayVote && state.log.isAtMost(request.lastIndex(), request.lastTerm());
        long answerTerm = granted ? request.term() : state.term;
        Message.VoteResponse response =
                new Message.VoteResponse(state.id, request.from(), answerTerm, request.preVote(), granted);
        if (granted && !request.preVote()) {
            state.electionElapsed = 0;
            state.votedFor = request.from();
            appends.sendWhenDurable(response);
        } else {
            appends.sendWhenTermDurable(response);
        }
    }

    /** Whether a vote must be refused unheard: a leader was heard within an election timeout (dissertation 4.2.3). */
    boolean protectsLeader(Message.VoteRequest request) {
        return !request.transfer()
                && state.options.checkQuorum()
                && state.leaderId != 0
                && state.electionElapsed < state.options.electionTicks();
    }
}
