/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Condition;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A state on its way to the next: all its changes of keys get one revision. The state begun from stays as it is. */
final class KvDraft {

    private final KvState base;
    private TreeMap<String, Item> items;
    private TreeSet<Long> leases;
    private boolean changed;

    KvDraft(KvState base) {
        this.base = base;
        items = base.ownItems();
        leases = base.ownLeases();
    }

    KvState finish() {
        return changed || leases != base.ownLeases() ? new KvState(revision(), base.compacted(), items, leases) : base;
    }

    long revision() {
        return base.revision() + (changed ? 1 : 0);
    }

    /** Why the operation cannot be done here, or null; judged before any of a transaction's operations is done. */
    @Nullable
    Reason refusal(Request request) {
        if (request instanceof Request.Put put) {
            return put.leaseId() == 0 || leases.contains(put.leaseId()) ? null : Reason.LEASE_NOT_FOUND;
        } else if (request instanceof Request.Range range && range.revision() > 0) {
            if (range.revision() > base.revision()) {
                return Reason.FUTURE_REVISION;
            }
            return range.revision() < base.compacted() ? Reason.COMPACTED : null;
        }
        return null;
    }

    Response apply(Request request) {
        if (request instanceof Request.Put put) {
            put(put);
            return new Response.Put(revision());
        } else if (request instanceof Request.Delete delete) {
            long deleted = delete(List.copyOf(delete.keys().within(items).keySet()));
            return new Response.Delete(revision(), deleted);
        } else if (request instanceof Request.Range range) {
            return new Response.Range(
                    revision(), List.copyOf(range.keys().within(items).values()));
        }
        throw new IllegalArgumentException("no operation on keys: " + request);
    }

    boolean holds(Condition condition) {
        Item item = items.get(condition.key());
        if (condition.target() == Condition.Target.VALUE) {
            return item != null && condition.relation().holds(item.value().compareTo(condition.text()));
        }
        long actual = item == null
                ? 0
                : switch (condition.target()) {
                    case CREATE -> item.createRevision();
                    case MOD -> item.modRevision();
                    default -> item.version();
                };
        return condition.relation().holds(Long.compare(actual, condition.number()));
    }

    void grant(long leaseId) {
        leases = new TreeSet<>(leases);
        leases.add(leaseId);
    }

    void revoke(long leaseId) {
        List<String> attached = new ArrayList<>();
        items.values().stream().filter(item -> item.leaseId() == leaseId).forEach(item -> attached.add(item.key()));
        delete(attached);
        leases = new TreeSet<>(leases);
        leases.remove(leaseId);
    }

    private void put(Request.Put put) {
        change();
        Item before = items.get(put.key());
        items.put(
                put.key(),
                before == null
                        ? new Item(put.key(), put.value(), revision(), revision(), 1, put.leaseId())
                        : before.replaced(put.value(), revision(), put.leaseId()));
    }

    private long delete(List<String> keys) {
        if (!keys.isEmpty()) {
            change();
            keys.forEach(items::remove);
        }
        return keys.size();
    }

    private void change() {
        if (!changed) {
            changed = true;
            items = new TreeMap<>(items);
        }
    }
}
