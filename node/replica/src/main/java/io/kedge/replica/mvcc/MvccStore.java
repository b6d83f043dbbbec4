/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.Space;
import io.kedge.replica.backend.Backend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One space's keys with their history. One thread writes, between {@link #begin} and {@link #end}; other threads read
 * through {@link Reads} at the published revision or below, without locks.
 *
 * <p>Invariants: a revision is given to exactly one write and never again; everything a write changes carries its
 * revision and becomes visible at once, by {@link #publish}; records at or above the compact revision stay until the
 * last pin above them ends.
 */
public final class MvccStore {

    private final Space space;
    private final KeyIndex index = new KeyIndex();
    private final Records records;
    private final ReadPins pins;
    private final CompactionWalk compactionWalk;

    private long revision;
    private volatile long published;
    private volatile long compacted;
    private volatile long publishedCompacted;
    private long durableCompacted;
    private volatile long liveRecords;
    private volatile long keyCount;

    private boolean writing;
    private KeyValue[] written = new KeyValue[8];
    private int writtenCount;
    private List<Event> events = new ArrayList<>();

    /**
     * An empty store; {@link #restore} then fills it.
     *
     * @param revision current, 1 for a new users' space as in etcd
     * @param compacted last compacted revision, -1 for none
     */
    public MvccStore(Space space, Backend backend, ReadPins pins, long revision, long compacted, long cacheBytesMax) {
        this.space = space;
        this.records = new Records(space, backend, revision + 1, cacheBytesMax);
        this.pins = pins;
        this.revision = revision;
        this.published = revision;
        this.compacted = compacted;
        this.publishedCompacted = compacted;
        this.durableCompacted = compacted;
        this.compactionWalk = new CompactionWalk(this, index);
    }

    /** Takes a stored record at start, in order. */
    public void restore(int sub, KeyValue kv) {
        if (kv.modRevision() > revision) {
            throw new IllegalStateException(
                    "stored revision " + kv.modRevision() + " is beyond the store's " + revision);
        }
        KeyHistory history = index.getOrCreate(kv.key());
        boolean wasAlive = history.isAlive();
        if (kv.isTombstone()) {
            history.appendTombstone(kv.modRevision(), sub);
        } else {
            history.appendPut(kv.modRevision(), sub, kv.createRevision(), kv.version(), kv.lease());
        }
        liveRecords++;
        countKey(wasAlive, history.isAlive());
    }

    /** Ends the restoring: forgets what was compacted but not yet removed from disk. */
    public void restored() {
        compactionWalk.start(compacted);
        while (!compactionWalk.step(Integer.MAX_VALUE)) {
            continue;
        }
    }

    public Space space() {
        return space;
    }

    /** The revision of the last complete write; writer only. */
    public long revision() {
        return revision;
    }

    /** The revision readers use. Any thread. */
    public long published() {
        return published;
    }

    /**
     * The last compacted revision, -1 for none, as in etcd: 0 can be compacted once. Writer only, readers use {@link
     * #publishedCompacted}.
     */
    public long compacted() {
        return compacted;
    }

    /** The oldest readable revision, 0 for all; never above {@link #published}. Any thread. */
    public long publishedCompacted() {
        return publishedCompacted;
    }

    /** Keys that exist now. Any thread. */
    public long keyCount() {
        return keyCount;
    }

    /** Versions kept, dead ones included. Any thread. */
    public long liveRecords() {
        return liveRecords;
    }

    /** Bytes of records that are not frozen yet; writer only. */
    public long activeBytes() {
        return records.active().bytes();
    }

    /** Starts a write at the next revision; nothing else may write until {@link #end}. */
    public void begin() {
        if (writing) {
            throw new IllegalStateException("a write of " + space + " is open already");
        }
        writing = true;
    }

    /** The revision that the open write gives its changes. */
    public long writeRevision() {
        return revision + 1;
    }

    /** Whether the open write has changed anything. */
    public boolean hasChanges() {
        return writtenCount > 0;
    }

    /** Puts in the open write. */
    public KeyValue put(Key key, byte[] value, long lease, Cause cause) {
        return put(index.getOrCreate(key), value, lease, cause);
    }

    /** As {@link #put(Key, byte[], long, Cause)}, over a key that exists. */
    public KeyValue put(Current current, byte[] value, long lease, Cause cause) {
        return put(current.history(), value, lease, cause);
    }

    private KeyValue put(KeyHistory history, byte[] value, long lease, Cause cause) {
        checkWriting();
        boolean wasAlive = history.isAlive();
        long at = writeRevision();
        long created = wasAlive ? history.createRevision() : at;
        long version = history.version() + 1;
        // The index's key object is kept, so that a record does not hold a second copy of the key.
        KeyValue kv = KeyValue.put(history.key(), value, created, at, version, lease, cause);
        Event event = event(kv, history, wasAlive);
        history.appendPut(at, writtenCount, created, version, lease);
        record(kv, event);
        countKey(wasAlive, true);
        return kv;
    }

    /** Deletes an existing key in the open write. */
    public void delete(Current current, Cause cause) {
        checkWriting();
        KeyHistory history = current.history();
        if (!history.isAlive()) {
            throw new IllegalStateException("delete of " + history.key() + ", which does not exist");
        }
        KeyValue kv = KeyValue.tombstone(history.key(), writeRevision(), cause);
        Event event = event(kv, history, true);
        history.appendTombstone(writeRevision(), writtenCount);
        record(kv, event);
        countKey(true, false);
    }

    private Event event(KeyValue kv, KeyHistory history, boolean hadPrevious) {
        boolean creates = !kv.isTombstone() && kv.createRevision() == kv.modRevision();
        if (!hadPrevious || creates) {
            return new Event(kv, null);
        }
        // A watcher's previous record is what a read before this write saw, not what an earlier step of it left.
        long[] snapshot = history.snapshot();
        int last = KeyHistory.find(snapshot, revision);
        if (last < 0 || KeyHistory.isDead(snapshot, last)) {
            return new Event(kv, null);
        }
        KeyValue previous = records.fromMemory(KeyHistory.revision(snapshot, last), KeyHistory.sub(snapshot, last));
        return previous != null ? new Event(kv, previous) : Event.withPreviousOnDisk(kv);
    }

    private void record(KeyValue kv, Event event) {
        if (writtenCount == written.length) {
            written = java.util.Arrays.copyOf(written, writtenCount * 2);
        }
        written[writtenCount++] = kv;
        events.add(event);
        liveRecords++;
    }

    private void countKey(boolean before, boolean after) {
        if (before != after) {
            keyCount += after ? 1 : -1;
        }
    }

    /**
     * Completes the open write. The revision advances if anything changed; readers see it after {@link #publish}.
     *
     * @return its events in order, empty if nothing changed
     */
    public List<Event> end() {
        checkWriting();
        writing = false;
        if (writtenCount == 0) {
            return List.of();
        }
        records.active().add(revision + 1, written, writtenCount);
        revision++;
        if (writtenCount > 1024) {
            written = new KeyValue[8];
        } else {
            java.util.Arrays.fill(written, 0, writtenCount, null);
        }
        writtenCount = 0;
        List<Event> done = events;
        events = new ArrayList<>(2);
        return done;
    }

    /** Shows all complete writes to readers, then the compaction that may forbid what was current before them. */
    public void publish() {
        published = revision;
        publishedCompacted = compacted;
    }

    /** The key as the writer sees it, its open write included, or null if it does not exist. */
    public @Nullable Current current(Key key) {
        KeyHistory history = index.get(key);
        return history != null && history.isAlive() ? new Current(history) : null;
    }

    /**
     * Keys of the range as the writer sees them; lazily, so that a long walk can be interrupted between two of them.
     */
    public java.util.Iterator<Current> currentIn(KeyRange range) {
        Collection<KeyHistory> histories = index.in(range);
        return new CurrentIterator(histories.iterator());
    }

    /** A range as the writer sees it, its open write included; the caller has checked the revision asked for. */
    public RangeResult rangeInWrite(RangeRequest request, long visibleRevision) {
        long at = request.revision() <= 0 ? visibleRevision : request.revision();
        RangeResult result = new RangeReader(index, writerLookup()).read(request, at, visibleRevision, Long.MAX_VALUE);
        return java.util.Objects.requireNonNull(result, "the writer's lookup never gives up");
    }

    private RecordLookup writerLookup() {
        return (at, sub) -> writing && at == writeRevision() ? written[sub] : records.load(at, sub);
    }

    /** The record behind {@code current}; may touch the disk. */
    public KeyValue load(Current current) {
        long[] snapshot = current.history().snapshot();
        int last = KeyHistory.count(snapshot) - 1;
        KeyValue kv = writerLookup().get(KeyHistory.revision(snapshot, last), KeyHistory.sub(snapshot, last));
        if (kv == null) {
            throw new IllegalStateException("no record for " + current.key());
        }
        return kv;
    }

    /**
     * Makes {@code at} the oldest readable revision once published; the removal follows in {@link #compactionStep},
     * after the compaction is durable: see {@link #removableBelow}.
     */
    public void compact(long at) {
        if (at <= compacted || at > revision) {
            throw new IllegalStateException("compaction of " + at + " outside (" + compacted + ", " + revision + "]");
        }
        compacted = at;
        compactionWalk.start(at);
    }

    /** Removes dead versions of up to {@code keys} keys; true when nothing is left to do now. */
    public boolean compactionStep(int keys) {
        return compactionWalk.step(keys);
    }

    /** Whether all that compaction made unreachable is gone from the index. */
    public boolean isCompactionComplete() {
        return compactionWalk.isComplete();
    }

    /** Whether a crash now would bring back a state without the last compaction. */
    public boolean hasUndurableCompaction() {
        return durableCompacted < compacted;
    }

    /** Whether the rest of a compaction waits for a read to end. */
    public boolean isCompactionWaiting() {
        return compactionWalk.isWaiting();
    }

    /** Tells of every key that has a lease, and which, at start. */
    public void forEachAttached(ObjLongConsumer<Key> consumer) {
        for (KeyHistory history : index.from(null)) {
            if (history.lease() != 0) {
                consumer.accept(history.key(), history.lease());
            }
        }
    }

    /** Whether the index still holds this version, so that a merge must keep its record. Any thread. */
    public boolean isLive(Key key, long atRevision, int sub) {
        KeyHistory history = index.get(key);
        return history != null && history.contains(atRevision, sub);
    }

    /** Freezes the records written so far for a flush; see {@link FrozenRecords}. */
    public FrozenRecords freeze() {
        if (writing) {
            throw new IllegalStateException("freeze inside a write");
        }
        return new FrozenRecords(space, records.rotate());
    }

    /** The oldest frozen records are durable, with a state that says {@code compactedThen}. */
    public void flushed(long compactedThen) {
        records.flushed();
        durableCompacted = compactedThen;
    }

    /** A read view for one thread; {@link Reads#close} it. Null if too many readers are open. */
    public @Nullable Reads openReads() {
        int slot = pins.acquire();
        return slot < 0 ? null : new Reads(this, index, records, pins, slot);
    }

    void removed(int versions) {
        liveRecords -= versions;
    }

    /**
     * Versions that no read at or above this revision sees may go from the index, and with that from the disk. It waits
     * for the oldest pin and for a durable state with the compaction: replaying the log from that state needs every
     * version that was visible then, even if all of them are compacted by now.
     */
    long removableBelow() {
        return Math.min(pins.oldest(), Math.min(durableCompacted, publishedCompacted));
    }

    /** Checks every history; throws IllegalStateException. For tests and {@code --verify}. */
    public void verify() {
        index.verify();
        long alive = 0;
        long versions = 0;
        for (KeyHistory history : index.from(null)) {
            history.verify();
            versions += KeyHistory.count(history.snapshot());
            alive += history.isAlive() ? 1 : 0;
            if (history.isEmpty()) {
                throw new IllegalStateException("an empty history of " + history.key() + " is left in the index");
            }
        }
        if (alive != keyCount || versions != liveRecords) {
            throw new IllegalStateException("counted " + alive + " keys and " + versions + " versions, kept " + keyCount
                    + " and " + liveRecords);
        }
    }

    private void checkWriting() {
        if (!writing) {
            throw new IllegalStateException("no write of " + space + " is open");
        }
    }

    KeyIndex index() {
        return index;
    }
}
