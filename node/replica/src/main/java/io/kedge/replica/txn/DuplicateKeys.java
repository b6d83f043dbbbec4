/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.PutRequest;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses a branch that would change one key twice: no key put twice, none put inside a deleted range of the same
 * level, of a parent or of an earlier child. Puts of one key in the two branches of one child exclude each other and
 * are fine, as are deletes that overlap. A delete without an upper bound is not looked at: etcd takes its end of one
 * zero byte as it stands, as a range that holds nothing, and clients may rely on what it lets pass.
 */
final class DuplicateKeys {

    private final Set<Key> puts = new HashSet<>();
    private final List<KeyRange> deletes = new ArrayList<>();

    private DuplicateKeys() {}

    static void check(List<TxnOp> branch) {
        of(branch);
    }

    private static DuplicateKeys of(List<TxnOp> branch) {
        DuplicateKeys level = new DuplicateKeys();
        for (TxnOp op : branch) {
            if (op instanceof DeleteRangeRequest delete && delete.range().end() != null) {
                level.deletes.add(delete.range());
            }
        }
        for (TxnOp op : branch) {
            if (op instanceof TxnRequest nested) {
                level.addChild(of(nested.success()), of(nested.failure()));
            }
        }
        for (TxnOp op : branch) {
            if (op instanceof PutRequest put) {
                level.addPut(put.key());
            }
        }
        return level;
    }

    private void addChild(DuplicateKeys success, DuplicateKeys failure) {
        success.puts.forEach(this::addPut);
        for (Key key : failure.puts) {
            if (success.puts.contains(key)) {
                refuseIfDeleted(key);
            } else {
                addPut(key);
            }
        }
        deletes.addAll(success.deletes);
        deletes.addAll(failure.deletes);
    }

    private void addPut(Key key) {
        if (!puts.add(key)) {
            throw new KedgeException(StatusCode.DUPLICATE_KEY);
        }
        refuseIfDeleted(key);
    }

    private void refuseIfDeleted(Key key) {
        for (KeyRange range : deletes) {
            if (range.contains(key)) {
                throw new KedgeException(StatusCode.DUPLICATE_KEY);
            }
        }
    }
}
