/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.apply;

import io.kedge.model.Cause;
import io.kedge.model.Key;
import io.kedge.model.LeaseResult;
import io.kedge.model.PutRequest;
import io.kedge.model.Result;
import io.kedge.replica.lease.Lease;
import io.kedge.replica.mvcc.Current;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.system.SystemState;
import io.kedge.replica.txn.Budget;
import io.kedge.replica.txn.Writes;
import java.util.Iterator;
import java.util.List;

/** Ends a lease: deletes its keys in key order at one revision, then does what was asked for its expiry. */
final class LeaseEndRun implements ApplyRun {

    private final MvccStore store;
    private final Writes writes;
    private final SystemState system;
    private final Lease lease;
    private final Cause cause;
    private final Iterator<Key> keys;

    LeaseEndRun(MvccStore store, Writes writes, SystemState system, Lease lease, boolean expired) {
        this.store = store;
        this.writes = writes;
        this.system = system;
        this.lease = lease;
        this.cause = expired ? Cause.LEASE_EXPIRED : Cause.LEASE_REVOKED;
        // A copy: deleting a key detaches it.
        this.keys = List.copyOf(lease.keys()).iterator();
    }

    @Override
    public boolean step(Budget budget) {
        while (keys.hasNext()) {
            if (!budget.take()) {
                return false;
            }
            Key key = keys.next();
            Current current = store.current(key);
            if (current == null || current.lease() != lease.id()) {
                throw new IllegalStateException(
                        "key " + key + " is listed by lease " + lease.id() + " but not attached");
            }
            writes.delete(current, false, cause);
        }
        if (cause == Cause.LEASE_EXPIRED) {
            for (PutRequest put : lease.onExpiry()) {
                writes.put(put);
            }
        }
        system.removeLease(lease.id());
        return true;
    }

    @Override
    public Result result() {
        return new LeaseResult(writes.visibleRevision(), lease.id(), 0);
    }
}
