/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.KeyValue;
import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.RecordVisitor;

/** A frozen memtable on its way to disk, less what compaction has already made unreachable. Any thread. */
public final class FrozenRecords implements RecordSource {

    private final MvccStore store;
    private final Memtable table;

    FrozenRecords(MvccStore store, Memtable table) {
        this.store = store;
        this.table = table;
    }

    @Override
    public void forEach(RecordVisitor visitor) {
        for (long revision = table.firstRevision(); revision < table.nextRevision(); revision++) {
            int subs = table.subCount(revision);
            for (int sub = 0; sub < subs; sub++) {
                KeyValue kv = table.get(revision, sub);
                if (kv != null && store.isLive(kv.key(), revision, sub)) {
                    visitor.record(store.space(), sub, kv);
                }
            }
        }
    }

    /** An upper bound: records that die before the write are left out. */
    @Override
    public long count() {
        return table.records();
    }

    @Override
    public int longestBytes() {
        return table.longestBytes();
    }
}
