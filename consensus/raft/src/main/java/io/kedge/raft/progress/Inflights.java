/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.progress;

import io.kedge.raft.invariant.Invariant;
import java.util.Arrays;

/**
 * The appends on the wire to one peer without an answer: a ring of (last index, bytes), in order of index, bounded by
 * count and by bytes. One append may pass the byte limit, so that a large entry can travel at all.
 */
public final class Inflights {
    private static final int INITIAL_SLOTS = 8;

    private final int maxMessages;
    private final long maxBytes;
    private long[] lastIndexes = new long[INITIAL_SLOTS];
    private long[] sizes = new long[INITIAL_SLOTS];
    private int head;
    private int count;
    private long bytes;

    public Inflights(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    public boolean isFull() {
        return count >= maxMessages || bytes >= maxBytes;
    }

    public int count() {
        return count;
    }

    public long bytes() {
        return bytes;
    }

    /** One more append, whose last entry is {@code lastIndex}; only while not full. */
    public void add(long lastIndex, long sizeBytes) {
        Invariant.check(!isFull(), "append sent beyond the inflight limit", count, bytes);
        if (count == lastIndexes.length) {
            grow();
        }
        int tail = (head + count) & (lastIndexes.length - 1);
        lastIndexes[tail] = lastIndex;
        sizes[tail] = sizeBytes;
        count++;
        bytes += sizeBytes;
    }

    /** Everything up to {@code index} was acknowledged. */
    public void freeUpTo(long index) {
        while (count > 0 && lastIndexes[head] <= index) {
            bytes -= sizes[head];
            head = (head + 1) & (lastIndexes.length - 1);
            count--;
        }
    }

    public void clear() {
        head = 0;
        count = 0;
        bytes = 0;
    }

    private void grow() {
        lastIndexes = unrolled(lastIndexes);
        sizes = unrolled(sizes);
        head = 0;
    }

    private long[] unrolled(long[] ring) {
        long[] larger = Arrays.copyOfRange(ring, head, head + 2 * ring.length);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        return larger;
    }
}
