/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The records of consecutive revisions, newest not yet on disk: revisions are dense, so a record is found by
 * subtraction. One writer; readers ask only for revisions that were published to them, which makes the plain array
 * writes visible.
 *
 * <p>Bounded by whoever rotates it: see {@link #bytes()}.
 */
final class Memtable {

    /** Heap beyond the wire bytes of one record: the KeyValue, its array header and its slot. */
    private static final int RECORD_OVERHEAD_BYTES = 112;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private final long firstRevision;
    private volatile Object[][] chunks = new Object[16][];
    private long nextRevision;
    private long bytes;
    private long records;
    private int longestBytes;

    Memtable(long firstRevision) {
        this.firstRevision = firstRevision;
        this.nextRevision = firstRevision;
    }

    long firstRevision() {
        return firstRevision;
    }

    /** Exclusive end of the revisions held; writer only, or after the table is frozen. */
    long nextRevision() {
        return nextRevision;
    }

    long bytes() {
        return bytes;
    }

    long records() {
        return records;
    }

    int longestBytes() {
        return longestBytes;
    }

    /** Adds one revision's records, in order of their sub-revisions. */
    void add(long revision, KeyValue[] subs, int count) {
        if (revision != nextRevision) {
            throw new IllegalStateException("revision " + revision + " added where " + nextRevision + " was due");
        }
        Object slot = count == 1 ? subs[0] : java.util.Arrays.copyOf(subs, count);
        int offset = (int) (revision - firstRevision);
        int chunk = offset >>> CHUNK_SHIFT;
        Object[][] directory = chunks;
        if (chunk == directory.length) {
            directory = java.util.Arrays.copyOf(directory, chunk * 2);
            directory[chunk] = new Object[CHUNK];
            chunks = directory;
        } else if (directory[chunk] == null) {
            directory[chunk] = new Object[CHUNK];
        }
        directory[chunk][offset & (CHUNK - 1)] = slot;
        nextRevision++;
        records += count;
        for (int i = 0; i < count; i++) {
            int length = subs[i].wire().length;
            bytes += length + RECORD_OVERHEAD_BYTES;
            longestBytes = Math.max(longestBytes, length);
        }
    }

    /** The record, or null if the revision is not in this table. */
    @Nullable
    KeyValue get(long revision, int sub) {
        Object slot = slot(revision);
        if (slot instanceof KeyValue kv) {
            return sub == 0 ? kv : null;
        }
        if (slot instanceof KeyValue[] subs && sub < subs.length) {
            return subs[sub];
        }
        return null;
    }

    /** Records of one revision: 0 if it is not here. */
    int subCount(long revision) {
        Object slot = slot(revision);
        if (slot == null) {
            return 0;
        }
        return slot instanceof KeyValue[] subs ? subs.length : 1;
    }

    private @Nullable Object slot(long revision) {
        long offset = revision - firstRevision;
        if (offset < 0) {
            return null;
        }
        Object[][] directory = chunks;
        long chunk = offset >>> CHUNK_SHIFT;
        if (chunk >= directory.length) {
            return null;
        }
        Object[] slots = directory[(int) chunk];
        return slots == null ? null : slots[(int) offset & (CHUNK - 1)];
    }
}
