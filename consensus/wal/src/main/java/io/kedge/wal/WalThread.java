/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Wal} on a thread of its own. What queued up during one force is the next batch; there are no timers.
 * {@link #submit} may be called from any thread; the queue has no bound of its own, see {@link #queued()}.
 */
public final class WalThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WalThread.class);
    /** How long to wait before trying again to make the next segment. */
    private static final long PREPARE_RETRY_NANOS = 1_000_000_000L;

    private final Wal wal;
    private final int batchBytes;
    private final Executor background;
    private final Thread thread;

    /** Newest first; taken whole by the log's thread. */
    private final AtomicReference<@Nullable Node> stack = new AtomicReference<>();

    private final AtomicInteger queued = new AtomicInteger();
    /** Segments wholly below this index may go; it only grows. */
    private final AtomicLong releaseIndex = new AtomicLong();

    /** Written to the log, not reported durable yet. */
    private final ArrayDeque<WalWrite> batch = new ArrayDeque<>();
    /** Taken from the stack, oldest first, not written yet. */
    private @Nullable Node taken;

    private long releasedIndex;
    private volatile long prepareNotBeforeNanos = System.nanoTime();
    private volatile boolean preparing;
    private volatile boolean parked;
    private volatile boolean closing;
    /** Set once nothing is taken from the stack any more, with {@link #endCause}. */
    private volatile boolean ended;

    private volatile Throwable endCause = new IOException("the log is closed");
    private volatile @Nullable Throwable failure;

    private static final class Node {
        final WalWrite write;

        @Nullable
        Node next;

        Node(WalWrite write) {
            this.write = write;
        }
    }

    /**
     * {@code wal} belongs to the thread from {@link #start()} on and is closed by it.
     *
     * @param background runs the making and deleting of segments
     */
    public WalThread(String name, Wal wal, WalOptions options, Executor background) {
        this.wal = wal;
        this.batchBytes = options.batchBytes();
        this.background = background;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins to take writes; those submitted before wait. */
    public WalThread start() {
        thread.start();
        return this;
    }

    /** Queues a write. After {@link #close()} or a failure it is failed, here or on the log's thread. */
    public void submit(WalWrite write) {
        queued.incrementAndGet();
        Node node = new Node(write);
        @Nullable Node head;
        do {
            head = stack.get();
            node.next = head;
        } while (!stack.compareAndSet(head, node));
        if (parked) {
            LockSupport.unpark(thread);
        }
        if (ended) {
            failAll(oldestFirst(stack.getAndSet(null)));
        }
    }

    /** Writes submitted and neither durable nor failed yet. */
    public int queued() {
        return queued.get();
    }

    /** Lets {@link Wal#releaseBefore} happen soon; any thread. */
    public void releaseBefore(long index) {
        releaseIndex.accumulateAndGet(index, Math::max);
        LockSupport.unpark(thread);
    }

    /** Why the log stopped, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Writes what is queued, closes the log and waits for the thread; not to be called on the thread itself. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private void run() {
        try {
            while (!closing || stack.get() != null) {
                turn();
            }
        } catch (Throwable e) {
            LOG.error("the log stopped", e);
            failure = e;
            endCause = e;
        }
        ended = true;
        while (!batch.isEmpty()) {
            fail(batch.remove());
        }
        failAll(taken);
        failAll(oldestFirst(stack.getAndSet(null)));
        try {
            wal.close();
        } catch (IOException e) {
            LOG.warn("closing the log failed", e);
        }
    }

    private void turn() throws IOException {
        taken = oldestFirst(stack.getAndSet(null));
        if (taken == null) {
            startBackgroundWork();
            park();
            return;
        }
        while (taken != null) {
            WalWrite write = taken.write;
            batch.add(write);
            taken = taken.next;
            write.writeTo(wal);
            if (taken == null || wal.pendingBytes() >= batchBytes) {
                flush();
            }
        }
        startBackgroundWork();
    }

    private void flush() throws IOException {
        wal.flush();
        while (!batch.isEmpty()) {
            queued.decrementAndGet();
            batch.remove().durable();
        }
    }

    private void park() {
        parked = true;
        if (stack.get() == null && !closing && releaseIndex.get() == releasedIndex) {
            if (wal.isNextSegmentFailing()) {
                LockSupport.parkNanos(this, PREPARE_RETRY_NANOS);
            } else {
                LockSupport.park(this);
            }
        }
        parked = false;
    }

    private void startBackgroundWork() throws IOException {
        long release = releaseIndex.get();
        if (release != releasedIndex) {
            releasedIndex = release;
            @Nullable WalWork deletion = wal.detachBefore(release);
            if (deletion != null) {
                background.execute(() -> runQuietly(deletion));
            }
        }
        if (!preparing && System.nanoTime() - prepareNotBeforeNanos >= 0) {
            @Nullable WalWork preparation = wal.prepareNext();
            if (preparation != null) {
                preparing = true;
                background.execute(() -> prepare(preparation));
            }
        }
    }

    private void prepare(WalWork preparation) {
        if (!runQuietly(preparation)) {
            prepareNotBeforeNanos = System.nanoTime() + PREPARE_RETRY_NANOS;
        }
        preparing = false;
        LockSupport.unpark(thread);
    }

    /** The listener has heard of a failure already, and the log lives on without this work. */
    private static boolean runQuietly(WalWork work) {
        try {
            work.run();
            return true;
        } catch (IOException e) {
            LOG.warn("log segment work failed: {}", e.toString());
            return false;
        }
    }

    private void failAll(@Nullable Node oldest) {
        for (@Nullable Node node = oldest; node != null; node = node.next) {
            fail(node.write);
        }
    }

    private void fail(WalWrite write) {
        queued.decrementAndGet();
        try {
            write.failed(endCause);
        } catch (RuntimeException e) {
            LOG.error("a failed write could not be reported", e);
        }
    }

    private static @Nullable Node oldestFirst(@Nullable Node newest) {
        @Nullable Node reversed = null;
        @Nullable Node node = newest;
        while (node != null) {
            @Nullable Node older = node.next;
            node.next = reversed;
            reversed = node;
            node = older;
        }
        return reversed;
    }
}
