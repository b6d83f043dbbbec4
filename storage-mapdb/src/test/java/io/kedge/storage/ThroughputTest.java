/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.disk.FileDisk;
import io.kedge.model.Cause;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import io.kedge.replica.backend.Liveness;
import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.RecordVisitor;
import io.kedge.replica.backend.StoreState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million records of 100 bytes: prints how fast they are flushed, loaded, found and merged. */
@Tag("proof")
class ThroughputTest {

    private static final int RECORDS = 1_000_000;

    @TempDir
    Path folder;

    private static RecordSource million() {
        return new RecordSource() {
            @Override
            public void forEach(RecordVisitor visitor) {
                byte[] value = new byte[64];
                for (long revision = 1; revision <= RECORDS; revision++) {
                    Key key = Key.utf8("/registry/key-" + revision);
                    visitor.record(Space.USERS, 0, KeyValue.put(key, value, revision, revision, 1, 0, Cause.PUT));
                }
            }

            @Override
            public long count() {
                return RECORDS;
            }

            @Override
            public int longestBytes() {
                return 128;
            }
        };
    }

    private static final Liveness EVEN = new Liveness() {
        @Override
        public boolean isLive(Space space, Key key, long revision, int sub) {
            return revision % 2 == 0;
        }

        @Override
        public long liveCount(Space space) {
            return RECORDS / 2;
        }
    };

    @Test
    void aMillionRecords() throws IOException {
        FileDisk disk = new FileDisk(folder);
        try (MapDbBackend store = MapDbBackend.open(disk, "db", StorageOptions.DEFAULT)) {
            long start = System.nanoTime();
            store.flush(StoreState.EMPTY, million());
            report("flushed", RECORDS, start);
        }
        long opening = System.nanoTime();
        try (MapDbBackend store = MapDbBackend.open(disk, "db", StorageOptions.DEFAULT)) {
            report("opened and verified", RECORDS, opening);
            for (int round = 0; round < 3; round++) {
                long[] loaded = new long[1];
                long start = System.nanoTime();
                store.load((space, sub, kv) -> loaded[0]++);
                report("loaded", loaded[0], start);
                assertThat(loaded[0]).isEqualTo(RECORDS);
                Random random = new Random(5);
                start = System.nanoTime();
                for (int i = 0; i < RECORDS; i++) {
                    assertThat(store.get(Space.USERS, 1 + random.nextInt(RECORDS), 0) != null)
                            .isTrue();
                }
                report("random gets", RECORDS, start);
            }
            long start = System.nanoTime();
            assertThat(store.merge(EVEN, true)).isTrue();
            report("merged", RECORDS, start);
        }
    }

    private static void report(String what, long records, long startNanos) {
        long millis = Math.max(1, (System.nanoTime() - startNanos) / 1_000_000);
        System.out.printf("%s: %d records in %d ms, %d/s%n", what, records, millis, records * 1000 / millis);
    }
}
