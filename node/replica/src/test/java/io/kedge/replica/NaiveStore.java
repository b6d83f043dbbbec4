/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Cause;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.OpResult;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.SequentialPut;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the store should do, in the simplest way: a full copy of the state for every revision, and every event kept. */
final class NaiveStore {

    /** One change; {@code previous} as a watcher with prev_kv gets it while nothing is compacted. */
    record Change(KeyValue kv, KeyValue previous) {}

    final TreeMap<Long, TreeMap<Key, KeyValue>> states = new TreeMap<>();
    final TreeMap<Long, List<Change>> changes = new TreeMap<>();
    final Map<Long, List<PutRequest>> leases = new HashMap<>();
    long revision = 1;
    long compacted = -1;

    private TreeMap<Key, KeyValue> state = new TreeMap<>();
    private List<Change> pending = new ArrayList<>();

    NaiveStore() {
        states.put(1L, new TreeMap<>());
    }

    private long visible() {
        return pending.isEmpty() ? revision : revision + 1;
    }

    /** Ends a command: what it changed becomes the next revision. */
    private void commit() {
        if (!pending.isEmpty()) {
            revision++;
            states.put(revision, new TreeMap<>(state));
            changes.put(revision, pending);
            pending = new ArrayList<>();
        }
    }

    private static void require(boolean holds, StatusCode otherwise) {
        if (!holds) {
            throw new KedgeException(otherwise);
        }
    }

    PutResult put(PutRequest put) {
        require(put.lease() == 0 || leases.containsKey(put.lease()), StatusCode.LEASE_NOT_FOUND);
        require(!(put.ignoreValue() || put.ignoreLease()) || state.containsKey(put.key()), StatusCode.KEY_NOT_FOUND);
        PutResult result = write(put);
        commit();
        return result;
    }

    /** A key that an unbounded delete of the same transaction has just taken has no value and no lease to keep. */
    private PutResult write(PutRequest put) {
        KeyValue old = state.get(put.key());
        long at = revision + 1;
        KeyValue kv = KeyValue.put(
                put.key(),
                put.ignoreValue() ? old == null ? new byte[0] : old.value() : put.value(),
                old == null ? at : old.createRevision(),
                at,
                old == null ? 1 : old.version() + 1,
                put.ignoreLease() ? old == null ? 0 : old.lease() : put.lease(),
                put.cause());
        state.put(put.key(), kv);
        note(kv);
        return new PutResult(at, put.key(), put.previous() ? old : null);
    }

    private void note(KeyValue kv) {
        boolean creates = !kv.isTombstone() && kv.createRevision() == kv.modRevision();
        pending.add(new Change(kv, creates ? null : states.get(revision).get(kv.key())));
    }

    DeleteResult delete(DeleteRangeRequest delete) {
        DeleteResult result = remove(delete);
        commit();
        return result;
    }

    private DeleteResult remove(DeleteRangeRequest delete) {
        List<KeyValue> gone = in(state, delete.range());
        gone.forEach(kv -> remove(kv.key(), delete.cause()));
        return new DeleteResult(visible(), gone.size(), delete.previous() ? gone : List.of());
    }

    private void remove(Key key, Cause cause) {
        state.remove(key);
        note(KeyValue.tombstone(key, revision + 1, cause));
    }

    void grant(LeaseGrant grant) {
        require(!leases.containsKey(grant.id()), StatusCode.LEASE_EXISTS);
        leases.put(grant.id(), grant.onExpiry());
    }

    void revoke(LeaseRevoke revoke) {
        List<PutRequest> onExpiry = leases.remove(revoke.id());
        require(onExpiry != null, StatusCode.LEASE_NOT_FOUND);
        for (KeyValue kv : List.copyOf(state.values())) {
            if (kv.lease() == revoke.id()) {
                remove(kv.key(), revoke.expired() ? Cause.LEASE_EXPIRED : Cause.LEASE_REVOKED);
            }
        }
        if (revoke.expired()) {
            onExpiry.forEach(this::write);
        }
        commit();
    }

    void compact(long at) {
        require(at > compacted, StatusCode.COMPACTED);
        require(at <= revision, StatusCode.FUTURE_REVISION);
        compacted = at;
    }

    TxnResult txn(TxnRequest txn) {
        Map<TxnRequest, Boolean> branches = new java.util.IdentityHashMap<>();
        judge(txn, branches);
        check(txn, branches);
        TxnResult result = run(txn, branches);
        commit();
        return result;
    }

    private static List<TxnOp> branch(TxnRequest txn, Map<TxnRequest, Boolean> branches) {
        return branches.get(txn) ? txn.success() : txn.failure();
    }

    private void judge(TxnRequest txn, Map<TxnRequest, Boolean> branches) {
        branches.put(txn, txn.compares().stream().allMatch(this::holds));
        for (TxnOp op : branch(txn, branches)) {
            if (op instanceof TxnRequest nested) {
                judge(nested, branches);
            }
        }
    }

    private boolean holds(Compare compare) {
        List<KeyValue> found = in(state, compare.range());
        if (found.isEmpty()) {
            return compare.target() != Compare.Target.VALUE
                    && compare.result().holds(Long.compare(0, compare.number()));
        }
        return found.stream().allMatch(kv -> compare.result()
                .holds(
                        switch (compare.target()) {
                            case VERSION -> Long.compare(kv.version(), compare.number());
                            case CREATE -> Long.compare(kv.createRevision(), compare.number());
                            case MOD -> Long.compare(kv.modRevision(), compare.number());
                            case LEASE -> Long.compare(kv.lease(), compare.number());
                            case VALUE -> java.util.Arrays.compareUnsigned(kv.value(), compare.value());
                        }));
    }

    private void check(TxnRequest txn, Map<TxnRequest, Boolean> branches) {
        for (TxnOp op : branch(txn, branches)) {
            if (op instanceof PutRequest put) {
                require(
                        !(put.ignoreValue() || put.ignoreLease()) || state.containsKey(put.key()),
                        StatusCode.KEY_NOT_FOUND);
                require(put.lease() == 0 || leases.containsKey(put.lease()), StatusCode.LEASE_NOT_FOUND);
            } else if (op instanceof SequentialPut put) {
                require(put.lease() == 0 || leases.containsKey(put.lease()), StatusCode.LEASE_NOT_FOUND);
                require(!state.containsKey(put.at(revision + 1).key()), StatusCode.DUPLICATE_KEY);
            } else if (op instanceof RangeRequest range) {
                require(range.revision() <= revision, StatusCode.FUTURE_REVISION);
                require(range.revision() == 0 || range.revision() >= compacted, StatusCode.COMPACTED);
            } else if (op instanceof TxnRequest nested) {
                check(nested, branches);
            }
        }
    }

    private TxnResult run(TxnRequest txn, Map<TxnRequest, Boolean> branches) {
        List<OpResult> results = new ArrayList<>();
        for (TxnOp op : branch(txn, branches)) {
            if (op instanceof PutRequest put) {
                results.add(write(put));
            } else if (op instanceof SequentialPut put) {
                results.add(write(put.at(revision + 1)));
            } else if (op instanceof DeleteRangeRequest delete) {
                results.add(remove(delete));
            } else if (op instanceof TxnRequest nested) {
                results.add(run(nested, branches));
            } else if (op instanceof RangeRequest range) {
                boolean own = range.revision() <= 0;
                results.add(read(own ? state : states.get(range.revision()), range, visible()));
            }
        }
        return new TxnResult(visible(), branches.get(txn), results);
    }

    RangeResult range(RangeRequest request) {
        require(request.revision() <= revision, StatusCode.FUTURE_REVISION);
        long at = request.revision() <= 0 ? revision : request.revision();
        require(at >= compacted, StatusCode.COMPACTED);
        return read(states.get(at), request, revision);
    }

    private static List<KeyValue> in(TreeMap<Key, KeyValue> state, KeyRange range) {
        return state.values().stream().filter(kv -> range.contains(kv.key())).toList();
    }

    private static RangeResult read(TreeMap<Key, KeyValue> state, RangeRequest request, long header) {
        List<KeyValue> all = in(state, request.range());
        if (request.countOnly()) {
            return new RangeResult(header, List.of(), false, all.size());
        }
        long limit = request.limit() <= 0 ? Long.MAX_VALUE : request.limit();
        boolean sortsScan = request.sortOrder() == SortOrder.NONE && request.sortTarget() != SortTarget.KEY;
        List<KeyValue> kvs = new ArrayList<>(all);
        if (sortsScan && !request.hasRevisionFilter() && limit < kvs.size()) {
            kvs = new ArrayList<>(kvs.subList(0, (int) limit + 1));
        }
        kvs.removeIf(kv -> request.minModRevision() != 0 && kv.modRevision() < request.minModRevision()
                || request.maxModRevision() != 0 && kv.modRevision() > request.maxModRevision()
                || request.minCreateRevision() != 0 && kv.createRevision() < request.minCreateRevision()
                || request.maxCreateRevision() != 0 && kv.createRevision() > request.maxCreateRevision());
        if (sortsScan || request.sortOrder() != SortOrder.NONE) {
            Comparator<KeyValue> order =
                    switch (request.sortTarget()) {
                        case KEY -> Comparator.comparing(KeyValue::key);
                        case VERSION -> Comparator.comparingLong(KeyValue::version);
                        case CREATE -> Comparator.comparingLong(KeyValue::createRevision);
                        case MOD -> Comparator.comparingLong(KeyValue::modRevision);
                        case VALUE -> (a, b) -> java.util.Arrays.compareUnsigned(a.value(), b.value());
                    };
            kvs.sort(request.sortOrder() == SortOrder.DESCEND ? order.reversed() : order);
        }
        boolean more = kvs.size() > limit;
        List<KeyValue> cut = more ? kvs.subList(0, (int) limit) : kvs;
        return new RangeResult(
                header,
                request.keysOnly() ? cut.stream().map(KeyValue::withoutValue).toList() : cut,
                more,
                all.size());
    }
}
