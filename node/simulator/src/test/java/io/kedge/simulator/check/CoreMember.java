/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.raft.Append;
import io.kedge.raft.HardState;
import io.kedge.raft.LogEntry;
import io.kedge.raft.Message;
import io.kedge.raft.Output;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.Role;
import io.kedge.raft.Status;
import io.kedge.raft.membership.Configuration;
import io.kedge.simulator.net.Actor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The shipped core with a disk that takes its time and an application that hashes what it applies. */
class CoreMember {

    /** Entries by index, as the disk has them. */
    private static final class DiskLog implements LogView {
        private final TreeMap<Long, LogEntry> entries = new TreeMap<>();

        @Override
        public long firstIndex() {
            return 1;
        }

        @Override
        public long lastIndex() {
            return entries.isEmpty() ? 0 : entries.lastKey();
        }

        @Override
        public long term(long index) {
            return entries.get(index).term();
        }

        @Override
        public long hash(long index) {
            return hashOf(entries.get(index));
        }
    }

    private record CoreLog(RaftCore core) implements LogView {
        @Override
        public long firstIndex() {
            return core.firstIndex();
        }

        @Override
        public long lastIndex() {
            return core.lastIndex();
        }

        @Override
        public long term(long index) {
            return core.entry(index).term();
        }

        @Override
        public long hash(long index) {
            return hashOf(core.entry(index));
        }
    }

    final long id;
    private final Configuration configuration;
    private final Consumer<Message> network;
    private final RaftInvariants invariants;
    protected final DiskLog disk = new DiskLog();
    protected HardState hardState = HardState.NONE;
    final ArrayDeque<Append> appends = new ArrayDeque<>();
    final ArrayDeque<LogEntry> toApply = new ArrayDeque<>();
    RaftCore core;
    Actor actor;
    int life;
    int answeredReads;
    /** Writes ever handed to the disk, all lives together. */
    long handedOver;
    /** Whether an event is on its way that applies the next entry. */
    boolean applying;

    private long stateHash;

    CoreMember(long id, Configuration configuration, Consumer<Message> network, RaftInvariants invariants) {
        this.id = id;
        this.configuration = configuration;
        this.network = message -> {
            promise(message);
            network.accept(message);
        };
        this.invariants = invariants;
    }

    private static long hashOf(LogEntry entry) {
        return 31L * java.util.Arrays.hashCode(entry.data()) + entry.type().ordinal();
    }

    void start(Actor newActor) {
        life++;
        actor = newActor;
        stateHash = 0;
        applying = false;
        List<LogEntry> entries = new ArrayList<>(disk.entries.values());
        RaftOptions options = RaftOptions.defaults(id, id * 1_000_003 + life);
        core = new RaftCore(options, new RecoveredLog(hardState, configuration, 0, 0, entries, 0));
        observe();
    }

    /** Power off: what is not on the disk is gone. */
    void crash() {
        actor.end();
        appends.clear();
        toApply.clear();
    }

    boolean leads() {
        return !actor.hasEnded() && core.role() == Role.LEADER;
    }

    /** Takes what the core decided; called after every event, before {@link #observe}. */
    void pump() {
        while (core.hasOutput()) {
            Output output = core.output();
            if (output.append() != null) {
                handedOver++;
                appended(output.append());
            }
            output.messages().forEach(network);
            toApply.addAll(output.committed());
            output.reads().forEach(read -> {
                answeredReads++;
                invariants.readAnswered(id, life, read.number(), read.index());
            });
            output.failedReads().forEach(read -> invariants.readFailed(id, life, read.number()));
        }
    }

    private void promise(Message message) {
        boolean question = (message instanceof Message.VoteRequest vote && vote.preVote())
                || (message instanceof Message.VoteResponse answer && answer.preVote());
        if (!question) {
            invariants.speaksFor(id, message.term(), hardState.term());
        }
        if (message instanceof Message.VoteResponse vote && vote.granted() && !vote.preVote()) {
            invariants.votes(id, vote.term(), vote.to(), hardState.term(), hardState.votedFor());
        } else if (message instanceof Message.AppendResponse answer && !answer.rejected()) {
            invariants.acknowledges(id, answer.index(), disk.lastIndex());
        }
    }

    protected void appended(Append append) {
        appends.add(append);
    }

    /** The oldest write is durable. */
    void completeAppend() {
        Append append = appends.remove();
        write(append);
        report(append);
    }

    protected void write(Append append) {
        for (LogEntry entry : append.entries()) {
            disk.entries.tailMap(entry.index(), true).clear();
            disk.entries.put(entry.index(), entry);
        }
        if (append.hardState() != null) {
            hardState = append.hardState();
        }
    }

    protected void report(Append append) {
        append.messagesAfterDurable().forEach(network);
        core.persisted(append.id());
    }

    void applyOne() {
        LogEntry entry = toApply.remove();
        stateHash = stateHash * 31 + hashOf(entry);
        core.applied(entry.index());
    }

    void read() {
        long number = core.readIndex();
        if (number > 0) {
            invariants.readBegan(id, life, number);
        }
    }

    void observe() {
        Status status = core.status();
        invariants.observe(new MemberView(
                id,
                life,
                status.term(),
                status.votedFor(),
                status.role() == Role.LEADER,
                status.firstIndex(),
                0,
                status.appliedIndex(),
                status.commitIndex(),
                status.lastIndex(),
                new CoreLog(core),
                hardState.term(),
                hardState.votedFor(),
                disk,
                new Voters(
                        Set.copyOf(status.configuration().voters()),
                        Set.copyOf(status.configuration().outgoing())),
                Map.of(),
                stateHash,
                List.of(new Level("writes", appends.size(), 10_000))));
    }
}
