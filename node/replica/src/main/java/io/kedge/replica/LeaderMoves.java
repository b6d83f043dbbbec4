/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;
import io.kedge.raft.RaftCore;
import io.kedge.raft.Role;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongPredicate;

/** Hands leadership over on somebody's wish. Writes that come in meanwhile wait. Replica thread. */
final class LeaderMoves {

    private final RaftCore raft;
    private final long timeoutNanos;
    private final List<LeaderMove> running = new ArrayList<>(0);
    private List<LeaderMove> done = new ArrayList<>(0);

    LeaderMoves(RaftCore raft, long timeoutNanos) {
        this.raft = raft;
        this.timeoutNanos = timeoutNanos;
    }

    void start(LeaderMove move, LongPredicate isActive, long nowNanos) {
        if (raft.role() != Role.LEADER) {
            end(move, StatusCode.NOT_LEADER);
            return;
        }
        long target = move.wanted() != 0 ? move.wanted() : best(isActive);
        if (target == raft.memberId()) {
            end(move);
        } else if (target == 0 || !raft.configuration().voters().contains(target)) {
            end(move, StatusCode.BAD_TRANSFEREE);
        } else {
            move.started(target, nowNanos + timeoutNanos);
            running.add(move);
            raft.transferLeadership(target);
        }
    }

    /** Of the voters heard lately the one with most of the log, 0 if there is none. */
    private long best(LongPredicate isActive) {
        long best = 0;
        for (long voter : raft.configuration().voters()) {
            boolean possible = voter != raft.memberId() && isActive.test(voter);
            if (possible && (best == 0 || raft.matchIndex(voter) > raft.matchIndex(best))) {
                best = voter;
            }
        }
        return best;
    }

    /** Ends what has come true or is given up. */
    void check(long nowNanos) {
        Iterator<LeaderMove> moves = running.iterator();
        while (moves.hasNext()) {
            LeaderMove move = moves.next();
            if (raft.leaderId() == move.target()) {
                moves.remove();
                end(move);
            } else if (nowNanos - move.deadlineNanos() >= 0
                    || raft.role() == Role.LEADER && raft.transferTarget() != move.target()) {
                moves.remove();
                end(move, StatusCode.TRANSFER_TIMEOUT);
            }
        }
    }

    private void end(LeaderMove move, StatusCode reason) {
        move.fail(reason);
        end(move);
    }

    private void end(LeaderMove move) {
        done.add(move);
        move.settled();
    }

    boolean isEmpty() {
        return running.isEmpty() && done.isEmpty();
    }

    List<LeaderMove> takeDone() {
        if (done.isEmpty()) {
            return List.of();
        }
        List<LeaderMove> taken = done;
        done = new ArrayList<>(0);
        return taken;
    }
}
