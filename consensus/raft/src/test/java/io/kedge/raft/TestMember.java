/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.membership.Configuration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** One member with a simulated disk and application: appends wait until they are completed, a crash loses the rest. */
final class TestMember {
    /** The application's durable state: what was applied up to a mark. */
    record Snapshot(SnapshotMark mark, TreeMap<Long, LogEntry> applied) {}

    final long id;
    /** By the number of the start; each has its own seed. */
    private final LongFunction<RaftOptions> optionsOfLife;

    private final Consumer<Message> network;
    private long lives;

    RaftCore core;
    final ArrayDeque<Append> appends = new ArrayDeque<>();
    final ArrayDeque<LogEntry> toApply = new ArrayDeque<>();
    final List<ReadState> reads = new ArrayList<>();
    final List<ReadFailed> failedReads = new ArrayList<>();
    final List<Message.SnapshotOffer> offers = new ArrayList<>();
    TreeMap<Long, LogEntry> applied = new TreeMap<>();

    HardState diskHardState = HardState.NONE;
    final TreeMap<Long, LogEntry> diskLog = new TreeMap<>();
    SnapshotMark diskBase;
    Snapshot snapshot;

    TestMember(long id, LongFunction<RaftOptions> optionsOfLife, Configuration bootstrap, Consumer<Message> network) {
        this.id = id;
        this.optionsOfLife = optionsOfLife;
        this.network = network;
        diskBase = new SnapshotMark(0, 0, bootstrap);
        snapshot = new Snapshot(diskBase, new TreeMap<>());
        start();
    }

    /** A start from what the disk holds; the log is passed from the base it still has, as a log on disk would. */
    void start() {
        lives++;
        SnapshotMark mark = snapshot.mark();
        LogEntry atMark = diskLog.get(mark.index());
        boolean contradicts = mark.index() < diskBase.index()
                || (mark.index() > diskBase.index() && (atMark == null || atMark.term() != mark.term()));
        if (contradicts && mark.index() < diskBase.index()) {
            throw new IllegalStateException("gap between snapshot and log");
        }
        if (contradicts) {
            diskLog.clear();
            diskBase = mark;
        }
        core = new RaftCore(
                optionsOfLife.apply(lives),
                new RecoveredLog(
                        diskHardState,
                        mark.configuration(),
                        diskBase.index(),
                        diskBase.term(),
                        new ArrayList<>(diskLog.values()),
                        mark.index()));
        applied = new TreeMap<>(snapshot.applied());
    }

    void crash() {
        appends.clear();
        toApply.clear();
        reads.clear();
        failedReads.clear();
        offers.clear();
        start();
    }

    /** Takes the outputs: appends queue, messages leave, committed entries queue. */
    void pump() {
        while (core.hasOutput()) {
            Output output = core.output();
            if (output.append() != null) {
                appends.add(output.append());
            }
            output.messages().forEach(network);
            toApply.addAll(output.committed());
            reads.addAll(output.reads());
            failedReads.addAll(output.failedReads());
            offers.addAll(output.snapshotOffers());
        }
    }

    /** The oldest append becomes durable. */
    void completeAppend() {
        Append append = appends.remove();
        write(append);
        append.messagesAfterDurable().forEach(network);
        core.persisted(append.id());
        pump();
    }

    /** The oldest append reaches the disk and the member crashes before it hears of it. */
    void writeAndCrash() {
        if (!appends.isEmpty()) {
            write(appends.remove());
        }
        crash();
    }

    private void write(Append append) {
        if (append.restoredTo() != null) {
            diskLog.clear();
            diskBase = append.restoredTo();
        }
        for (LogEntry entry : append.entries()) {
            diskLog.tailMap(entry.index(), true).clear();
            diskLog.put(entry.index(), entry);
        }
        if (append.hardState() != null) {
            diskHardState = append.hardState();
        }
    }

    void applyAll() {
        while (!toApply.isEmpty()) {
            applyOne();
        }
    }

    void applyOne() {
        LogEntry entry = toApply.remove();
        applied.put(entry.index(), entry);
        if (entry.type() == EntryType.CONFIGURATION) {
            core.applyConfiguration(entry);
        }
        core.applied(entry.index());
        pump();
    }

    /** The application makes what it applied durable and releases the log. */
    void flush() {
        long index = core.appliedIndex();
        if (index > snapshot.mark().index()) {
            SnapshotMark mark = new SnapshotMark(index, core.entry(index).term(), core.configuration());
            snapshot = new Snapshot(mark, new TreeMap<>(applied));
            core.releaseLog(index);
            pump();
        }
    }

    void install(Snapshot fetched) {
        if (fetched.mark().index() > core.appliedIndex()) {
            snapshot = fetched;
            applied = new TreeMap<>(fetched.applied());
            toApply.removeIf(entry -> entry.index() <= fetched.mark().index());
        }
        core.adoptSnapshot(fetched.mark());
        pump();
    }

    /** Term on disk at {@code index}, -1 if it is not there; cut entries count as the snapshot that covers them. */
    long diskTerm(long index) {
        LogEntry entry = diskLog.get(index);
        if (entry != null) {
            return entry.term();
        }
        return index == diskBase.index() ? diskBase.term() : -1;
    }

    boolean leads() {
        return core.role() == Role.LEADER;
    }
}
