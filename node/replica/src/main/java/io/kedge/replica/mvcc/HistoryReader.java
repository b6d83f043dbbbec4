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

    HistoryReader(MvccStore store, KeyIndex index, Records records) {
        this.store = store;
        this.index = index;
        this.records = records;
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

    /** Walks the index for versions in the window, then loads them in the order of their revisions. */
    private Reads.History readAll(KeyRange range, long from, long to, long bytesMax) {
        if (from >= records.firstInMemory()) {
            return readFromMemory(range, from, to, bytesMax);
        }
        EventCollector collector = new EventCollector(range, bytesMax);
        try {
            // Segments end where the oldest memtable begins; a flush in between is seen through the memtable instead.
            long diskEnd = Math.min(to + 1, records.firstInMemory());
            records.scanDisk(from, diskEnd, collector);
            if (collector.full) {
                return new Reads.History(collector.events, collector.lastRevision);
            }
            if (to < diskEnd) {
                return new Reads.History(collector.events, to);
            }
            Reads.History rest = readFromMemory(range, diskEnd, to, bytesMax);
            collector.events.addAll(rest.events());
            return new Reads.History(collector.events, rest.complete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Reads.History readFromMemory(KeyRange range, long from, long to, long bytesMax) {
        List<Event> events = new ArrayList<>();
        long bytes = 0;
        for (long revision = from; revision <= to; revision++) {
            int subs = records.subCountInMemory(revision);
            for (int sub = 0; sub < subs; sub++) {
                KeyValue kv = records.load(revision, sub);
                if (range.contains(kv.key()) && store.isLive(kv.key(), revision, sub)) {
                    events.add(event(kv, sub));
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
        return new Event(kv, at == 0 ? null : previousIn(snapshot, at - 1, kv.modRevision()));
    }

    private Event event(KeyValue kv, int sub) {
        return new Event(kv, previous(kv.key(), kv.modRevision(), sub));
    }

    /** The version of {@code key} before (revision, sub), or null if it did not exist or is compacted away. */
    @Nullable
    KeyValue previous(Key key, long revision, int sub) {
        KeyHistory history = index.get(key);
        if (history == null) {
            return null;
        }
        long[] snapshot = history.snapshot();
        int at = KeyHistory.find(snapshot, revision);
        while (at >= 0 && KeyHistory.revision(snapshot, at) == revision && KeyHistory.sub(snapshot, at) >= sub) {
            at--;
        }
        return at < 0 ? null : previousIn(snapshot, at, revision);
    }

    /** What a read at {@code eventRevision - 1} sees; nothing once that revision is compacted. */
    private @Nullable KeyValue previousIn(long[] snapshot, int at, long eventRevision) {
        if (KeyHistory.isDead(snapshot, at) || eventRevision - 1 < store.compacted()) {
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
        public void record(io.kedge.model.Space space, int sub, KeyValue kv) {
            if (full || bytes > bytesMax && kv.modRevision() > lastRevision) {
                full = true;
                return;
            }
            lastRevision = kv.modRevision();
            if (range.contains(kv.key()) && store.isLive(kv.key(), kv.modRevision(), sub)) {
                events.add(event(kv, sub));
                bytes += kv.wire().length;
            }
        }
    }
}
