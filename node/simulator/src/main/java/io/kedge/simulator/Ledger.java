/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import io.kedge.raft.LogEntry;
import io.kedge.raft.RaftCore;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node has said to the world: each index it applied, with the state after it and the moment it was told. Every
 * later life of the node must keep to it. Moments are positions in the disk's journal.
 */
final class Ledger {

    private final TreeMap<Long, Digest> digests = new TreeMap<>();
    private final Map<Long, LogEntry> entries = new TreeMap<>();
    private final TreeMap<Integer, Long> told = new TreeMap<>();

    Ledger() {
        told.put(0, 0L);
    }

    /** An entry is in the node's log, durable or not; one never applied may be replaced by a later life. */
    void appended(LogEntry entry) {
        LogEntry before = entries.put(entry.index(), entry);
        if (before != null && !before.equals(entry) && digests.containsKey(entry.index())) {
            throw new AssertionError("index " + entry.index() + " was applied as " + before + " and is now " + entry);
        }
    }

    /** The node published the state after {@code index}. */
    void applied(int moment, long index, Digest digest) {
        Digest before = digests.putIfAbsent(index, digest);
        if (before != null && !before.equals(digest)) {
            throw new AssertionError("state after index " + index + " was " + before + ", is now " + digest);
        }
        told.merge(moment, Math.max(index, told.lastEntry().getValue()), Math::max);
    }

    /** The last index whose outcome was told by {@code moment}. */
    long toldBy(int moment) {
        return told.floorEntry(moment).getValue();
    }

    /**
     * Checks a node that has applied everything it recovered.
     *
     * @param recovered the last index it found on its disk
     */
    void check(RaftCore raft, long recovered, long atLeast, Digest digest) {
        if (recovered < atLeast) {
            throw new AssertionError("index " + atLeast + " was told, the log ends at " + recovered);
        }
        for (long index = raft.firstIndex(); index <= recovered; index++) {
            LogEntry wanted = entries.get(index);
            if (!raft.entry(index).equals(wanted)) {
                throw new AssertionError("index " + index + " is " + raft.entry(index) + ", was written as " + wanted);
            }
        }
        Digest wanted = digests.get(recovered);
        if (wanted != null && !wanted.equals(digest)) {
            throw new AssertionError("after index " + recovered + " the state is " + digest + ", was " + wanted);
        }
    }

    /** The power is gone: the node's next life has a journal of its own, and all told so far is told before it. */
    void newLife() {
        long last = told.lastEntry().getValue();
        told.clear();
        told.put(0, last);
    }
}
