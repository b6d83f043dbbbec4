/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.apply;

import io.kedge.model.LeaseGrant;
import io.kedge.model.Operation;
import io.kedge.model.PutRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import java.util.List;

/** What a request may add to the store, for the quota: etcd's estimates. */
public final class Growth {

    private static final long PUT_OVERHEAD_BYTES = 256;
    private static final long LEASE_BYTES = 64;
    private static final int NAME_BYTES = 20;

    private Growth() {}

    /** Bytes counted against the quota; 0 always passes. */
    public static long bytes(Operation operation) {
        if (operation instanceof PutRequest put) {
            return bytes(put);
        } else if (operation instanceof TxnRequest txn) {
            return bytes(txn);
        } else if (operation instanceof SequentialPut put) {
            return bytes(put);
        }
        return operation instanceof LeaseGrant ? LEASE_BYTES : 0;
    }

    private static long bytes(PutRequest put) {
        return PUT_OVERHEAD_BYTES + put.key().length() + put.value().length;
    }

    private static long bytes(SequentialPut put) {
        return PUT_OVERHEAD_BYTES + put.prefix().length() + NAME_BYTES + put.suffix().length + put.value().length;
    }

    /** The dearer branch. */
    private static long bytes(TxnRequest txn) {
        return Math.max(bytes(txn.success()), bytes(txn.failure()));
    }

    private static long bytes(List<TxnOp> branch) {
        long sum = 0;
        for (TxnOp op : branch) {
            if (op instanceof PutRequest put) {
                sum += bytes(put);
            } else if (op instanceof SequentialPut put) {
                sum += bytes(put);
            } else if (op instanceof TxnRequest nested) {
                sum += bytes(nested);
            }
        }
        return sum;
    }

    /** Whether either branch has a put. */
    static boolean putsSomething(TxnRequest txn) {
        return putsSomething(txn.success()) || putsSomething(txn.failure());
    }

    private static boolean putsSomething(List<TxnOp> branch) {
        for (TxnOp op : branch) {
            if (op instanceof PutRequest
                    || op instanceof SequentialPut
                    || op instanceof TxnRequest nested && putsSomething(nested)) {
                return true;
            }
        }
        return false;
    }
}
