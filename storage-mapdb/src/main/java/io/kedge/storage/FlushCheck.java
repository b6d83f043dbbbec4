/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import io.kedge.replica.backend.RecordVisitor;
import org.jspecify.annotations.Nullable;

/** The first walk over records to be flushed: measures them, and refuses what could not be stored or found again. */
final class FlushCheck implements RecordVisitor {

    private final Catalog catalog;
    private @Nullable RecordKey previous;
    private int longestBytes;
    private long totalBytes;
    private long count;

    FlushCheck(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void record(Space space, int sub, KeyValue kv) {
        RecordKey key = RecordKey.of(space, kv.modRevision(), sub);
        RecordKey before = previous;
        if (before == null || before.space() != key.space()) {
            RecordKey stored = catalog.lastKey(space);
            before = stored != null && (before == null || before.compareTo(stored) < 0) ? stored : before;
        }
        if (before != null && before.compareTo(key) >= 0) {
            throw new IllegalArgumentException("record " + key + " follows " + before + ": records must ascend");
        }
        previous = key;
        longestBytes = Math.max(longestBytes, kv.wire().length);
        totalBytes += PageFormat.storedBytes(kv.wire().length);
        count++;
    }

    long count() {
        return count;
    }

    /** Throws IllegalArgumentException if a record is too long. */
    PageFormat format(StorageOptions options) {
        return PageFormat.choose(longestBytes, Math.min(totalBytes, options.segmentBytesMax()), options.pageBytesMax());
    }
}
