/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the log held in memory, a ring of entries:
 *
 * <pre>
 *   base | reserve (released, kept for slow followers) | held for the application | not yet durable | last
 * </pre>
 *
 * Entries at or below {@code base} are cut; of base itself the term is known. Invariant: base <= released, base <=
 * durable <= last.
 */
final class RaftLog {
    private static final int INITIAL_SLOTS = 64;
    /** {@link #term} of an index that the log does not hold. */
    static final long UNKNOWN_TERM = -1;

    private @Nullable LogEntry[] ring = new LogEntry[INITIAL_SLOTS];
    private int head;
    private int count;
    private long base;
    private long baseTerm;
    private long durable;
    private long released;
    private long reserveBytes;

    /** A recovered log: everything in it is durable. */
    RaftLog(long base, long baseTerm, List<LogEntry> entries) {
        this.base = base;
        this.baseTerm = baseTerm;
        this.released = base;
        this.durable = base;
        entries.forEach(this::append);
        markDurable(lastIndex());
    }

    long firstIndex() {
        return base + 1;
    }

    long lastIndex() {
        return base + count;
    }

    long lastTerm() {
        return count == 0 ? baseTerm : entry(lastIndex()).term();
    }

    /** Everything up to here survives a crash. */
    long durableIndex() {
        return durable;
    }

    LogEntry entry(long index) {
        Invariant.check(index > base && index <= base + count, "entry outside the log", index, base);
        LogEntry entry = ring[slot(index)];
        if (entry == null) {
            throw new IllegalStateException("hole in the log at " + index);
        }
        return entry;
    }

    /** Term at {@code index}, or {@link #UNKNOWN_TERM} if it is cut or not there yet. */
    long term(long index) {
        if (index == base) {
            return baseTerm;
        }
        return index < base || index > base + count
                ? UNKNOWN_TERM
                : entry(index).term();
    }

    boolean matches(long index, long term) {
        return term >= 0 && term(index) == term;
    }

    /** Paper 5.4.1: the log whose last entry has the later term, or with equal terms is longer, is more up-to-date. */
    boolean isAtMost(long otherLastIndex, long otherLastTerm) {
        return otherLastTerm > lastTerm() || (otherLastTerm == lastTerm() && otherLastIndex >= lastIndex());
    }

    void append(LogEntry entry) {
        Invariant.check(entry.index() == lastIndex() + 1, "gap in the log", entry.index(), lastIndex());
        Invariant.check(entry.term() >= lastTerm(), "terms must not fall along the log", entry.term(), lastTerm());
        if (count == ring.length) {
            grow();
        }
        ring[(head + count) & (ring.length - 1)] = entry;
        count++;
    }

    /** Cuts the conflicting suffix that starts at {@code index}. */
    void truncateFrom(long index) {
        Invariant.check(index > released, "truncation of released entries", index, released);
        for (long i = index; i <= lastIndex(); i++) {
            ring[slot(i)] = null;
        }
        count = (int) (index - 1 - base);
        durable = Math.min(durable, index - 1);
    }

    void markDurable(long index) {
        Invariant.check(index <= lastIndex(), "durable beyond the log's end", index, lastIndex());
        durable = Math.max(durable, index);
    }

    /** Entries {@code from..to}, both inclusive; empty if from > to. */
    List<LogEntry> slice(long from, long to) {
        if (from > to) {
            return List.of();
        }
        Invariant.check(from > base && to <= lastIndex(), "slice outside the log", from, to);
        LogEntry[] copy = new LogEntry[(int) (to - from + 1)];
        int start = slot(from);
        int straight = Math.min(copy.length, ring.length - start);
        System.arraycopy(ring, start, copy, 0, straight);
        System.arraycopy(ring, 0, copy, straight, copy.length - straight);
        return Collections.unmodifiableList(Arrays.asList(copy));
    }

    /** Entries from {@code from} on, at least one if there is one, at most {@code maxBytes}. */
    List<LogEntry> sliceUpToBytes(long from, long maxBytes) {
        long last = lastIndex();
        long to = from - 1;
        for (long bytes = 0; to < last; to++) {
            bytes += entry(to + 1).sizeBytes();
            if (bytes > maxBytes && to >= from) {
                break;
            }
        }
        return slice(from, to);
    }

    long sizeBytes(long from, long to) {
        long bytes = 0;
        for (long i = from; i <= to; i++) {
            bytes += entry(i).sizeBytes();
        }
        return bytes;
    }

    /**
     * The last index at or below {@code index} whose term is at most {@code term}: where a log with {@code term} there
     * may still agree with this one. An index whose term is unknown counts as a possible agreement.
     */
    long lastIndexWithTermAtMost(long index, long term) {
        long i = index;
        while (i > 0 && term(i) > term) {
            i--;
        }
        return i;
    }

    /** The application no longer needs entries up to {@code upTo}; keeps the newest of them within the limits. */
    void release(long upTo, int maxEntries, long maxBytes) {
        Invariant.check(upTo <= durable, "release of entries that are not durable", upTo, durable);
        if (upTo <= released) {
            return;
        }
        reserveBytes += sizeBytes(released + 1, upTo);
        released = upTo;
        while (released > base && (released - base > maxEntries || reserveBytes > maxBytes)) {
            LogEntry oldest = entry(base + 1);
            reserveBytes -= oldest.sizeBytes();
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            count--;
            base++;
            baseTerm = oldest.term();
        }
    }

    /** Forgets everything and goes on after a snapshot at {@code index}. */
    void restore(long index, long term) {
        Arrays.fill(ring, null);
        head = 0;
        count = 0;
        base = index;
        baseTerm = term;
        durable = index;
        released = index;
        reserveBytes = 0;
    }

    private int slot(long index) {
        return (head + (int) (index - base - 1)) & (ring.length - 1);
    }

    private void grow() {
        LogEntry[] larger = new LogEntry[ring.length * 2];
        int straight = ring.length - head;
        System.arraycopy(ring, head, larger, 0, straight);
        System.arraycopy(ring, 0, larger, straight, head);
        ring = larger;
        head = 0;
    }
}
