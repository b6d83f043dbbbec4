/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;
import io.kedge.raft.ReadFailed;
import io.kedge.raft.ReadState;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Linearizable reads: first waiting for their round, then for this member to have applied up to the round's index. */
final class ReadTable {

    private final Map<Long, List<ReadTicket>> waiting = new HashMap<>();
    private final ArrayDeque<ReadTicket> confirmed = new ArrayDeque<>();
    private int size;

    int size() {
        return size;
    }

    void add(long number, List<ReadTicket> tickets) {
        waiting.put(number, tickets);
        size += tickets.size();
    }

    /** A round is confirmed: its reads are right once {@code state.index()} is applied. */
    void confirmed(ReadState state) {
        List<ReadTicket> tickets = waiting.remove(state.number());
        if (tickets != null) {
            for (ReadTicket ticket : tickets) {
                ticket.confirmedAt(state.index());
                confirmed.add(ticket);
            }
        }
    }

    void failed(ReadFailed round, List<ReadTicket> done) {
        List<ReadTicket> tickets = waiting.remove(round.number());
        if (tickets != null) {
            for (ReadTicket ticket : tickets) {
                ticket.fail(StatusCode.LEADER_CHANGED);
                done.add(ticket);
            }
            size -= tickets.size();
        }
    }

    /** Moves out all that {@code appliedIndex} is enough for. */
    void release(long appliedIndex, List<ReadTicket> done) {
        // Rounds are confirmed in order and their indexes never fall.
        while (!confirmed.isEmpty() && confirmed.peekFirst().index() <= appliedIndex) {
            done.add(confirmed.pollFirst());
            size--;
        }
    }
}
