/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thread's lock-free reads. Each call pins its revision, checks it against compaction, reads, unpins. */
public final class Reads {

    private final MvccStore store;
    private final KeyIndex index;
    private final Records records;
    private final ReadPins pins;
    private final int slot;

    Reads(MvccStore store, KeyIndex index, Records records, ReadPins pins, int slot) {
        this.store = store;
        this.index = index;
        this.records = records;
        this.pins = pins;
        this.slot = slot;
    }

    public void close() {
        pins.release(slot);
    }

    /** Answers in full, from disk if need be. Throws KedgeException: COMPACTED, FUTURE_REVISION. */
    public RangeResult range(RangeRequest request) {
        RangeResult result = range(request, records::load, Long.MAX_VALUE);
        if (result == null) {
            throw new IllegalStateException("a blocking read may not give up");
        }
        return result;
    }

    /**
     * Answers from memory after visiting at most {@code keysMax} keys, or gives null: then use a thread that may block.
     */
    public @Nullable RangeResult rangeFromMemory(RangeRequest request, long keysMax) {
        return range(request, records::fromMemory, keysMax);
    }

    private @Nullable RangeResult range(RangeRequest request, RecordLookup lookup, long keysMax) {
        while (true) {
            long current = store.published();
            long at = request.revision() <= 0 ? current : request.revision();
            pins.pin(slot, at);
            try {
                if (at > current) {
                    throw new KedgeException(StatusCode.FUTURE_REVISION);
                }
                if (at >= store.publishedCompacted()) {
                    return new RangeReader(index, lookup).read(request, at, current, keysMax);
                }
                if (request.revision() > 0) {
                    throw new KedgeException(StatusCode.COMPACTED);
                }
                // The current revision was overtaken between reading and pinning it: there is a newer one.
            } finally {
                pins.unpin(slot);
            }
        }
    }

    /**
     * Events of {@code range} with {@code from <= revision <= to}, whole revisions only, stopping after the revision in
     * which {@code bytesMax} is passed. They carry their previous records only if {@code previous} is set. Throws
     * KedgeException COMPACTED if {@code from} is below the compact revision.
     */
    public History history(KeyRange range, long from, long to, long bytesMax, boolean previous) {
        // One below: the first event's previous record is what a read there sees.
        pins.pin(slot, Math.max(0, from - 1));
        try {
            if (from < store.publishedCompacted()) {
                throw new KedgeException(StatusCode.COMPACTED);
            }
            return new HistoryReader(store, index, records, previous).read(range, from, to, bytesMax);
        } finally {
            pins.unpin(slot);
        }
    }

    /** The record of {@code key} just before (revision), for an event that does not carry it; null if there is none. */
    public @Nullable KeyValue previous(Key key, long revision) {
        pins.pin(slot, Math.max(0, revision - 1));
        try {
            return new HistoryReader(store, index, records, true).previous(key, revision);
        } finally {
            pins.unpin(slot);
        }
    }

    /**
     * A hash of all versions readable at {@code revision}, the same on every member whatever is removed already. Throws
     * KedgeException: COMPACTED, FUTURE_REVISION. Below 0 it is the hash of nothing, as in etcd.
     */
    public int hash(long revision) {
        if (revision < 0) {
            return StoreHasher.OF_NOTHING;
        }
        pins.pin(slot, Math.min(revision, store.publishedCompacted()));
        try {
            if (revision > store.published()) {
                throw new KedgeException(StatusCode.FUTURE_REVISION);
            }
            // Read once, after pinning: a compaction in the meantime neither changes the sum nor removes.
            long compacted = store.publishedCompacted();
            if (revision < compacted) {
                throw new KedgeException(StatusCode.COMPACTED);
            }
            return new StoreHasher(index, records).hash(compacted, revision);
        } finally {
            pins.unpin(slot);
        }
    }

    /**
     * Events read back.
     *
     * @param events in order
     * @param complete revision up to which nothing is missing
     */
    public record History(List<Event> events, long complete) {}
}
