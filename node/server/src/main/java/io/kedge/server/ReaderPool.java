/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.Reads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A few threads for reads that may block or take long. The queue is bounded; beyond it the caller is told at once. */
public final class ReaderPool {

    private final ThreadPoolExecutor executor;
    private final ThreadLocal<Reads> reads;

    ReaderPool(MvccStore users, int threads, int queueMax) {
        this.reads = ThreadLocal.withInitial(() -> {
            Reads own = users.openReads();
            if (own == null) {
                throw new IllegalStateException("no read slot is left for a reader thread");
            }
            return own;
        });
        AtomicInteger number = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueMax), task -> {
                    Thread thread = new Thread(task, "kedge-reader-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Runs {@code read} on a reader thread; false if too many are waiting. The read must not throw. */
    public boolean submit(Consumer<Reads> read) {
        try {
            executor.execute(() -> read.accept(reads.get()));
            return true;
        } catch (RejectedExecutionException tooMany) {
            return false;
        }
    }

    void close() throws InterruptedException {
        executor.shutdownNow();
        executor.awaitTermination(10, TimeUnit.SECONDS);
    }
}
