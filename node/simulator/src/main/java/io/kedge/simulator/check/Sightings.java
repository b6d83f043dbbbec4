/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import io.kedge.simulator.history.WatchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What replies, and the event log if there is one, betray of the write of each revision. It rules out placing a write
 * where it contradicts a reply that comes much later; without it the search would find that out, but only there.
 */
final class Sightings {

    /** Revisions that a reply claims for its own write: revision to number of the operation. */
    private final Map<Long, Integer> owners = new HashMap<>();

    private final Map<Long, List<Item>> items = new HashMap<>();
    private final EventLog log;
    /** Beyond it, no outcome depends on what writes of unknown outcome did to keys. */
    private long highest;

    Sightings(History history, EventLog log) {
        this.log = log;
        highest = log.lastRevision();
        for (Operation operation : history.operations()) {
            asked(operation.request());
            if (operation.outcome() instanceof Outcome.Ok ok) {
                answered(operation, ok.response());
            }
            if (seesKeysAtUnknownRevision(operation)) {
                highest = Long.MAX_VALUE;
            }
        }
    }

    private static boolean seesKeysAtUnknownRevision(Operation operation) {
        Request request = operation.request();
        if (operation.outcome() instanceof Outcome.Ok ok) {
            return ok.response().revision() == 0
                    && (request instanceof Request.Range
                            || request instanceof Request.Delete
                            || request instanceof Request.Txn);
        }
        // Which branch of a transaction was refused says something about keys.
        return operation.outcome() instanceof Outcome.Failed && request instanceof Request.Txn;
    }

    private void asked(Request request) {
        if (request instanceof Request.Range range) {
            highest = Math.max(highest, range.revision());
        } else if (request instanceof Request.Compact compact) {
            highest = Math.max(highest, compact.revision());
        } else if (request instanceof Request.Txn txn) {
            txn.success().forEach(this::asked);
            txn.failure().forEach(this::asked);
        }
    }

    private void answered(Operation operation, Response response) {
        highest = Math.max(highest, response.revision());
        if (changed(response) && response.revision() > 0) {
            owners.putIfAbsent(response.revision(), operation.number());
        }
        if (response instanceof Response.Range range) {
            for (Item item : range.items()) {
                highest = Math.max(highest, item.modRevision());
                items.computeIfAbsent(item.modRevision(), revision -> new ArrayList<>())
                        .add(item);
            }
        } else if (response instanceof Response.Txn txn) {
            txn.responses().forEach(part -> answered(operation, part));
        }
    }

    private static boolean changed(Response response) {
        return response instanceof Response.Put
                || (response instanceof Response.Delete delete && delete.deleted() > 0)
                || (response instanceof Response.Txn txn
                        && txn.responses().stream().anyMatch(Sightings::changed));
    }

    /** Whether {@code operation} may be the write that led to {@code next}, a state with a new revision. */
    boolean allow(Operation operation, KvState before, KvState next) {
        long revision = next.revision();
        Integer owner = owners.get(revision);
        if (owner != null && owner != operation.number()) {
            return false;
        }
        if (operation.isUnknown() && revision > highest && next.ownLeases().equals(before.ownLeases())) {
            return false;
        }
        for (Item item : items.getOrDefault(revision, List.of())) {
            if (!item.equals(next.ownItems().get(item.key()))) {
                return false;
            }
        }
        return revision > log.lastRevision() || isLogged(before, next);
    }

    private boolean isLogged(KvState before, KvState next) {
        List<WatchEvent> events = log.at(next.revision());
        for (WatchEvent event : events) {
            Item left = next.ownItems().get(event.key());
            boolean same = event.put()
                    ? event.item().equals(left)
                    : left == null && before.ownItems().containsKey(event.key());
            if (!same) {
                return false;
            }
        }
        return events.size() == changes(before, next);
    }

    /** Keys put or deleted between two states of which the second has a new revision. */
    private static long changes(KvState before, KvState next) {
        long puts = next.ownItems().values().stream()
                .filter(item -> item.modRevision() == next.revision())
                .count();
        long deletes = before.ownItems().keySet().stream()
                .filter(key -> !next.ownItems().containsKey(key))
                .count();
        return puts + deletes;
    }
}
