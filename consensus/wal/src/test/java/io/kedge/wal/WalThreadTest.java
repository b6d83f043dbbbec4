/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.recording.DiskOperation;
import io.kedge.disk.recording.RecordingDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The thread around the log: batching, order, failure. */
final class WalThreadTest {

    private static final int DEADLINE_SECONDS = 20;

    private final RecordingDisk disk = new RecordingDisk();
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final AtomicLong forces = new AtomicLong();
    private final WalOptions options = new WalOptions(16 << 10, 1 << 20, 4096, new WalListener() {
        @Override
        public void forced(long nanos, long bytes) {
            forces.incrementAndGet();
        }
    });
    private WalThread thread;

    /** Appends the entry after the last one. */
    private static final class Append implements WalWrite {

        final CompletableFuture<Long> done = new CompletableFuture<>();
        private long index;

        @Override
        public void writeTo(Wal wal) throws IOException {
            index = wal.lastIndex() + 1;
            wal.appendEntry(index, 1, (byte) 0, new byte[100]);
        }

        @Override
        public void durable() {
            done.complete(index);
        }

        @Override
        public void failed(Throwable cause) {
            done.completeExceptionally(cause);
        }
    }

    @BeforeEach
    void openLog() throws IOException {
        thread = new WalThread("wal", Wal.create(disk, "wal", options, new byte[0]), options, background);
    }

    @AfterEach
    void closeLog() throws InterruptedException {
        thread.close();
        background.shutdownNow();
    }

    private Append submit() {
        Append append = new Append();
        thread.submit(append);
        return append;
    }

    private static long get(Append append) throws Exception {
        return append.done.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void whatQueuedUpIsOneBatchReportedInOrder() throws Exception {
        ConcurrentLinkedQueue<Long> order = new ConcurrentLinkedQueue<>();
        List<Append> appends = new ArrayList<>();
        List<CompletableFuture<Void>> noted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Append append = submit();
            noted.add(append.done.thenAccept(order::add));
            appends.add(append);
        }
        assertThat(thread.queued()).isEqualTo(50);
        thread.start();
        for (int i = 0; i < 50; i++) {
            assertThat(get(appends.get(i))).isEqualTo(i + 1);
            noted.get(i).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(forces).hasValue(1);
        assertThat(List.copyOf(order)).isSorted().hasSize(50);
        assertThat(thread.queued()).isZero();
    }

    @Test
    void manySubmittersLoseNothing() throws Exception {
        thread.start();
        List<CompletableFuture<List<Append>>> submitters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            submitters.add(CompletableFuture.supplyAsync(() -> {
                List<Append> mine = new ArrayList<>();
                for (int n = 0; n < 2000; n++) {
                    mine.add(submit());
                    if (n % 50 == 0) {
                        mine.get(n).done.join();
                    }
                }
                return mine;
            }));
        }
        List<Long> indexes = new ArrayList<>();
        for (CompletableFuture<List<Append>> submitter : submitters) {
            long before = 0;
            for (Append append : submitter.get(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                long index = get(append);
                assertThat(index).isGreaterThan(before);
                before = index;
                indexes.add(index);
            }
        }
        assertThat(indexes).hasSize(8000).doesNotHaveDuplicates();
        thread.close();
        try (Wal wal = Wal.open(disk, "wal", options)) {
            assertThat(wal.lastIndex()).isEqualTo(8000);
        }
    }

    @Test
    void aFailureFailsAllThatIsAndWillBeQueued() throws Exception {
        thread.start();
        get(submit());
        disk.failFrom(DiskOperation.FORCE, 1, "Input/output error");
        Append failing = submit();
        assertThatThrownBy(() -> get(failing))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("Input/output");
        disk.heal();
        for (int i = 0; i < 10; i++) {
            Append late = submit();
            assertThatThrownBy(() -> get(late)).hasMessageContaining("Input/output");
        }
        assertThat(thread.failure()).hasMessage("Input/output error");
        assertThat(thread.queued()).isZero();
    }

    @Test
    void closingWritesWhatIsQueuedAndFailsWhatComesLater() throws Exception {
        Append early = submit();
        thread.start();
        thread.close();
        assertThat(early.done).isCompletedWithValue(1L);
        Append late = submit();
        assertThatThrownBy(() -> get(late)).hasMessageContaining("closed");
        assertThat(thread.failure()).isNull();
    }

    @Test
    void segmentsAreMadeAheadAndReleasedInTheBackground() throws Exception {
        thread.start();
        for (int i = 0; i < 1000; i++) {
            get(submit());
        }
        assertThat(disk.list("wal")).hasSizeGreaterThan(8);
        thread.releaseBefore(1000);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (disk.list("wal").size() > 2 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(disk.list("wal").size()).isBetween(1, 2);
        thread.close();
        background.shutdown();
        assertThat(background.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        try (Wal wal = Wal.open(disk, "wal", options)) {
            assertThat(wal.lastIndex()).isEqualTo(1000);
        }
    }
}
