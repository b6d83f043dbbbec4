/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import org.jspecify.annotations.Nullable;

/**
 * The follower's side of replication: takes what the leader sends and says, once it is durable, how far it has come.
 */
final class FollowerLog {
    private final RaftState state;
    private final Roles roles;
    private final Appends appends;
    /** The offer whose snapshot the application is fetching. */
    private Message.@Nullable SnapshotOffer offer;

    FollowerLog(RaftState state, Roles roles, Appends appends) {
        this.state = state;
        this.roles = roles;
        this.appends = appends;
    }

    void onAppendEntries(Message.AppendEntries message) {
        follow(message.from());
        if (state.configuration.members().isEmpty()) {
            rejectJoining(message);
            return;
        }
        long prevIndex = message.prevIndex();
        if (prevIndex < state.commit) {
            // Old news: up to the commit index the logs agree by definition.
            accept(message, state.commit);
            return;
        }
        if (!state.log.matches(prevIndex, message.prevTerm())) {
            reject(message);
            return;
        }
        takeEntries(message);
        long lastNew = prevIndex + message.entries().size();
        state.verified = Math.max(state.verified, lastNew);
        state.commit = Math.max(state.commit, Math.min(message.commit(), lastNew));
        accept(message, lastNew);
    }

    private void takeEntries(Message.AppendEntries message) {
        long expected = message.prevIndex();
        for (LogEntry entry : message.entries()) {
            Invariant.check(entry.index() == ++expected, "gap in an append", entry.index(), expected);
            Invariant.check(entry.term() <= message.term(), "entry of a later term", entry.term(), message.term());
            if (entry.index() <= state.log.lastIndex()) {
                if (state.log.matches(entry.index(), entry.term())) {
                    continue;
                }
                Invariant.check(
                        entry.index() > state.commit, "conflict below the commit index", entry.index(), state.commit);
                state.log.truncateFrom(entry.index());
                appends.truncatedFrom(entry.index());
            }
            state.log.append(entry);
        }
    }

    void onHeartbeat(Message.Heartbeat message) {
        follow(message.from());
        // Only entries known to be this leader's may commit: a log that was lost and refilled could differ below.
        state.commit = Math.max(state.commit, Math.min(message.commit(), state.verified));
        appends.sendWhenTermDurable(new Message.HeartbeatResponse(
                state.id,
                message.from(),
                state.term,
                message.session(),
                message.readNumber(),
                Math.max(state.verified, state.commit)));
    }

    void onSnapshotOffer(Message.SnapshotOffer message) {
        follow(message.from());
        if (message.index() <= state.commit && !state.configuration.members().isEmpty()) {
            answer(message, false, state.commit);
        } else {
            offer = message;
            state.outbox.offered(message);
        }
    }

    /** The application's durable state now is the snapshot at {@code mark}. */
    void adopt(SnapshotMark mark) {
        if (!state.log.matches(mark.index(), mark.term())) {
            Invariant.check(
                    mark.index() > state.commit, "snapshot contradicts committed entries", mark.index(), state.commit);
            Invariant.check(!state.isLeader(), "snapshot a leader does not hold", mark.index(), state.term);
            if (state.role != Role.FOLLOWER) {
                roles.becomeFollower(state.term, 0);
            }
            state.log.restore(mark.index(), mark.term());
            // What contradicts it goes with all behind it: a suffix kept would follow entries it was never made for.
            Invariant.check(
                    state.log.lastIndex() == mark.index(),
                    "entries behind a snapshot that contradicts the log",
                    state.log.lastIndex(),
                    mark.index());
            appends.restored(mark);
            state.verified = mark.index();
        }
        state.commit = Math.max(state.commit, mark.index());
        state.delivered = Math.max(state.delivered, mark.index());
        state.applied = Math.max(state.applied, mark.index());
        answerOffer(false, mark.index());
    }

    /** The log overtook the snapshot on its way. */
    void snapshotObsolete() {
        answerOffer(false, state.commit);
    }

    void snapshotFailed() {
        answerOffer(true, 0);
    }

    private void answerOffer(boolean failed, long index) {
        Message.SnapshotOffer open = offer;
        offer = null;
        if (open != null && open.term() == state.term && state.leaderId == open.from()) {
            answer(open, failed, index);
        }
    }

    private void answer(Message.SnapshotOffer message, boolean failed, long index) {
        appends.sendWhenDurable(
                new Message.SnapshotResponse(state.id, message.from(), state.term, message.session(), failed, index));
    }

    /** A leader of this term speaks. */
    private void follow(long leader) {
        Invariant.check(!state.isLeader(), "two leaders in one term", leader, state.term);
        if (state.role != Role.FOLLOWER) {
            roles.becomeFollower(state.term, leader);
        }
        Invariant.check(
                state.leaderId == 0 || state.leaderId == leader, "two leaders in one term", leader, state.leaderId);
        state.leaderId = leader;
        state.electionElapsed = 0;
    }

    private void accept(Message.AppendEntries message, long index) {
        appends.sendWhenDurable(new Message.AppendResponse(
                state.id, message.from(), state.term, message.session(), false, index, 0, 0));
    }

    /**
     * A member that joins knows no configuration, so that entries mean nothing to it: it agrees nowhere, not even
     * before the first entry, and gets a snapshot.
     */
    private void rejectJoining(Message.AppendEntries message) {
        appends.sendWhenTermDurable(new Message.AppendResponse(
                state.id, message.from(), state.term, message.session(), true, message.prevIndex(), 0, 0));
    }

    /** Says where the logs could agree, so that the leader skips whole terms instead of single entries (paper 5.3). */
    private void reject(Message.AppendEntries message) {
        long hint = state.log.lastIndexWithTermAtMost(
                Math.min(message.prevIndex(), state.log.lastIndex()), message.prevTerm());
        long hintTerm = Math.max(0, state.log.term(hint));
        appends.sendWhenTermDurable(new Message.AppendResponse(
                state.id, message.from(), state.term, message.session(), true, message.prevIndex(), hint, hintTerm));
    }
}
