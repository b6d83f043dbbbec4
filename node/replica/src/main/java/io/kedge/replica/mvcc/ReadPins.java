/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The revisions that reads in flight still need. A reader pins, then checks the compact revision; compaction publishes
 * its revision, then removes only below {@link #oldest()}: whichever comes second sees the other (both are volatile),
 * so no record goes while it can be read.
 *
 * <p>A slot belongs to one thread at a time; slots are taken with {@link #acquire} and bounded in number, so that a
 * reader that cannot get one is told to wait its turn.
 */
public final class ReadPins {

    private static final long FREE = Long.MAX_VALUE;
    private static final long IDLE = Long.MAX_VALUE - 1;
    private static final int STRIDE = 8;

    private final AtomicLongArray slots;
    private final int count;

    public ReadPins(int slotCount) {
        this.count = slotCount;
        this.slots = new AtomicLongArray(slotCount * STRIDE);
        for (int i = 0; i < slotCount; i++) {
            slots.set(i * STRIDE, FREE);
        }
    }

    /** A slot of the caller's own, or -1 if all are taken. */
    public int acquire() {
        for (int i = 0; i < count; i++) {
            if (slots.compareAndSet(i * STRIDE, FREE, IDLE)) {
                return i;
            }
        }
        return -1;
    }

    public void release(int slot) {
        slots.set(slot * STRIDE, FREE);
    }

    void pin(int slot, long revision) {
        slots.set(slot * STRIDE, revision);
    }

    void unpin(int slot) {
        slots.setRelease(slot * STRIDE, IDLE);
    }

    /** The oldest revision pinned, or a number above all revisions. */
    long oldest() {
        long oldest = IDLE;
        for (int i = 0; i < count; i++) {
            oldest = Math.min(oldest, slots.get(i * STRIDE));
        }
        return oldest;
    }
}
