/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.util.TreeMap;

/**
 * What the log should hold after one flush, kept by the naive model.
 *
 * @param ackPosition the disk's journal position when the flush was acknowledged
 */
record WalSnapshot(
        int ackPosition, WalHardState hardState, long baseIndex, long baseTerm, TreeMap<Long, WalEntry> entries) {

    /** Why {@code recovered} is not this state, or null. Entries below {@code releaseIndex} may be missing. */
    String differenceTo(WalRecovered recovered, long releaseIndex) {
        long lastIndex = entries.isEmpty() ? baseIndex : entries.lastKey();
        if (!recovered.hardState().equals(hardState)) {
            return "hard state " + recovered.hardState() + " instead of " + hardState;
        }
        if (recovered.lastIndex() != lastIndex) {
            return "last index " + recovered.lastIndex() + " instead of " + lastIndex;
        }
        long reset = recovered.resetIndex();
        if (reset < baseIndex || (reset > baseIndex && reset >= releaseIndex)) {
            return "starts after " + reset + ", base " + baseIndex + ", released before " + releaseIndex;
        }
        if (recovered.resetTerm() != WalRecovered.TERM_UNKNOWN && recovered.resetTerm() != termOf(reset)) {
            return "reset term " + recovered.resetTerm() + " at " + reset + " instead of " + termOf(reset);
        }
        long expected = reset + 1;
        for (WalEntry entry : recovered.entries()) {
            if (entry.index() != expected++ || !entry.equals(entries.get(entry.index()))) {
                return entry + " instead of " + entries.get(expected - 1);
            }
        }
        return null;
    }

    private long termOf(long index) {
        return index == baseIndex ? baseTerm : entries.get(index).term();
    }
}
