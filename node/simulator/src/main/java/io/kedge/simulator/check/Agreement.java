/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.List;

/** Whether what a client saw is what the model says, as far as the client could see it. */
final class Agreement {

    private Agreement() {}

    static boolean agrees(Request request, KvMachine.Step expected, Outcome seen) {
        if (expected.outcome() instanceof Outcome.Ok right && seen instanceof Outcome.Ok ok) {
            return agrees(request, expected.state(), right.response(), ok.response());
        }
        return expected.outcome().equals(seen);
    }

    private static boolean agrees(Request request, KvState state, Response right, Response seen) {
        if (seen.revision() != 0 && seen.revision() != right.revision()) {
            return false;
        }
        if (right instanceof Response.Range a && seen instanceof Response.Range b) {
            // The past is judged by PastReads.
            long revision = ((Request.Range) request).revision();
            return (revision > 0 && revision < state.revision()) || a.items().equals(b.items());
        } else if (right instanceof Response.Delete a && seen instanceof Response.Delete b) {
            return a.deleted() == b.deleted();
        } else if (right instanceof Response.Txn a && seen instanceof Response.Txn b) {
            Request.Txn txn = (Request.Txn) request;
            return a.succeeded() == b.succeeded()
                    && agrees(a.succeeded() ? txn.success() : txn.failure(), state, a.responses(), b.responses());
        } else if (right instanceof Response.Grant a && seen instanceof Response.Grant b) {
            return a.leaseId() == b.leaseId();
        }
        return right.getClass() == seen.getClass();
    }

    private static boolean agrees(List<Request> requests, KvState state, List<Response> right, List<Response> seen) {
        if (right.size() != seen.size()) {
            return false;
        }
        for (int i = 0; i < right.size(); i++) {
            if (!agrees(requests.get(i), state, right.get(i), seen.get(i))) {
                return false;
            }
        }
        return true;
    }
}
