/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.model.KeyValue;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks a part of one space of one segment in order; a walk over all of it must meet as many records as the manifest
 * says. The user is a holder of the segment for as long; one thread.
 */
final class SegmentCursor {

    private final Segment segment;
    private final Iterator<Map.Entry<RecordKey, StoredRecord>> entries;
    private final long expected;
    private long met;
    private RecordKey key;
    private @Nullable StoredRecord stored;

    /** From {@code from} to before {@code to}. */
    SegmentCursor(Segment segment, RecordKey from, RecordKey to) throws IOException {
        this.segment = segment;
        this.key = from;
        this.expected = segment.info().countIfAllBetween(from, to);
        try {
            this.entries = segment.map().entryIterator(from, true, to, false);
        } catch (RuntimeException | InternalError e) {
            throw segment.damaged(from, e);
        }
    }

    boolean next() throws IOException {
        try {
            if (!entries.hasNext()) {
                requireAllMet();
                return false;
            }
            met++;
            Map.Entry<RecordKey, StoredRecord> entry = entries.next();
            key = entry.getKey();
            stored = entry.getValue();
            return true;
        } catch (RuntimeException | InternalError e) {
            throw segment.damaged(key, e);
        }
    }

    private void requireAllMet() {
        if (expected >= 0 && met != expected) {
            throw new IllegalStateException(met + " records were met, the manifest says " + expected);
        }
    }

    RecordKey key() {
        return key;
    }

    StoredRecord stored() {
        if (stored == null) {
            throw new IllegalStateException("no record before the first next()");
        }
        return stored;
    }

    /** Checks the record's checksum and reads it. */
    KeyValue value() throws IOException {
        try {
            return stored().toKeyValue(key);
        } catch (IllegalArgumentException e) {
            throw segment.damaged(key, e);
        }
    }
}
