/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

import io.kedge.model.Compare;
import io.kedge.model.KedgeException;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.replica.mvcc.Current;
import io.kedge.replica.mvcc.MvccStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The path a transaction takes: every compare, those of nested transactions too, is judged against the state before the
 * transaction. {@link #check} then finds all that would fail on that path, so that running it cannot.
 */
final class TxnPlan {

    private final boolean succeeded;
    private final List<TxnOp> ops;
    private final List<TxnPlan> children;

    private TxnPlan(boolean succeeded, List<TxnOp> ops, List<TxnPlan> children) {
        this.succeeded = succeeded;
        this.ops = ops;
        this.children = children;
    }

    static TxnPlan of(TxnRequest txn, MvccStore store) {
        boolean succeeded = true;
        for (Compare compare : txn.compares()) {
            if (!holds(compare, store)) {
                succeeded = false;
                break;
            }
        }
        List<TxnOp> ops = succeeded ? txn.success() : txn.failure();
        List<TxnPlan> children = new ArrayList<>(0);
        for (TxnOp op : ops) {
            if (op instanceof TxnRequest nested) {
                children.add(of(nested, store));
            }
        }
        return new TxnPlan(succeeded, ops, children);
    }

    boolean succeeded() {
        return succeeded;
    }

    List<TxnOp> ops() {
        return ops;
    }

    /** The plan of the n-th nested transaction of this branch. */
    TxnPlan child(int n) {
        return children.get(n);
    }

    /** Throws KedgeException for the first operation on the path that cannot be done. */
    void check(MvccStore store, LeaseCheck leases) {
        int child = 0;
        for (TxnOp op : ops) {
            if (op instanceof PutRequest put) {
                check(put, store, leases);
            } else if (op instanceof SequentialPut put) {
                check(put, store, leases);
            } else if (op instanceof RangeRequest range) {
                check(range, store);
            } else if (op instanceof TxnRequest) {
                children.get(child++).check(store, leases);
            }
        }
    }

    private static void check(PutRequest put, MvccStore store, LeaseCheck leases) {
        if ((put.ignoreValue() || put.ignoreLease()) && store.current(put.key()) == null) {
            throw new KedgeException(StatusCode.KEY_NOT_FOUND);
        }
        if (put.lease() != 0 && !leases.exists(put.lease())) {
            throw new KedgeException(StatusCode.LEASE_NOT_FOUND);
        }
    }

    /** Throws KedgeException if the put cannot be done at the store's next revision. */
    static void check(SequentialPut put, MvccStore store, LeaseCheck leases) {
        if (put.lease() != 0 && !leases.exists(put.lease())) {
            throw new KedgeException(StatusCode.LEASE_NOT_FOUND);
        }
        if (store.current(put.at(store.writeRevision()).key()) != null) {
            throw new KedgeException(StatusCode.DUPLICATE_KEY);
        }
    }

    private static void check(RangeRequest range, MvccStore store) {
        if (range.revision() > store.revision()) {
            throw new KedgeException(StatusCode.FUTURE_REVISION);
        }
        if (range.revision() != 0 && range.revision() < store.compacted()) {
            throw new KedgeException(StatusCode.COMPACTED);
        }
    }

    private static boolean holds(Compare compare, MvccStore store) {
        if (compare.range().single()) {
            Current current = store.current(compare.range().start());
            return current == null ? holdsForMissing(compare) : holds(compare, current, store);
        }
        Iterator<Current> keys = store.currentIn(compare.range());
        if (!keys.hasNext()) {
            return holdsForMissing(compare);
        }
        while (keys.hasNext()) {
            if (!holds(compare, keys.next(), store)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsForMissing(Compare compare) {
        return compare.target() != Compare.Target.VALUE && compare.result().holds(Long.compare(0, compare.number()));
    }

    private static boolean holds(Compare compare, Current current, MvccStore store) {
        long number = compare.number();
        int comparison =
                switch (compare.target()) {
                    case VERSION -> Long.compare(current.version(), number);
                    case CREATE -> Long.compare(current.createRevision(), number);
                    case MOD -> Long.compare(current.modRevision(), number);
                    case LEASE -> Long.compare(current.lease(), number);
                    case VALUE -> store.load(current).compareValue(compare.value());
                };
        return compare.result().holds(comparison);
    }
}
