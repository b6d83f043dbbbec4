/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.raft.Append;
import io.kedge.raft.EntryType;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.SnapshotMark;
import io.kedge.simulator.check.LogView;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;

/** What a member's log on disk must hold, kept beside it as the log says that it is durable. */
final class DurableLog implements LogView {

    private final TreeMap<Long, LogEntry> entries = new TreeMap<>();
    private long base;
    private long term;
    private long votedFor;
    private long commit;

    static long hashOf(LogEntry entry) {
        return 31L * Arrays.hashCode(entry.data()) + entry.type().ordinal();
    }

    /** The log as a start found it. */
    void recovered(RecoveredLog found) {
        entries.clear();
        base = found.snapshotIndex();
        found.entries().forEach(entry -> entries.put(entry.index(), entry));
        term = found.hardState().term();
        votedFor = found.hardState().votedFor();
        commit = found.hardState().commit();
    }

    void written(Append append) {
        SnapshotMark restored = append.restoredTo();
        if (restored != null) {
            entries.clear();
            base = restored.index();
        }
        for (LogEntry entry : append.entries()) {
            entries.tailMap(entry.index(), true).clear();
            entries.put(entry.index(), entry);
        }
        if (append.hardState() != null) {
            term = append.hardState().term();
            votedFor = append.hardState().votedFor();
            commit = append.hardState().commit();
        }
    }

    /** Entries up to {@code index} are in the store too. */
    void covered(long index) {
        if (index <= lastIndex()) {
            entries.headMap(index, true).clear();
            base = Math.max(base, index);
        }
    }

    long term() {
        return term;
    }

    long votedFor() {
        return votedFor;
    }

    /** A start takes at least this to be committed. */
    long commit() {
        return commit;
    }

    @Override
    public long firstIndex() {
        return base + 1;
    }

    @Override
    public long lastIndex() {
        return entries.isEmpty() ? base : entries.lastKey();
    }

    @Override
    public long term(long index) {
        return entry(index).term();
    }

    @Override
    public long hash(long index) {
        return hashOf(entry(index));
    }

    @Override
    public boolean changesMembers(long index) {
        return entry(index).type() == EntryType.CONFIGURATION;
    }

    private LogEntry entry(long index) {
        return Objects.requireNonNull(entries.get(index), "no such entry");
    }
}
