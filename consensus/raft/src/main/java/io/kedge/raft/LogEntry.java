/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import java.util.Arrays;

/**
 * One entry of the replicated log. The bytes are shared, never copied: nobody may change them.
 *
 * @param index position, from 1 without gaps
 * @param term term of the leader that created it
 * @param data the command; empty NORMAL data is the entry with which a leader opens its term
 */
public record LogEntry(long index, long term, EntryType type, byte[] data) {
    /** What an entry is taken to cost besides its data, in every limit counted in bytes. */
    public static final int OVERHEAD_BYTES = 24;

    /** Data plus a fixed overhead, so that empty entries are bounded too. */
    public long sizeBytes() {
        return (long) data.length + OVERHEAD_BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogEntry that
                && index == that.index
                && term == that.term
                && type == that.type
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(index * 31 + term);
    }

    @Override
    public String toString() {
        return index + "/" + term + (type == EntryType.NORMAL ? "" : "C") + "[" + data.length + "]";
    }
}
