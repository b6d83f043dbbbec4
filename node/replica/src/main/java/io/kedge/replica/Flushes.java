/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.raft.RaftCore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When the store is flushed, and what of the log may go by that. One flush at a time. Replica thread. */
final class Flushes {

    private final ReplicaOptions options;
    private final RaftCore raft;
    private final ApplyQueue applyQueue;
    private Stores stores;

    private @Nullable FlushOrder running;
    private boolean wanted;
    private boolean paused;
    private long releaseLogBefore;
    private long reportedRelease;

    Flushes(ReplicaOptions options, RaftCore raft, ApplyQueue applyQueue, Stores stores) {
        this.options = options;
        this.raft = raft;
        this.applyQueue = applyQueue;
        this.stores = stores;
    }

    void request() {
        wanted = true;
    }

    boolean isRunning() {
        return running != null;
    }

    /** Nothing is ordered until {@link #resume} or {@link #replaceStores}. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    boolean isPaused() {
        return paused;
    }

    /** Other stores, durable as they are, take the place of those known so far. */
    void replaceStores(Stores by) {
        if (!paused || running != null) {
            throw new IllegalStateException("stores replaced out of turn");
        }
        stores = by;
        wanted = false;
        paused = false;
        releaseLogBefore = by.loaded().appliedIndex() + 1;
    }

    /** The disk is slower than the writers: applying waits for the flush, and the lag limit tells them. */
    boolean isStalled() {
        return running != null && unflushedBytes() > options.stalledBytesMax();
    }

    /** Entries count as well as records: those that change nothing fill the log all the same. */
    private long unflushedBytes() {
        return Math.max(stores.unflushedBytes(), applyQueue.unflushedBytes());
    }

    boolean isDue() {
        return running == null
                && !paused
                && (wanted || unflushedBytes() >= options.memtableBytesMax())
                && applyQueue.appliedIndex() > 0;
    }

    /** The flush that is due, unless an entry is half applied. */
    @Nullable
    FlushOrder order() {
        if (!isDue() || applyQueue.isInsideEntry()) {
            return null;
        }
        wanted = false;
        applyQueue.freeze();
        running = stores.freeze(
                applyQueue.appliedIndex(),
                applyQueue.appliedTerm(),
                raft.configuration().encode());
        return running;
    }

    /**
     * The flush ordered last is durable. Entries up to its index may go: from the log's files all, from memory but the
     * followers' reserve.
     */
    void done() {
        FlushOrder done = Objects.requireNonNull(running, "no flush was ordered");
        running = null;
        stores.flushed(done.state());
        releaseLogBefore = done.state().appliedIndex() + 1;
        raft.releaseLog(done.state().appliedIndex());
    }

    /** Whether the last flush has covered everything applied. */
    boolean coversAll() {
        return running == null && releaseLogBefore > applyQueue.appliedIndex();
    }

    /** Log entries below this index are in a durable manifest; 0 for no news. */
    long takeRelease() {
        if (releaseLogBefore <= reportedRelease) {
            return 0;
        }
        reportedRelease = releaseLogBefore;
        return reportedRelease;
    }
}
