/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.KeyValue;
import io.kedge.model.Operation;
import io.kedge.model.RangeRequest;
import io.kedge.model.format.CommandCodec;
import io.kedge.raft.Append;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.InMemoryBackend;
import io.kedge.replica.mvcc.Reads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A replica with a single voter whose log and store are done by hand; time in milliseconds. */
final class Driver {

    static final long MILLI = 1_000_000L;
    private static final ReplicaOptions OPTIONS = ReplicaOptions.defaults(1);

    final InMemoryBackend backend;
    final Replica replica;
    final List<Proposal> completed = new ArrayList<>();
    final List<ReadTicket> reads = new ArrayList<>();
    final List<RevisionEvents> events = new ArrayList<>();
    /** What a log would hold. */
    final TreeMap<Long, LogEntry> log = new TreeMap<>();

    FlushOrder flush;
    long released;
    long nowNanos = 5_000 * MILLI;
    private long unreported;

    Driver() throws IOException {
        this(OPTIONS, new InMemoryBackend());
    }

    Driver(ReplicaOptions options, InMemoryBackend backend) throws IOException {
        this(options, backend, RecoveredLog.empty(Configuration.ofVoters(1L)));
    }

    Driver(ReplicaOptions options, InMemoryBackend backend, RecoveredLog recovered) throws IOException {
        this.backend = backend;
        RaftCore raft = new RaftCore(RaftOptions.defaults(1, 1), recovered);
        replica = Replica.open(options, raft, backend);
        replica.campaign(nowNanos);
        settle();
    }

    static Proposal proposal(Operation operation) {
        return proposal(Command.of(Caller.NODE, operation));
    }

    static Proposal proposal(Command command) {
        return new Proposal(command, CommandCodec.encode(command));
    }

    Proposal propose(Operation operation) {
        Proposal proposal = proposal(operation);
        replica.propose(proposal, nowNanos);
        return proposal;
    }

    /** Proposes, makes durable and applies. */
    Proposal run(Operation operation) {
        Proposal proposal = propose(operation);
        settle();
        return proposal;
    }

    Turn turn(int keys) {
        replica.at(nowNanos);
        Turn turn = replica.turn(keys);
        Append append = turn.append();
        if (append != null) {
            for (LogEntry entry : append.entries()) {
                log.put(entry.index(), entry);
            }
            unreported = append.id();
        }
        completed.addAll(turn.completed());
        reads.addAll(turn.reads());
        events.addAll(turn.events());
        flush = turn.flush() != null ? turn.flush() : flush;
        released = Math.max(released, turn.releaseLogBefore());
        return turn;
    }

    /** The log reports all it was given. */
    void persist() {
        if (unreported != 0) {
            replica.persisted(unreported);
            unreported = 0;
        }
    }

    /** Until nothing is left to do but flushing. */
    void settle() {
        boolean more = true;
        while (more) {
            Turn turn = turn(1_000);
            more = turn.moreWork() || unreported != 0;
            persist();
        }
    }

    /** Writes and reports the flush that was ordered. */
    void flush() throws IOException {
        FlushOrder order = flush;
        flush = null;
        backend.flush(order.state(), order.records());
        replica.flushed();
    }

    void tick(long millis) {
        nowNanos += millis * MILLI;
        replica.tick(nowNanos);
        settle();
    }

    /** Time passing in ticks, none of them late. */
    void pass(long millis) {
        for (long left = millis; left > 0; left -= 100) {
            tick(Math.min(left, 100));
        }
    }

    List<KeyValue> read(RangeRequest request) {
        Reads view = replica.stores().users().openReads();
        try {
            return view.range(request).kvs();
        } finally {
            view.close();
        }
    }
}
