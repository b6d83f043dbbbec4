/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.FaultyOp;
import io.kedge.model.KedgeException;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import java.util.List;

/** Refuses what no state of the store could make right, in etcd's order of checks. All throw KedgeException. */
public final class RequestValidator {

    private final int maxTxnOps;

    /** {@code maxTxnOps} per level; nested transactions get what their parents leave. */
    public RequestValidator(int maxTxnOps) {
        this.maxTxnOps = maxTxnOps;
    }

    public void check(RangeRequest range) {
        require(!range.range().start().isEmpty(), StatusCode.KEY_NOT_PROVIDED);
    }

    public void check(PutRequest put) {
        require(!put.key().isEmpty(), StatusCode.KEY_NOT_PROVIDED);
        require(!put.ignoreValue() || put.value().length == 0, StatusCode.VALUE_PROVIDED);
        require(!put.ignoreLease() || put.lease() == 0, StatusCode.LEASE_PROVIDED);
    }

    public void check(DeleteRangeRequest delete) {
        require(!delete.range().start().isEmpty(), StatusCode.KEY_NOT_PROVIDED);
    }

    public void check(TxnRequest txn) {
        check(txn, maxTxnOps, TxnRequest.NESTING_MAX);
        DuplicateKeys.check(txn.success());
        DuplicateKeys.check(txn.failure());
    }

    private void check(TxnRequest txn, int opsLeft, int levelsLeft) {
        require(levelsLeft > 0, StatusCode.TOO_MANY_OPERATIONS);
        int ops = Math.max(
                txn.compares().size(),
                Math.max(txn.success().size(), txn.failure().size()));
        require(ops <= opsLeft, StatusCode.TOO_MANY_OPERATIONS);
        for (Compare compare : txn.compares()) {
            require(!compare.range().start().isEmpty(), StatusCode.KEY_NOT_PROVIDED);
        }
        checkOps(txn.success(), opsLeft - ops, levelsLeft - 1);
        checkOps(txn.failure(), opsLeft - ops, levelsLeft - 1);
    }

    private void checkOps(List<TxnOp> ops, int opsLeft, int levelsLeft) {
        for (TxnOp op : ops) {
            if (op instanceof RangeRequest range) {
                check(range);
            } else if (op instanceof PutRequest put) {
                check(put);
            } else if (op instanceof DeleteRangeRequest delete) {
                check(delete);
            } else if (op instanceof SequentialPut put) {
                require(!put.prefix().isEmpty(), StatusCode.KEY_NOT_PROVIDED);
            } else if (op instanceof TxnRequest nested) {
                check(nested, opsLeft, levelsLeft);
            } else if (op instanceof FaultyOp faulty) {
                throw new KedgeException(faulty.reason());
            }
        }
    }

    private static void require(boolean holds, StatusCode otherwise) {
        if (!holds) {
            throw new KedgeException(otherwise);
        }
    }
}
