/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.system;

import io.kedge.model.Cause;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.RecordVisitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The current record of every system key; its revision is the log index that wrote it. Tombstones stay, because an older record
 * may still be on disk. Written by the replica thread; {@link #isLive} from any thread.
 */
public final class SystemTable {

    private record Stored(KeyValue kv, int sub) {}

    private final Map<Key, Stored> current = new ConcurrentHashMap<>();

    /** Changed since the last freeze, in the order of writing; only the newest record of a key is written to disk. */
    private LinkedHashMap<Key, Stored> dirty = new LinkedHashMap<>();

    private long dirtyBytes;
    private long entryIndex;
    private int nextSub;

    /** Starts the writes of one log entry. */
    public void beginEntry(long index) {
        if (index > entryIndex) {
            entryIndex = index;
            nextSub = 0;
        }
    }

    public void put(Key key, byte[] value) {
        store(KeyValue.put(key, value, entryIndex, entryIndex, 1, 0, Cause.PUT));
    }

    public void delete(Key key) {
        if (current.containsKey(key)) {
            store(KeyValue.tombstone(key, entryIndex, Cause.DELETE));
        }
    }

    public byte @Nullable [] get(Key key) {
        Stored stored = current.get(key);
        return stored == null || stored.kv.isTombstone() ? null : stored.kv.value();
    }

    /** Takes a stored record at start, in order. */
    public void restore(int sub, KeyValue kv) {
        current.put(kv.key(), new Stored(kv, sub));
    }

    /** Every key that exists. */
    public List<KeyValue> all() {
        List<KeyValue> all = new ArrayList<>();
        for (Stored stored : current.values()) {
            if (!stored.kv.isTombstone()) {
                all.add(stored.kv);
            }
        }
        return all;
    }

    public boolean isLive(Key key, long revision, int sub) {
        Stored stored = current.get(key);
        return stored != null && stored.kv.modRevision() == revision && stored.sub == sub;
    }

    public long liveRecords() {
        return current.size();
    }

    public long dirtyBytes() {
        return dirtyBytes;
    }

    /** The records changed since the last freeze, in order of revision. */
    public RecordSource freeze() {
        List<Stored> frozen = new ArrayList<>(dirty.values());
        dirty = new LinkedHashMap<>();
        dirtyBytes = 0;
        return new Frozen(frozen);
    }

    private void store(KeyValue kv) {
        Stored stored = new Stored(kv, nextSub++);
        current.put(kv.key(), stored);
        // Removed first, so that the order of the map stays the order of the writes.
        if (dirty.remove(kv.key()) == null) {
            dirtyBytes += kv.wire().length + 200L;
        }
        dirty.put(kv.key(), stored);
    }

    private record Frozen(List<Stored> records) implements RecordSource {

        @Override
        public void forEach(RecordVisitor visitor) {
            for (Stored stored : records) {
                visitor.record(Space.SYSTEM, stored.sub, stored.kv);
            }
        }

        @Override
        public long count() {
            return records.size();
        }

        @Override
        public int longestBytes() {
            int longest = 0;
            for (Stored stored : records) {
                longest = Math.max(longest, stored.kv.wire().length);
            }
            return longest;
        }
    }
}
