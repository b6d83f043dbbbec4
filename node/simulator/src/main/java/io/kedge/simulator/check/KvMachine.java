/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an etcd-like store does with one request: the sequential specification, as a pure function. */
public final class KvMachine {

    /** A request done. A read of an older revision shows the items of the present: the state has no past. */
    public record Step(KvState state, Outcome outcome) {}

    private KvMachine() {}

    public static Step execute(KvState state, Request request) {
        if (request instanceof Request.Txn txn) {
            return txn(state, txn);
        } else if (request instanceof Request.Grant grant) {
            return grant(state, grant.leaseId());
        } else if (request instanceof Request.Revoke revoke) {
            return revoke(state, revoke.leaseId());
        } else if (request instanceof Request.Compact compact) {
            return compact(state, compact.revision());
        }
        KvDraft draft = new KvDraft(state);
        Reason refusal = draft.refusal(request);
        if (refusal != null) {
            return failed(state, refusal);
        }
        Response response = draft.apply(request);
        return ok(draft.finish(), response);
    }

    private static Step txn(KvState state, Request.Txn txn) {
        KvDraft draft = new KvDraft(state);
        boolean succeeded = txn.conditions().stream().allMatch(draft::holds);
        List<Request> branch = succeeded ? txn.success() : txn.failure();
        for (Request request : branch) {
            Reason refusal = draft.refusal(request);
            if (refusal != null) {
                return failed(state, refusal);
            }
        }
        List<Response> responses = new ArrayList<>();
        for (Request request : branch) {
            responses.add(draft.apply(request));
        }
        KvState next = draft.finish();
        return ok(next, new Response.Txn(next.revision(), succeeded, responses));
    }

    private static Step grant(KvState state, long leaseId) {
        if (state.leases().contains(leaseId)) {
            return failed(state, Reason.LEASE_EXISTS);
        }
        KvDraft draft = new KvDraft(state);
        draft.grant(leaseId);
        return ok(draft.finish(), new Response.Grant(state.revision(), leaseId));
    }

    private static Step revoke(KvState state, long leaseId) {
        if (!state.leases().contains(leaseId)) {
            return failed(state, Reason.LEASE_NOT_FOUND);
        }
        KvDraft draft = new KvDraft(state);
        draft.revoke(leaseId);
        KvState next = draft.finish();
        return ok(next, new Response.Revoke(next.revision()));
    }

    private static Step compact(KvState state, long revision) {
        @Nullable Reason refusal = null;
        if (revision <= state.compacted()) {
            refusal = Reason.COMPACTED;
        } else if (revision > state.revision()) {
            refusal = Reason.FUTURE_REVISION;
        }
        if (refusal != null) {
            return failed(state, refusal);
        }
        KvState next = new KvState(state.revision(), revision, state.ownItems(), state.ownLeases());
        return ok(next, new Response.Compact(state.revision()));
    }

    private static Step ok(KvState state, Response response) {
        return new Step(state, new Outcome.Ok(response));
    }

    private static Step failed(KvState state, Reason reason) {
        return new Step(state, new Outcome.Failed(reason));
    }
}
