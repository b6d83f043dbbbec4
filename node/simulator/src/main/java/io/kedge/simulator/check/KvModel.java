/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import org.jspecify.annotations.Nullable;

/**
 * A whole etcd-like store: keys with their numbers, leases, compaction, one revision for all. Serializable reads, and
 * what reads of older revisions show, are not judged here but by {@link PastReads}.
 *
 * <p>Nothing here knows time: where a lease may expire, the history needs a revoke of unknown outcome, called when the
 * expiry can be at the earliest.
 */
public final class KvModel implements Model<KvState> {

    private final @Nullable Sightings sightings;

    private KvModel(@Nullable Sightings sightings) {
        this.sightings = sightings;
    }

    /** A model that judges each operation for itself. */
    public static KvModel plain() {
        return new KvModel(null);
    }

    /** A model for this history only, with the same verdicts, in which wrong places are seen sooner. */
    public static KvModel of(History history) {
        return of(history, new EventLog());
    }

    /** A model that also holds the history to {@code log}, complete up to its last revision. */
    public static KvModel of(History history, EventLog log) {
        return new KvModel(new Sightings(history, log));
    }

    @Override
    public KvState initial() {
        return KvState.EMPTY;
    }

    @Override
    public boolean concerns(Operation operation) {
        if (operation.outcome() instanceof Outcome.Failed failed && failed.reason() == Reason.NOT_APPLIED) {
            return false;
        }
        Request request = operation.request();
        if (operation.isUnknown()) {
            return request.writes() && !(request instanceof Request.Grant grant && grant.leaseId() == 0);
        }
        return !(request instanceof Request.Range range && range.serializable());
    }

    @Override
    public @Nullable KvState step(KvState state, Operation operation) {
        Request request = withChosenId(operation);
        KvMachine.Step step = KvMachine.execute(state, request);
        boolean possible = operation.isUnknown() || Agreement.agrees(request, step, operation.outcome());
        if (!possible) {
            return null;
        }
        KvState next = step.state();
        boolean wrote = next.revision() > state.revision();
        return wrote && sightings != null && !sightings.allow(operation, state, next) ? null : next;
    }

    private static Request withChosenId(Operation operation) {
        boolean chosen = operation.request() instanceof Request.Grant grant && grant.leaseId() == 0;
        return chosen && operation.outcome() instanceof Outcome.Ok ok && ok.response() instanceof Response.Grant given
                ? new Request.Grant(given.leaseId())
                : operation.request();
    }

    @Override
    public long order(Operation operation) {
        if (operation.outcome() instanceof Outcome.Ok ok && ok.response().revision() > 0) {
            return ok.response().revision();
        }
        return UNORDERED;
    }

    @Override
    public long position(KvState state) {
        return state.revision();
    }
}
