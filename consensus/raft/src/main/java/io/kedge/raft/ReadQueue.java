/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.progress.Progress;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Linearizable reads (dissertation 6.4), numbered in order of arrival. A read taken by the leader gets the commit index
 * of that moment, or that of the moment in which the leader first commits in its term; it is confirmed when a quorum of
 * voters answered a heartbeat that was sent after the read arrived: heartbeats carry the last number taken, answers
 * repeat it, so one quorum confirms every read up to that number. A follower's read is forwarded and numbered again by
 * the leader.
 */
final class ReadQueue {
    private static final long INDEX_OPEN = -1;
    /**
     * Random high part of the first number, so that no answer to an earlier life of this member is taken for one of
     * this.
     */
    private static final int LIFE_BITS = 30;

    private static final int NUMBERS_PER_LIFE_BITS = 32;

    private static final class Taken {
        final long number;
        final long requester;
        final long requesterNumber;
        long index;

        Taken(long number, long requester, long requesterNumber, long index) {
            this.number = number;
            this.requester = requester;
            this.requesterNumber = requesterNumber;
            this.index = index;
        }
    }

    private final RaftState state;
    private final Leadership leadership;
    private final ArrayDeque<Taken> taken = new ArrayDeque<>();
    /** Number to tick of forwarding, oldest first. */
    private final LinkedHashMap<Long, Long> forwarded = new LinkedHashMap<>();

    private long lastNumber;
    private boolean roundDue;

    ReadQueue(RaftState state, Leadership leadership) {
        this.state = state;
        this.leadership = leadership;
        lastNumber = ((long) state.random.nextInt(1 << LIFE_BITS)) << NUMBERS_PER_LIFE_BITS;
    }

    /** A read of this member; its number, or why it cannot be taken. */
    long add() {
        if (taken.size() + forwarded.size() >= state.options.maxPendingReads()) {
            return RaftCore.OVERLOADED;
        }
        if (state.isLeader()) {
            return take(state.id, 0);
        }
        if (state.leaderId == 0) {
            return RaftCore.NO_LEADER;
        }
        long number = ++lastNumber;
        forwarded.put(number, state.now);
        // Leaves even while the term is not durable here. It asserts nothing: no vote, no entry; and it goes only to
        // the leader of that very term, which has had the term durable since before it won, so it raises nobody's
        // term. If a crash undoes the term here, the answer meets no open read.
        state.outbox.send(new Message.ReadIndexRequest(state.id, state.leaderId, state.term, number));
        return number;
    }

    void onRequest(Message.ReadIndexRequest request) {
        if (!state.isLeader() || taken.size() >= state.options.maxPendingReads()) {
            state.outbox.send(
                    new Message.ReadIndexResponse(state.id, request.from(), state.term, request.number(), true, 0));
        } else {
            take(request.from(), request.number());
        }
    }

    void onResponse(Message.ReadIndexResponse response) {
        if (forwarded.remove(response.number()) != null) {
            if (response.rejected()) {
                state.outbox.readFailed(response.number());
            } else {
                state.outbox.readable(response.number(), response.index());
            }
        }
    }

    /** Number that a heartbeat sent now carries. */
    long lastNumber() {
        return lastNumber;
    }

    /** Whether a heartbeat round must leave with this output. */
    boolean roundDue() {
        return roundDue;
    }

    void roundSent() {
        roundDue = false;
    }

    /** The leader has committed in its term: reads that waited for it learn their index. */
    void ownTermCommitted() {
        for (Taken read : taken) {
            if (read.index == INDEX_OPEN) {
                read.index = state.commit;
            }
        }
        confirm();
    }

    /** Answers what a quorum has confirmed; called after every heartbeat's answer. */
    void confirm() {
        if (taken.isEmpty() || !leadership.ownTermCommitted) {
            return;
        }
        long confirmed = state.quorum.committedIndex(this::acknowledgedBy);
        while (!taken.isEmpty() && taken.element().number <= confirmed) {
            answer(taken.remove());
        }
    }

    /** The leader is another one, or none: nothing that waits can be answered any more. */
    void leadershipLost() {
        for (Taken read : taken) {
            if (read.requester == state.id) {
                state.outbox.readFailed(read.number);
            }
        }
        taken.clear();
        forwarded.keySet().forEach(state.outbox::readFailed);
        forwarded.clear();
        roundDue = false;
    }

    /** Gives up forwarded reads that got no answer for an election timeout. */
    void tick() {
        Iterator<Map.Entry<Long, Long>> oldestFirst = forwarded.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<Long, Long> read = oldestFirst.next();
            if (state.now - read.getValue() <= state.options.electionTicks()) {
                return;
            }
            oldestFirst.remove();
            state.outbox.readFailed(read.getKey());
        }
    }

    private long take(long requester, long requesterNumber) {
        long number = ++lastNumber;
        long index = leadership.ownTermCommitted ? state.commit : INDEX_OPEN;
        taken.add(new Taken(number, requester, requesterNumber, index));
        if (state.quorum.isSingleVoter()) {
            confirm();
        }
        roundDue = !taken.isEmpty();
        return number;
    }

    private long acknowledgedBy(long id) {
        if (id == state.id) {
            return lastNumber;
        }
        Progress peer = leadership.peer(id);
        return peer == null ? 0 : peer.acknowledgedRead();
    }

    private void answer(Taken read) {
        if (read.requester == state.id) {
            state.outbox.readable(read.number, read.index);
        } else {
            state.outbox.send(new Message.ReadIndexResponse(
                    state.id, read.requester, state.term, read.requesterNumber, false, read.index));
        }
    }
}
