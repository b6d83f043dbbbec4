/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.PutRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Refuses a branch that would change one key twice: no key put twice, none put inside a deleted range of the same
 * level, of a parent or of an earlier child. Puts of one key in the two branches of one child exclude each other and
 * are fine, as are deletes that overlap. A delete without an upper bound is not looked at: etcd takes its end of one
 * zero byte as it stands, as a range that holds nothing, and clients may rely on what it lets pass. Which key a
 * sequential put writes is not known yet, so nothing else may write below its prefix.
 */
final class DuplicateKeys {

    private final Set<Key> puts = new HashSet<>();
    private final List<KeyRange> deletes = new ArrayList<>();
    private final List<KeyRange> sequences = new ArrayList<>(0);

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
            } else if (op instanceof SequentialPut put) {
                level.addSequence(KeyRange.prefix(put.prefix()));
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
        success.sequences.forEach(this::addSequence);
        for (KeyRange sequence : failure.sequences) {
            if (!success.sequences.contains(sequence)) {
                addSequence(sequence);
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
        refuseIf(sequences, sequence -> sequence.contains(key));
    }

    private void addSequence(KeyRange sequence) {
        refuseIf(puts, sequence::contains);
        refuseIf(deletes, sequence::overlaps);
        refuseIf(sequences, sequence::overlaps);
        sequences.add(sequence);
    }

    private static <T> void refuseIf(Collection<T> all, Predicate<T> clashes) {
        if (all.stream().anyMatch(clashes)) {
            throw new KedgeException(StatusCode.DUPLICATE_KEY);
        }
    }

    private void refuseIfDeleted(Key key) {
        refuseIf(deletes, range -> range.contains(key));
    }
}
