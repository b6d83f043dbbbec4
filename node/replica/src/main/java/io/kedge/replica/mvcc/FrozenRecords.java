/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.RecordVisitor;

/**
 * A frozen memtable on its way to disk, whole: what a compaction made unreachable since the last durable state may
 * still be needed to replay the log from this one. Every walk gives the same records. Any thread.
 */
public final class FrozenRecords implements RecordSource {

    private final Space space;
    private final Memtable table;

    FrozenRecords(Space space, Memtable table) {
        this.space = space;
        this.table = table;
    }

    @Override
    public void forEach(RecordVisitor visitor) {
        for (long revision = table.firstRevision(); revision < table.nextRevision(); revision++) {
            int subs = table.subCount(revision);
            for (int sub = 0; sub < subs; sub++) {
                KeyValue kv = table.get(revision, sub);
                if (kv != null) {
                    visitor.record(space, sub, kv);
                }
            }
        }
    }

    @Override
    public long count() {
        return table.records();
    }

    @Override
    public int longestBytes() {
        return table.longestBytes();
    }
}
