/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.KeyValue;
import java.util.zip.CRC32C;

/**
 * Hashes what a range of revisions lets a reader see. Each version's CRC is added up, so that the order of the walk
 * does not matter, and versions that compaction has not removed yet are left out, so that its progress does not matter
 * either.
 */
final class StoreHasher {

    /** An empty store's hash is not 0, which a client could not tell from none. */
    static final int OF_NOTHING = 0x6b656467;

    private final KeyIndex index;
    private final Records records;

    StoreHasher(KeyIndex index, Records records) {
        this.index = index;
        this.records = records;
    }

    int hash(long compacted, long revision) {
        CRC32C crc = new CRC32C();
        long sum = OF_NOTHING;
        for (KeyHistory history : index.from(null)) {
            long[] snapshot = history.snapshot();
            int count = KeyHistory.count(snapshot);
            for (int at = Math.max(KeyHistory.find(snapshot, compacted), 0); at < count; at++) {
                long here = KeyHistory.revision(snapshot, at);
                if (here > revision) {
                    break;
                }
                if (here < compacted && KeyHistory.isDead(snapshot, at)) {
                    continue;
                }
                KeyValue kv = records.load(here, KeyHistory.sub(snapshot, at));
                crc.reset();
                crc.update(kv.wire());
                crc.update(kv.cause().code());
                sum += crc.getValue() * 0x9E3779B97F4A7C15L;
            }
        }
        return (int) (sum ^ sum >>> 32);
    }
}
