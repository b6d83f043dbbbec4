/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A history that is linearizable by its making: requests are executed one after the other, and each gets an interval
 * around the instant at which it was. Clients whose intervals overlap make the order invisible.
 */
final class RandomHistory {

    private static final long STEP = 100;

    private final SplittableRandom random;
    private final RandomRequests requests;
    private final int widthMax;
    private final int unknownPercent;
    private final Map<Integer, Long> clientsFreeAt = new HashMap<>();

    final List<Operation> operations = new ArrayList<>();
    /** The state before the first operation, and after each one executed. */
    final List<KvState> states = new ArrayList<>();

    final EventLog log = new EventLog();

    /** @param overlap how many operations an interval may cover on either side */
    RandomHistory(long seed, int size, int overlap, int unknownPercent) {
        random = new SplittableRandom(seed);
        requests = new RandomRequests(random);
        widthMax = (int) (overlap * STEP) + 1;
        this.unknownPercent = unknownPercent;
        states.add(KvState.EMPTY);
        for (int i = 0; i < size; i++) {
            add(i);
        }
    }

    History history() {
        return new History(operations);
    }

    private void add(int number) {
        KvState before = states.get(states.size() - 1);
        long instant = (number + 1) * STEP;
        Request request = requests.next(before);
        int client = freeClient(instant);
        long from = Math.max(clientsFreeAt.getOrDefault(client, -1L) + 1, instant - random.nextInt(widthMax));
        long to = instant + random.nextInt(widthMax);
        boolean executed = random.nextInt(100) >= unknownPercent / 2;
        Outcome outcome = new Outcome.Failed(Reason.NOT_APPLIED);
        if (executed) {
            KvMachine.Step step = KvMachine.execute(before, request);
            outcome = step.outcome();
            states.add(step.state());
            log(before, step.state());
        }
        if (random.nextInt(100) < unknownPercent) {
            outcome = Outcome.UNKNOWN;
            to = Operation.NEVER;
        }
        // A client whose call was lost goes on under another name.
        clientsFreeAt.put(client, to);
        operations.add(new Operation(number, client, from, to, request, outcome));
    }

    private int freeClient(long instant) {
        int client = random.nextInt(5);
        while (clientsFreeAt.getOrDefault(client, -1L) >= instant) {
            client++;
        }
        return client;
    }

    private void log(KvState before, KvState after) {
        for (Item item : after.items().values()) {
            if (item.modRevision() > before.revision()) {
                log.put(item);
            }
        }
        for (String key : before.items().keySet()) {
            if (!after.items().containsKey(key)) {
                log.delete(key, after.revision());
            }
        }
    }

    /** The same with no revision shown: only values and counts remain. */
    static Operation withoutRevisions(Operation operation) {
        return operation.outcome() instanceof Outcome.Ok ok
                ? operation.withOutcome(new Outcome.Ok(withRevision(ok.response(), 0)))
                : operation;
    }

    static Response withRevision(Response response, long revision) {
        if (response instanceof Response.Range range) {
            return new Response.Range(revision, range.items());
        } else if (response instanceof Response.Put) {
            return new Response.Put(revision);
        } else if (response instanceof Response.Delete delete) {
            return new Response.Delete(revision, delete.deleted());
        } else if (response instanceof Response.Txn txn) {
            List<Response> parts = txn.responses().stream()
                    .map(part -> withRevision(part, revision))
                    .toList();
            return new Response.Txn(revision, txn.succeeded(), parts);
        } else if (response instanceof Response.Grant grant) {
            return new Response.Grant(revision, grant.leaseId());
        } else if (response instanceof Response.Revoke) {
            return new Response.Revoke(revision);
        }
        return new Response.Compact(revision);
    }
}
