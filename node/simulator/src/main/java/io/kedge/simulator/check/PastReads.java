/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads of a revision, and serializable reads: they may be old, but must show what the store held at some revision.
 * Each is compared with the true events at the revision that it asked for, or says it stands at.
 */
public final class PastReads {

    private PastReads() {}

    /** What is wrong, a line for each; {@code log} must reach as far as the replies do. */
    public static List<String> check(History history, EventLog log) {
        List<String> faults = new ArrayList<>();
        for (Operation operation : history.operations()) {
            if (operation.outcome() instanceof Outcome.Ok ok) {
                check(operation, operation.request(), ok.response(), log, faults);
            }
        }
        return faults;
    }

    private static void check(
            Operation operation, Request request, Response response, EventLog log, List<String> faults) {
        if (request instanceof Request.Txn txn && response instanceof Response.Txn seen) {
            List<Request> branch = seen.succeeded() ? txn.success() : txn.failure();
            for (int i = 0; i < Math.min(branch.size(), seen.responses().size()); i++) {
                // The present inside a transaction may be between two revisions.
                if (branch.get(i) instanceof Request.Range range && range.revision() > 0) {
                    check(operation, range, seen.responses().get(i), log, faults);
                }
            }
        } else if (request instanceof Request.Range range && response instanceof Response.Range seen) {
            check(operation, range, seen, log, faults);
        }
    }

    private static void check(
            Operation operation, Request.Range range, Response.Range seen, EventLog log, List<String> faults) {
        long revision = range.revision() > 0 ? range.revision() : seen.revision();
        if (revision == 0) {
            return;
        }
        if (revision > seen.revision() && seen.revision() > 0) {
            faults.add("a future revision was read: " + operation);
        }
        List<Item> right = log.itemsAt(range.keys(), revision);
        if (!right.equals(seen.items())) {
            faults.add("at revision " + revision + " there was " + right + ", not as seen by " + operation);
        }
    }
}
