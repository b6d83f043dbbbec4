/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rebuilds past events for a watch that starts in, or has fallen back to, history. On a thread that may block. */
final class HistoryReader {

    private final MvccStore store;
    private final KeyIndex index;
    private final Records records;
    private final boolean withPrevious;

    /**
     * {@code withPrevious} is whether events carry their previous records, each of which may cost a look at the disk.
     */
    HistoryReader(MvccStore store, KeyIndex index, Records records, boolean withPrevious) {
        this.store = store;
        this.index = index;
        this.records = records;
        this.withPrevious = withPrevious;
    }

    Reads.History read(KeyRange range, long from, long to, long bytesMax) {
        return range.single() ? readSingle(range.start(), from, to, bytesMax) : readAll(range, from, to, bytesMax);
    }

    private Reads.History readSingle(Key key, long from, long to, long bytesMax) {
        KeyHistory history = index.get(key);
        List<Event> events = new ArrayList<>();
        if (history == null) {
            return new Reads.History(events, to);
        }
        long[] snapshot = history.snapshot();
        int count = KeyHistory.count(snapshot);
        long bytes = 0;
        for (int at = KeyHistory.find(snapshot, from - 1) + 1; at < count; at++) {
            long revision = KeyHistory.revision(snapshot, at);
            if (revision > to) {
                break;
            }
            if (bytes > bytesMax && revision > KeyHistory.revision(snapshot, at - 1)) {
                return new Reads.History(events, revision - 1);
            }
            Event event = event(snapshot, at);
            bytes += event.kv().wire().length;
            events.add(event);
        }
        return new Reads.History(events, to);
    }

    /**
     * Reads the segments, then the memtables. The memtables are taken hold of first: one that is flushed and dropped
     * meanwhile is still read here, and what was flushed before is in the segments.
     */
    private Reads.History readAll(KeyRange range, long from, long to, long bytesMax) {
        Memtable[] tables = records.tables();
        long firstInMemory = tables[0].firstRevision();
        if (from >= firstInMemory) {
            return readFromMemory(tables, range, from, to, bytesMax);
        }
        EventCollector collector = new EventCollector(range, bytesMax);
        try {
            long diskEnd = Math.min(to + 1, firstInMemory);
            records.scanDisk(from, diskEnd, collector);
            if (collector.full || to < diskEnd) {
                return new Reads.History(collector.events, collector.full ? collector.lastRevision : to);
            }
            long bytesLeft = bytesMax - collector.bytes;
            if (bytesLeft < 0) {
                return new Reads.History(collector.events, diskEnd - 1);
            }
            Reads.History rest = readFromMemory(tables, range, diskEnd, to, bytesLeft);
            collector.events.addAll(rest.events());
            return new Reads.History(collector.events, rest.complete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Reads.History readFromMemory(Memtable[] tables, KeyRange range, long from, long to, long bytesMax) {
        List<Event> events = new ArrayList<>();
        long bytes = 0;
        int table = 0;
        for (long revision = from; revision <= to; revision++) {
            while (table + 1 < tables.length && tables[table + 1].firstRevision() <= revision) {
                table++;
            }
            int subs = tables[table].subCount(revision);
            for (int sub = 0; sub < subs; sub++) {
                KeyValue kv = tables[table].get(revision, sub);
                if (kv != null && range.contains(kv.key()) && store.isLive(kv.key(), revision, sub)) {
                    events.add(event(kv));
                    bytes += kv.wire().length;
                }
            }
            if (bytes > bytesMax) {
                return new Reads.History(events, revision);
            }
        }
        return new Reads.History(events, to);
    }

    private Event event(long[] snapshot, int at) {
        KeyValue kv = records.load(KeyHistory.revision(snapshot, at), KeyHistory.sub(snapshot, at));
        return new Event(kv, !withPrevious || creates(kv) ? null : visibleBefore(snapshot, kv.modRevision()));
    }

    private Event event(KeyValue kv) {
        return new Event(kv, !withPrevious || creates(kv) ? null : previous(kv.key(), kv.modRevision()));
    }

    private static boolean creates(KeyValue kv) {
        return !kv.isTombstone() && kv.createRevision() == kv.modRevision();
    }

    /** What a read of {@code key} at {@code revision - 1} sees; null if nothing, or if that revision is compacted. */
    @Nullable
    KeyValue previous(Key key, long revision) {
        KeyHistory history = index.get(key);
        return history == null ? null : visibleBefore(history.snapshot(), revision);
    }

    private @Nullable KeyValue visibleBefore(long[] snapshot, long revision) {
        int at = KeyHistory.find(snapshot, revision - 1);
        if (at < 0 || KeyHistory.isDead(snapshot, at) || revision - 1 < store.publishedCompacted()) {
            return null;
        }
        return records.load(KeyHistory.revision(snapshot, at), KeyHistory.sub(snapshot, at));
    }

    /** Collects one scan's events up to a number of bytes, ending after a whole revision. */
    private final class EventCollector implements io.kedge.replica.backend.RecordVisitor {

        private final KeyRange range;
        private final long bytesMax;
        private final List<Event> events = new ArrayList<>();
        private long bytes;
        private long lastRevision;
        private boolean full;

        EventCollector(KeyRange range, long bytesMax) {
            this.range = range;
            this.bytesMax = bytesMax;
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void record(io.kedge.model.Space space, int sub, KeyValue kv) {
            if (full || bytes > bytesMax && kv.modRevision() > lastRevision) {
                full = true;
                return;
            }
            lastRevision = kv.modRevision();
            if (range.contains(kv.key()) && store.isLive(kv.key(), kv.modRevision(), sub)) {
                events.add(event(kv));
                bytes += kv.wire().length;
            }
        }
    }
}
