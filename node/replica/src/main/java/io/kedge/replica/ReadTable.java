/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;
import io.kedge.raft.RaftCore;
import io.kedge.raft.ReadFailed;
import io.kedge.raft.ReadState;
import io.kedge.raft.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Linearizable reads: first waiting for a leader, then for their round, then for this member to have applied and
 * published up to the round's index. A round that fails is asked again: a read changes nothing. Calls that need the
 * leader itself share its rounds. Replica thread.
 */
final class ReadTable {

    private final RaftCore raft;
    private final int ticketsMax;
    /** All that came in one turn share a round. */
    private List<ReadTicket> arrived = new ArrayList<>();

    private final Map<Long, List<ReadTicket>> rounds = new HashMap<>();
    private final ArrayDeque<ReadTicket> confirmed = new ArrayDeque<>();
    private List<ReadTicket> done = new ArrayList<>();
    private int size;
    /** A round has failed since the last tick, asked of this leader in this term: no other is asked of it till then. */
    private boolean backsOff;

    private long failedLeader;
    private long failedTerm;

    ReadTable(RaftCore raft, int ticketsMax) {
        this.raft = raft;
        this.ticketsMax = ticketsMax;
    }

    void add(ReadTicket ticket, long deadlineNanos) {
        if (size >= ticketsMax) {
            ticket.fail(StatusCode.TOO_MANY_REQUESTS);
            answered(ticket);
            return;
        }
        ticket.arrived(deadlineNanos);
        arrived.add(ticket);
        size++;
    }

    /** Asks for the next round. */
    void start() {
        if (arrived.isEmpty()) {
            return;
        }
        if (raft.role() != Role.LEADER) {
            arrived.removeIf(ticket -> ticket.needsLeader() && end(ticket, StatusCode.NOT_LEADER));
            if (arrived.isEmpty()) {
                return;
            }
        }
        if (backsOff && failedLeader == raft.leaderId() && failedTerm == raft.term()) {
            return;
        }
        long number = raft.readIndex();
        if (number == RaftCore.NO_LEADER) {
            return;
        }
        List<ReadTicket> tickets = arrived;
        arrived = new ArrayList<>();
        if (number < 0) {
            tickets.forEach(ticket -> end(ticket, StatusCode.TOO_MANY_REQUESTS));
        } else {
            rounds.put(number, tickets);
        }
    }

    /** A round is confirmed: its reads are right once {@code state.index()} is applied. */
    void confirmed(ReadState state) {
        List<ReadTicket> tickets = rounds.remove(state.number());
        if (tickets != null) {
            for (ReadTicket ticket : tickets) {
                ticket.confirmedAt(state.index());
                confirmed.add(ticket);
            }
        }
    }

    void failed(ReadFailed round) {
        List<ReadTicket> tickets = rounds.remove(round.number());
        if (tickets != null) {
            tickets.removeIf(ticket -> ticket.needsLeader() && end(ticket, StatusCode.NOT_LEADER));
            arrived.addAll(0, tickets);
            backsOff = true;
            failedLeader = raft.leaderId();
            failedTerm = raft.term();
        }
    }

    /** Moves out all that {@code appliedIndex} is enough for; what needs the leader goes to {@code calls}. */
    void release(long appliedIndex, List<ReadTicket> calls) {
        // A round confirmed out of order only waits for the one before it.
        while (!confirmed.isEmpty() && confirmed.peekFirst().index() <= appliedIndex) {
            ReadTicket ticket = confirmed.pollFirst();
            size--;
            (ticket.needsLeader() ? calls : done).add(ticket);
        }
    }

    /**
     * Lets failed rounds be asked again. Fails those whose time is over: no leader appeared, or this member applies too
     * slowly.
     */
    void tick(long nowNanos) {
        backsOff = false;
        if (size == 0) {
            return;
        }
        arrived.removeIf(ticket -> isLate(ticket, nowNanos) && end(ticket, StatusCode.TIMEOUT));
        Iterator<ReadTicket> oldestFirst = confirmed.iterator();
        while (oldestFirst.hasNext()) {
            ReadTicket ticket = oldestFirst.next();
            if (!isLate(ticket, nowNanos)) {
                return;
            }
            oldestFirst.remove();
            end(ticket, StatusCode.TIMEOUT_WAITING_APPLIED);
        }
    }

    private static boolean isLate(ReadTicket ticket, long nowNanos) {
        return ticket.deadlineNanos() - nowNanos <= 0;
    }

    private boolean end(ReadTicket ticket, StatusCode reason) {
        size--;
        ticket.fail(reason);
        answered(ticket);
        return true;
    }

    /** A ticket has its answer now, after it was moved out or earlier. */
    void answered(ReadTicket ticket) {
        if (!(ticket instanceof ExpiryRound)) {
            done.add(ticket);
        }
    }

    List<ReadTicket> takeDone() {
        if (done.isEmpty()) {
            return List.of();
        }
        List<ReadTicket> taken = done;
        done = new ArrayList<>();
        return taken;
    }
}
