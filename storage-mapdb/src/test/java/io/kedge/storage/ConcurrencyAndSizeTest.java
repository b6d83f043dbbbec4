/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.FileDisk;
import io.kedge.model.Key;
import io.kedge.model.Space;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.BackendProvider;
import io.kedge.replica.backend.Liveness;
import io.kedge.replica.backend.RecordList;
import io.kedge.replica.backend.StoreState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers beside merges, long values, and the shape of what merges leave. */
class ConcurrencyAndSizeTest {

    @TempDir
    Path folder;

    private MapDbBackend open(StorageOptions options) throws IOException {
        return MapDbBackend.open(new FileDisk(folder), "db", options);
    }

    private static Liveness live(java.util.function.LongPredicate predicate, long count) {
        return new Liveness() {
            @Override
            public boolean isLive(Space space, Key key, long revision, int sub) {
                return predicate.test(revision);
            }

            @Override
            public long liveCount(Space space) {
                return space == Space.USERS ? count : 0;
            }
        };
    }

    private static void flush(MapDbBackend store, long from, long to) throws IOException {
        RecordList records = new RecordList();
        for (long revision = from; revision < to; revision++) {
            records.put(Space.USERS, revision, 0, "k" + revision, "value " + revision);
        }
        store.flush(new StoreState(to, 1, new byte[0], new long[3], new long[3]), records);
    }

    @Test
    void readersSeeEveryLiveRecordWhileMergesRun() throws Exception {
        try (MapDbBackend store = open(StorageOptions.DEFAULT.withSegmentBytesMax(8 << 10))) {
            flush(store, 1, 101);
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService readers = Executors.newFixedThreadPool(3);
            try {
                List<Future<Long>> reading = List.of(
                        readers.submit(() -> get(store, stop, 1)),
                        readers.submit(() -> get(store, stop, 2)),
                        readers.submit(() -> scan(store, stop)));
                for (long start = 101; start < 3_001; start += 100) {
                    flush(store, start, start + 100);
                    // Multiples of ten up to 100 stay; of the rest, only the newest two flushes do.
                    long oldest = start - 100;
                    store.merge(live(r -> r >= oldest || r <= 100 && r % 10 == 0, 210), start % 300 != 1);
                }
                stop.set(true);
                for (Future<Long> reader : reading) {
                    assertThat(reader.get()).isPositive();
                }
            } finally {
                stop.set(true);
                readers.shutdown();
            }
            assertThat(store.merge(live(r -> r <= 100 && r % 10 == 0, 10), true))
                    .isTrue();
            assertThat(RecordList.loaded(store)).hasSize(10);
            assertThat(new FileDisk(folder).list("db")).hasSize(2);
        }
    }

    private static long get(MapDbBackend store, AtomicBoolean stop, long seed) throws IOException {
        Random random = new Random(seed);
        long reads = 0;
        while (!stop.get() || reads == 0) {
            long revision = 10 * (1 + random.nextInt(10));
            assertThat(store.get(Space.USERS, revision, 0))
                    .as("revision " + revision)
                    .isNotNull();
            reads++;
        }
        return reads;
    }

    private static long scan(MapDbBackend store, AtomicBoolean stop) throws IOException {
        long scans = 0;
        while (!stop.get() || scans == 0) {
            long kept = RecordList.scanned(store, Space.USERS, 1, 101).stream()
                    .filter(item -> item.kv().modRevision() % 10 == 0)
                    .count();
            assertThat(kept).isEqualTo(10);
            scans++;
        }
        return scans;
    }

    @Test
    void longValuesBesideShortOnesAndThroughAMerge() throws IOException {
        RecordList records = new RecordList();
        Random random = new Random(11);
        for (long revision = 1; revision <= 60; revision++) {
            byte[] value = new byte[revision % 3 == 0 ? 1536 << 10 : (int) revision];
            random.nextBytes(value);
            records.put(Space.USERS, revision, 0, "k", value);
        }
        try (MapDbBackend store = open(StorageOptions.DEFAULT)) {
            store.flush(StoreState.EMPTY, records);
            store.merge(live(r -> r != 1, 59), true);
        }
        try (MapDbBackend store = open(StorageOptions.DEFAULT)) {
            assertThat(RecordList.loaded(store)).isEqualTo(records.items().subList(1, 60));
            assertThat(store.get(Space.USERS, 33, 0))
                    .isEqualTo(records.items().get(32).kv());
        }
    }

    @Test
    void aRecordThatFitsNoPageIsRefusedBeforeAnythingIsWritten() throws IOException {
        StorageOptions small = new StorageOptions(1 << 20, 1 << 20, 1 << 20, 1 << 16, 8, true);
        try (MapDbBackend store = open(small)) {
            RecordList records = new RecordList()
                    .put(Space.USERS, 1, 0, "short", "v")
                    .put(Space.USERS, 2, 0, "long", new byte[1 << 16]);
            assertThatThrownBy(() -> store.flush(StoreState.EMPTY, records))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fits no page");
            assertThat(new FileDisk(folder).list("db")).containsExactly("manifest");
            for (int size = (1 << 16) - 600; size < (1 << 16) - 220; size += 19) {
                store.flush(StoreState.EMPTY, new RecordList().put(Space.USERS, size, 0, "k", new byte[size]));
            }
            assertThat(RecordList.loaded(store)).hasSize(20);
        }
    }

    @Test
    void manySmallSegmentsBecomeFewWithoutBeingAskedForAll() throws IOException {
        try (MapDbBackend store = open(StorageOptions.DEFAULT)) {
            for (long start = 1; start < 200; start += 10) {
                flush(store, start, start + 10);
                store.merge(live(r -> true, 1_000), false);
            }
            assertThat(RecordList.loaded(store)).hasSize(200);
            assertThat(new FileDisk(folder).list("db")).hasSizeLessThanOrEqualTo(11);
            assertThat(store.merge(live(r -> true, 1_000), true)).isTrue();
            assertThat(new FileDisk(folder).list("db")).hasSize(2);
        }
    }

    @Test
    void aMostlyDeadSegmentIsRewrittenAndTheOthersAreLeft() throws IOException {
        try (MapDbBackend store = open(StorageOptions.DEFAULT)) {
            flush(store, 1, 5_001);
            flush(store, 5_001, 10_001);
            Liveness liveness = live(r -> r % 4 == 0 || r > 5_000, 6_250);
            long before = store.sizeBytes();
            assertThat(store.sizeInUseBytes(liveness)).isBetween(before / 2, before * 3 / 4);
            assertThat(store.merge(liveness, false)).isTrue();
            assertThat(RecordList.loaded(store)).hasSize(6_250);
            assertThat(store.sizeBytes()).isLessThan(before * 3 / 4);
            assertThat(new FileDisk(folder).list("db")).contains(SegmentInfo.fileName(2));
            assertThat(store.merge(liveness, false)).isFalse();
        }
    }

    @Test
    void theProviderIsFoundByName() throws IOException {
        Map<String, BackendProvider> found = new java.util.TreeMap<>();
        ServiceLoader.load(BackendProvider.class).forEach(p -> found.put(p.name(), p));
        try (Backend store = found.get("mapdb").open(folder.resolve("new/store"))) {
            assertThat(store.state()).isEqualTo(StoreState.EMPTY);
        }
    }

    @Test
    void aClosedStoreSaysSo() throws IOException {
        MapDbBackend store = open(StorageOptions.DEFAULT);
        flush(store, 1, 10);
        store.close();
        assertThatThrownBy(() -> store.get(Space.USERS, 1, 0)).hasMessageContaining("closed");
        assertThatThrownBy(() -> store.flush(StoreState.EMPTY, new RecordList()))
                .hasMessageContaining("closed");
    }
}
