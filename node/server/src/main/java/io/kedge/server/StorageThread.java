/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.FlushOrder;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.Liveness;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes segments. A merge goes in steps, so that a flush waits for one step at the most. */
final class StorageThread {

    private static final Logger LOG = LoggerFactory.getLogger(StorageThread.class);

    private final Backend backend;
    private final Liveness liveness;
    private final FatalHandler fatal;
    private final NodeMeters meters;
    private final ExecutorService executor;
    private final AtomicBoolean mergeQueued = new AtomicBoolean();

    StorageThread(Backend backend, Liveness liveness, FatalHandler fatal, NodeMeters meters) {
        this.backend = backend;
        this.liveness = liveness;
        this.fatal = fatal;
        this.meters = meters;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "kedge-storage");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Writes a segment; {@code done} runs on the storage thread once it is durable. A failure ends the process. */
    void flush(FlushOrder order, Runnable done) {
        run("a flush failed", () -> {
            long start = System.nanoTime();
            backend.flush(order.state(), order.records());
            meters.flushed(System.nanoTime() - start);
            LOG.debug("flushed up to index {} in {} ms", order.state().appliedIndex(), millisSince(start));
            done.run();
        });
        requestMerge();
    }

    /** Merges what pays off, later. */
    void requestMerge() {
        if (mergeQueued.compareAndSet(false, true)) {
            run("a merge failed", this::mergeStep);
        }
    }

    private void mergeStep() throws Exception {
        mergeQueued.set(false);
        if (backend.merge(liveness, false)) {
            requestMerge();
        }
    }

    /** Merges until no dead record is left; then {@code done} runs on the storage thread. */
    void defragment(Runnable done) {
        long start = System.nanoTime();
        mergeAll(() -> {
            meters.defragmented(System.nanoTime() - start);
            done.run();
        });
    }

    private void mergeAll(Runnable done) {
        run("defragmentation failed", () -> {
            if (backend.merge(liveness, true)) {
                mergeAll(done);
            } else {
                done.run();
            }
        });
    }

    /**
     * Runs {@code work} after all that is queued; failures end the process. After {@link #close()} it is dropped: the
     * log has what was not flushed, and a merge cut short between two steps goes on after the next start.
     */
    void run(String failure, Work work) {
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } catch (Throwable e) {
                    fatal.fail(failure, e);
                }
            });
        } catch (RejectedExecutionException closed) {
            LOG.debug("the node stops before more is merged");
        }
    }

    /** Waits for what is queued; then nothing more is taken. */
    void close() throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
            LOG.warn("the storage thread did not end within a minute");
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    /** Work that may fail. */
    interface Work {

        void run() throws Exception;
    }
}
