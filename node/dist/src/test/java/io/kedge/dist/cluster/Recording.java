/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all clients did, over several rounds. Numbers and times run on through all rounds: the order in which calls and
 * answers are told here is the order of their times. Safe for many threads.
 */
final class Recording {
    private final Map<Integer, Operation> round = new HashMap<>();
    private int lastNumber;
    private long lastTime;

    /** A call that is about to be sent; returns its number. */
    synchronized int begin(int client, Request request) {
        int number = ++lastNumber;
        long now = ++lastTime;
        round.put(number, new Operation(number, client, now, Operation.NEVER, request, Outcome.UNKNOWN));
        return number;
    }

    /** How it ended; one of unknown outcome stays as it is, and so does one of an earlier round. */
    synchronized void end(int number, Outcome outcome) {
        Operation open = round.get(number);
        if (open != null && !outcome.equals(Outcome.UNKNOWN)) {
            round.put(
                    number,
                    new Operation(number, open.client(), open.invokedAt(), ++lastTime, open.request(), outcome));
        }
    }

    /** Ends the round and gives what it had. */
    synchronized History take() {
        List<Operation> operations = new ArrayList<>(round.values());
        round.clear();
        return new History(operations);
    }
}
