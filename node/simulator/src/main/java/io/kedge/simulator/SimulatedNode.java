/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import io.kedge.disk.Disk;
import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.Operation;
import io.kedge.model.format.CommandCodec;
import io.kedge.raft.Append;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.FlushOrder;
import io.kedge.replica.Proposal;
import io.kedge.replica.Replica;
import io.kedge.replica.ReplicaOptions;
import io.kedge.replica.Turn;
import io.kedge.server.log.LogAppend;
import io.kedge.server.log.LogIdentity;
import io.kedge.server.log.LogRecovery;
import io.kedge.storage.MapDbBackend;
import io.kedge.storage.StorageOptions;
import io.kedge.wal.Wal;
import io.kedge.wal.WalListener;
import io.kedge.wal.WalOptions;
import io.kedge.wal.WalWork;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One single-voter node whose threads are steps that somebody else orders: the replica's turn, the log's write, the
 * store's flush and its report, release and merge. Sizes are small, so that segments roll, flush, merge and go within a
 * few dozen writes.
 */
public class SimulatedNode implements AutoCloseable {

    private static final long MEMBER = 7;
    private static final long MILLI = 1_000_000L;
    private static final String LOG_DIRECTORY = "data/wal";
    private static final String STORE_DIRECTORY = "data/store";
    private static final WalOptions LOG_OPTIONS = new WalOptions(4096, 1 << 20, 1024, WalListener.NONE);
    private static final StorageOptions STORE_OPTIONS = new StorageOptions(4096, 1024, 1 << 20, 1 << 16, 2, true);
    private static final ReplicaOptions OPTIONS = ReplicaOptions.builder(MEMBER)
            .memory(3_000, 4_000)
            .pending(1_000, 1_000)
            .checkpointIntervalNanos(5_000 * MILLI)
            .build();

    private final Wal wal;
    private final MapDbBackend backend;
    private final Replica replica;
    private final long recoveredIndex;
    private final ArrayDeque<Append> unwritten = new ArrayDeque<>();
    /** The last append written and not reported, or 0. */
    private long writtenId;

    private @Nullable FlushOrder flush;
    private boolean flushDone;
    private long releaseBefore;
    private boolean mergeWanted;
    private long nowNanos = 1_000 * MILLI;

    /** Recovers whatever {@code disk} holds, or begins anew; throws if the disk holds what no crash explains. */
    public SimulatedNode(Disk disk, long seed) throws IOException {
        wal = Wal.exists(disk, LOG_DIRECTORY)
                ? Wal.open(disk, LOG_DIRECTORY, LOG_OPTIONS)
                : Wal.create(disk, LOG_DIRECTORY, LOG_OPTIONS, new LogIdentity(1, MEMBER, 1).encode());
        backend = MapDbBackend.open(disk, STORE_DIRECTORY, STORE_OPTIONS);
        RaftCore raft = new RaftCore(
                RaftOptions.defaults(MEMBER, seed),
                LogRecovery.recover(backend.state(), wal, Configuration.ofVoters(MEMBER)));
        recoveredIndex = raft.lastIndex();
        replica = Replica.open(OPTIONS, raft, backend);
        replica.campaign(nowNanos);
    }

    public final Replica replica() {
        return replica;
    }

    /** The last index found on the disk. */
    public final long recoveredIndex() {
        return recoveredIndex;
    }

    public final RaftCore raft() {
        return replica.raft();
    }

    /** Offers a write; a refusal comes back in the next turn. */
    public final Proposal propose(Operation operation) {
        Command command = Command.of(Caller.NODE, operation);
        Proposal proposal = new Proposal(command, CommandCodec.encode(command));
        replica.propose(proposal, nowNanos);
        return proposal;
    }

    public final void tick(long millis) {
        nowNanos += millis * MILLI;
        replica.tick(nowNanos);
    }

    /** One turn, applying at most one entry. */
    public final Turn turn() throws IOException {
        Turn turn = replica.turn(1);
        Append append = turn.append();
        if (append != null) {
            unwritten.add(append);
            appended(append);
        }
        if (turn.flush() != null) {
            flush = turn.flush();
            flushDone = false;
        }
        releaseBefore = Math.max(releaseBefore, turn.releaseLogBefore());
        mergeWanted |= turn.mergeWanted();
        return turn;
    }

    /** Called with each append before it is written. */
    protected void appended(Append append) throws IOException {}

    /** Reports what was written last; or else writes and forces everything handed over, as one batch. */
    public final void stepLog() throws IOException {
        if (writtenId != 0) {
            replica.persisted(writtenId);
            writtenId = 0;
            return;
        }
        for (Append append = unwritten.poll(); append != null; append = unwritten.poll()) {
            LogAppend.write(append, wal);
            writtenId = append.id();
        }
        wal.flush();
    }

    private boolean isBusy() {
        return !unwritten.isEmpty() || writtenId != 0 || flush != null;
    }

    /** The first call writes the flush ordered, the next one reports it. */
    public final void stepFlush() throws IOException {
        if (flush == null) {
            return;
        }
        if (!flushDone) {
            backend.flush(flush.state(), flush.records());
            flushDone = true;
        } else {
            flush = null;
            replica.flushed();
        }
    }

    /** Lets go of log segments that the store covers. */
    public final void release() throws IOException {
        if (releaseBefore > 0) {
            wal.releaseBefore(releaseBefore);
            releaseBefore = 0;
        }
    }

    /** Makes the next log segment ahead. */
    public final void prepareLog() throws IOException {
        WalWork work = wal.prepareNext();
        if (work != null) {
            work.run();
        }
    }

    public final void merge(boolean full) throws IOException {
        if (mergeWanted || full) {
            mergeWanted = backend.merge(replica.stores(), full);
        }
    }

    /** Runs until nothing is left to write or apply; the store may keep flushing later. */
    public final void settle(TurnListener listener) throws IOException {
        boolean more = true;
        while (more) {
            Turn turn = turn();
            listener.turned(turn);
            more = turn.moreWork() || isBusy();
            stepLog();
            stepFlush();
        }
    }

    /** Hears of every turn. */
    public interface TurnListener {
        void turned(Turn turn);
    }

    @Override
    public final void close() throws IOException {
        wal.close();
        backend.close();
    }
}
