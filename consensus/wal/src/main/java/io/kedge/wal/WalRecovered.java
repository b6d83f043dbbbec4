/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.util.List;

/**
 * What a log holds when it is opened. {@code entries} have the indexes {@code resetIndex + 1, resetIndex + 2, …}; what
 * was overwritten is gone.
 *
 * @param metadata the bytes given when the log was created
 * @param resetIndex the index before the first entry: 0, the last snapshot install, or where released segments ended
 * @param resetTerm the term of {@code resetIndex}, or {@link #TERM_UNKNOWN}
 */
public record WalRecovered(
        byte[] metadata, WalHardState hardState, long resetIndex, long resetTerm, List<WalEntry> entries) {

    /** Segments were released in the middle of an overwritten suffix; the state that allowed it knows the term. */
    public static final long TERM_UNKNOWN = -1;

    public long lastIndex() {
        return resetIndex + entries.size();
    }

    public long lastTerm() {
        return entries.isEmpty() ? resetTerm : entries.get(entries.size() - 1).term();
    }
}
