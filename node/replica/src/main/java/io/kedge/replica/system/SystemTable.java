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
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The current record of every system key; its revision is the log index that wrote it. A tombstone is forgotten here
 * once it is durable; on the disk the merges keep it as long as an older record of its key may be there. Written by the
 * replica thread; {@link #isLive} from any thread.
 *
 * <p>Invariant: when the entry of a record's create revision was applied, the durable state did not show its key. So a
 * tombstone hides nothing older than its create revision, and merges need not look further back.
 */
public final class SystemTable {

    private record Stored(KeyValue kv, int sub) {}

    private final Map<Key, Stored> current = new ConcurrentHashMap<>();

    /**
     * For keys changed since, the record that the durable state names: a merge must keep it until the newer one is
     * durable too, or a crash would bring back neither.
     */
    private final Map<Key, Stored> durable = new ConcurrentHashMap<>();

    /** Frozen and perhaps written, but not known to be durable. */
    private volatile Map<Key, Stored> flushing = Map.of();

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
        store(KeyValue.put(key, value, createRevision(key), entryIndex, 1, 0, Cause.PUT));
    }

    public void delete(Key key) {
        if (get(key) != null) {
            store(KeyValue.put(key, new byte[0], createRevision(key), entryIndex, 0, 0, Cause.DELETE));
        }
    }

    /** Handed on also by a tombstone that is not known to be durable: the disk may still show what it hides. */
    private long createRevision(Key key) {
        Stored stored = current.get(key);
        return stored == null ? entryIndex : stored.kv.createRevision();
    }

    public byte @Nullable [] get(Key key) {
        Stored stored = current.get(key);
        return stored == null || stored.kv.isTombstone() ? null : stored.kv.value();
    }

    /** Takes a stored record at start, in order. */
    public void restore(int sub, KeyValue kv) {
        if (kv.isTombstone()) {
            current.remove(kv.key());
        } else {
            current.put(kv.key(), new Stored(kv, sub));
        }
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

    /**
     * A hash of every key that exists, with the log index that wrote it; the same on every member that has applied the
     * same log, so without the create revision, in which members differ. Any thread; what is written meanwhile is in it
     * or not.
     */
    public int hash() {
        CRC32C crc = new CRC32C();
        long sum = 0;
        for (KeyValue kv : all()) {
            crc.reset();
            KeyValue hashed = KeyValue.put(kv.key(), kv.value(), 0, kv.modRevision(), 1, 0, Cause.PUT);
            crc.update(hashed.wire());
            sum += crc.getValue() * 0x9E3779B97F4A7C15L;
        }
        return (int) (sum ^ sum >>> 32);
    }

    /** Whether this record is current, or will be again after a crash. */
    public boolean isLive(Key key, long revision, int sub) {
        // In the order in which a record moves on, so that it cannot slip through between two looks.
        return isAt(current.get(key), revision, sub)
                || isAt(flushing.get(key), revision, sub)
                || isAt(durable.get(key), revision, sub);
    }

    private static boolean isAt(@Nullable Stored stored, long revision, int sub) {
        return stored != null && stored.kv.modRevision() == revision && stored.sub == sub;
    }

    public long liveRecords() {
        return current.size();
    }

    public long dirtyBytes() {
        return dirtyBytes;
    }

    /**
     * The records changed since the last freeze, in order of revision; {@link #flushed} follows before the next freeze.
     */
    public RecordSource freeze() {
        if (!flushing.isEmpty()) {
            throw new IllegalStateException("frozen again before the last records are durable");
        }
        Map<Key, Stored> frozen = dirty;
        flushing = frozen;
        dirty = new LinkedHashMap<>();
        dirtyBytes = 0;
        return new Frozen(List.copyOf(frozen.values()));
    }

    /** The records frozen last are durable. */
    public void flushed() {
        flushing.forEach((key, stored) -> {
            if (dirty.containsKey(key)) {
                durable.put(key, stored);
            } else {
                durable.remove(key);
                if (stored.kv.isTombstone()) {
                    current.remove(key);
                }
            }
        });
        flushing = Map.of();
    }

    private void store(KeyValue kv) {
        Key key = kv.key();
        Stored stored = new Stored(kv, nextSub++);
        // Removed first, so that the order of the map stays the order of the writes.
        Stored before = dirty.remove(key);
        if (before != null) {
            dirtyBytes -= bytes(before);
        } else {
            Stored old = current.get(key);
            if (old != null && !flushing.containsKey(key)) {
                durable.put(key, old);
            }
        }
        current.put(key, stored);
        dirtyBytes += bytes(stored);
        dirty.put(key, stored);
    }

    private static long bytes(Stored stored) {
        return stored.kv.wire().length + 200L;
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
