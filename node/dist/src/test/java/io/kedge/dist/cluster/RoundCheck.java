/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.simulator.check.KvModel;
import io.kedge.simulator.check.KvState;
import io.kedge.simulator.check.Linearizability;
import io.kedge.simulator.check.Model;
import io.kedge.simulator.check.PastReads;
import io.kedge.simulator.check.Verdict;
import io.kedge.simulator.check.WatchCheck;
import io.kedge.simulator.check.WatchFault;
import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import io.kedge.simulator.history.WatchStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds what clients saw in one round to the true events. */
final class RoundCheck {
    private static final long STEPS_MAX = 3_000_000;

    private final KvState before;
    private final EventLog log;
    private final long to;
    /** All values that were written in the round. */
    private final Set<String> written = new HashSet<>();

    /**
     * @param before the store at the round's start
     * @param log complete up to {@code to}, the store's revision when the round's clients had ended
     */
    RoundCheck(KvState before, EventLog log, long to) {
        this.before = before;
        this.log = log;
        this.to = to;
        for (long revision = before.revision() + 1; revision <= to; revision++) {
            log.at(revision).forEach(event -> written.add(event.item().value()));
        }
    }

    /**
     * What may be of effect in this round: all of known outcome, and of the others those whose value was written, or
     * which write none.
     */
    History possible(History history) {
        return new History(history.operations().stream()
                .filter(operation -> !operation.isUnknown() || mayHaveHappened(operation.request()))
                .toList());
    }

    private boolean mayHaveHappened(Request request) {
        List<String> values = values(request).toList();
        return values.isEmpty() || values.stream().anyMatch(written::contains);
    }

    /** Of unknown outcome, and perhaps still to happen in a later round. */
    List<Operation> left(History history) {
        List<Operation> left = new ArrayList<>();
        for (Operation operation : history.operations()) {
            boolean seen = values(operation.request()).anyMatch(written::contains);
            if (operation.isUnknown() && operation.request().writes() && !seen) {
                left.add(operation);
            }
        }
        return left;
    }

    private static Stream<String> values(Request request) {
        if (request instanceof Request.Put put) {
            return Stream.of(put.value());
        } else if (request instanceof Request.Txn txn) {
            return txn.success().stream().flatMap(RoundCheck::values);
        }
        return Stream.empty();
    }

    /** Faults, one in each text; none if all is well. */
    List<String> operations(History history) {
        List<String> faults = new ArrayList<>();
        for (Operation operation : history.operations()) {
            if (operation.outcome() instanceof Outcome.Ok ok && isLost(operation.request(), ok.response())) {
                faults.add("acknowledged and lost: " + operation);
            }
        }
        faults.addAll(PastReads.check(history, log));
        Verdict verdict =
                Linearizability.check(new From(before, KvModel.of(history, log)), history, steps -> steps >= STEPS_MAX);
        if (!verdict.isLinearizable()) {
            faults.add(verdict.toString());
        }
        return faults;
    }

    /** Whether a write that was answered did not make the events of the revision it was told. */
    private boolean isLost(Request request, Response response) {
        boolean wrote = request instanceof Request.Put || response instanceof Response.Txn txn && txn.succeeded();
        return wrote
                && !values(request).allMatch(value -> log.at(response.revision()).stream()
                        .anyMatch(event -> event.item().value().equals(value)));
    }

    List<String> watches(List<RecordedWatcher> watchers) {
        List<String> faults = new ArrayList<>();
        for (RecordedWatcher watcher : watchers) {
            for (WatchStream stream : watcher.streams()) {
                for (WatchFault fault : WatchCheck.check(stream, log, before.compacted())) {
                    faults.add(watcher.name() + " " + stream.request() + ": " + fault);
                }
            }
        }
        return faults;
    }

    /** A model that begins with another state. */
    private record From(KvState initial, KvModel model) implements Model<KvState> {
        @Override
        public @Nullable KvState step(KvState state, Operation operation) {
            return model.step(state, operation);
        }

        @Override
        public boolean concerns(Operation operation) {
            return model.concerns(operation);
        }

        @Override
        public long order(Operation operation) {
            return model.order(operation);
        }

        @Override
        public long position(KvState state) {
            return model.position(state);
        }
    }
}
