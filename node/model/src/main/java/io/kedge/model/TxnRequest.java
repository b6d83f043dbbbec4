/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** If all compares hold, the success operations, else the failure ones, at one revision. */
public record TxnRequest(List<Compare> compares, List<TxnOp> success, List<TxnOp> failure) implements TxnOp, Operation {

    /** Levels of transactions inside each other, the outermost included, that the log can carry. */
    public static final int NESTING_MAX = 256;

    /** Whether neither branch can write; a nested transaction counts as a write. */
    public boolean isReadOnly() {
        return onlyRanges(success) && onlyRanges(failure);
    }

    /** Whether a read-only transaction may be answered from local state: all its ranges say so. */
    public boolean isSerializable() {
        return allSerializable(success) && allSerializable(failure);
    }

    /** Whether a write in either branch has a cause other than the usual one. */
    boolean namesCauses() {
        return namesCauses(success) || namesCauses(failure);
    }

    private static boolean namesCauses(List<TxnOp> ops) {
        for (TxnOp op : ops) {
            if (op instanceof PutRequest put && put.cause() != Cause.PUT
                    || op instanceof DeleteRangeRequest delete && delete.cause() != Cause.DELETE
                    || op instanceof SequentialPut
                    || op instanceof TxnRequest nested && nested.namesCauses()) {
                return true;
            }
        }
        return false;
    }

    private static boolean onlyRanges(List<TxnOp> ops) {
        for (TxnOp op : ops) {
            if (!(op instanceof RangeRequest)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allSerializable(List<TxnOp> ops) {
        for (TxnOp op : ops) {
            if (!(op instanceof RangeRequest range && range.serializable())) {
                return false;
            }
        }
        return true;
    }
}
