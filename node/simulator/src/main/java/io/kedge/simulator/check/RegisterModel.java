/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Condition;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Independent registers, one for each key: put, delete and read of a single key, and compare-and-set as a transaction
 * of one compare of the key's value and one put. Revisions are not looked at, so it judges what no revision proves.
 */
public final class RegisterModel implements Model<Optional<String>> {

    @Override
    public Optional<String> initial() {
        return Optional.empty();
    }

    @Override
    public boolean concerns(Operation operation) {
        boolean refused = operation.outcome() instanceof Outcome.Failed failed && failed.reason() == Reason.NOT_APPLIED;
        return !refused && (operation.request().writes() || !operation.isUnknown());
    }

    @Override
    public List<List<Operation>> parts(List<Operation> operations) {
        TreeMap<String, List<Operation>> parts = new TreeMap<>();
        for (Operation operation : operations) {
            parts.computeIfAbsent(key(operation.request()), key -> new ArrayList<>())
                    .add(operation);
        }
        return List.copyOf(parts.values());
    }

    @Override
    public @Nullable Optional<String> step(Optional<String> state, Operation operation) {
        Request request = operation.request();
        if (request instanceof Request.Put put) {
            return Optional.of(put.value());
        } else if (request instanceof Request.Delete) {
            boolean right = !(response(operation) instanceof Response.Delete delete)
                    || delete.deleted() == (state.isPresent() ? 1 : 0);
            return right ? Optional.empty() : null;
        } else if (request instanceof Request.Range) {
            return response(operation) instanceof Response.Range range && shows(range, state) ? state : null;
        }
        return compareAndSet(state, operation, (Request.Txn) request);
    }

    private static @Nullable Optional<String> compareAndSet(
            Optional<String> state, Operation operation, Request.Txn txn) {
        boolean holds =
                state.isPresent() && state.get().equals(txn.conditions().get(0).text());
        if (response(operation) instanceof Response.Txn seen) {
            boolean right = seen.succeeded() == holds
                    && seen.responses().stream()
                            .allMatch(part -> !(part instanceof Response.Range range) || shows(range, state));
            if (!right) {
                return null;
            }
        }
        return holds ? Optional.of(((Request.Put) txn.success().get(0)).value()) : state;
    }

    private static boolean shows(Response.Range range, Optional<String> state) {
        return range.items().stream()
                .map(Item::value)
                .toList()
                .equals(state.stream().toList());
    }

    private static @Nullable Response response(Operation operation) {
        return operation.outcome() instanceof Outcome.Ok ok ? ok.response() : null;
    }

    private static String key(Request request) {
        if (request instanceof Request.Put put) {
            return put.key();
        } else if (request instanceof Request.Range range && range.revision() == 0) {
            return key(range.keys());
        } else if (request instanceof Request.Delete delete) {
            return key(delete.keys());
        } else if (request instanceof Request.Txn txn && isCompareAndSet(txn)) {
            return txn.conditions().get(0).key();
        }
        throw new IllegalArgumentException("no operation of a register: " + request);
    }

    private static String key(KeySet keys) {
        if (keys.prefix()) {
            throw new IllegalArgumentException("no single register: " + keys);
        }
        return keys.key();
    }

    private static boolean isCompareAndSet(Request.Txn txn) {
        if (txn.conditions().size() != 1 || txn.success().size() != 1) {
            return false;
        }
        Condition condition = txn.conditions().get(0);
        KeySet only = KeySet.single(condition.key());
        return condition.target() == Condition.Target.VALUE
                && condition.relation() == Condition.Relation.EQUAL
                && txn.success().get(0) instanceof Request.Put put
                && put.key().equals(condition.key())
                && txn.failure().stream()
                        .allMatch(part -> part instanceof Request.Range range
                                && range.keys().equals(only)
                                && range.revision() == 0);
    }
}
