/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.disk.recording.RecordingDisk;
import io.kedge.model.Key;
import io.kedge.model.Space;
import io.kedge.replica.backend.Liveness;
import io.kedge.replica.backend.StoreState;
import io.kedge.replica.system.SystemTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** System keys that come and go, as leases do: neither the table nor the disk keeps what they leave behind. */
final class SystemTombstoneTest {

    private static final int KEYS_PER_ROUND = 200;
    private static final StorageOptions OPTIONS = new StorageOptions(1 << 20, 1 << 20, 1 << 20, 1 << 16, 4, true);

    private final RecordingDisk disk = new RecordingDisk();
    private MapDbBackend backend;
    private SystemTable table;
    private long index;

    private void open() throws IOException {
        backend = MapDbBackend.open(disk, "db", OPTIONS);
        table = new SystemTable();
        backend.load((space, sub, kv) -> table.restore(sub, kv));
    }

    private static Key key(String kind, long number) {
        return Key.utf8(kind + number);
    }

    private void put(Key key) {
        table.beginEntry(++index);
        table.put(key, "sixty seconds".getBytes(StandardCharsets.UTF_8));
    }

    private void delete(Key key) {
        table.beginEntry(++index);
        table.delete(key);
    }

    private void flush() throws IOException {
        StoreState state = new StoreState(index, 1, new byte[0], new long[] {1, index, 0}, new long[3]);
        backend.flush(state, table.freeze());
        table.flushed();
    }

    private Liveness liveness() {
        return new Liveness() {
            @Override
            public boolean isLive(Space space, Key key, long revision, int sub) {
                return table.isLive(key, revision, sub);
            }

            @Override
            public long liveCount(Space space) {
                return space == Space.SYSTEM ? table.liveRecords() : 0;
            }
        };
    }

    private long storedRecords() throws IOException {
        long[] count = new long[1];
        backend.load((space, sub, kv) -> count[0]++);
        return count[0];
    }

    @Test
    void manyKeysThatComeAndGoLeaveNothing() throws IOException {
        open();
        put(key("kept", 1));
        for (int round = 0; round < 50; round++) {
            long first = (long) round * KEYS_PER_ROUND;
            for (long i = first; i < first + KEYS_PER_ROUND; i++) {
                put(key("lease", i));
            }
            flush();
            for (long i = first; i < first + KEYS_PER_ROUND; i++) {
                delete(key("lease", i));
            }
            flush();
            backend.merge(liveness(), false);
            assertThat(storedRecords()).as("round %d", round).isLessThan(12L * KEYS_PER_ROUND);
            assertThat(table.liveRecords()).isEqualTo(1);
        }
        flush();
        backend.merge(liveness(), true);
        assertThat(storedRecords())
                .as("few tombstones that share a hash with a live key")
                .isLessThan(10);
        backend.close();
        open();
        assertThat(table.liveRecords()).isEqualTo(1);
        assertThat(table.get(key("kept", 1))).isNotNull();
    }

    /** The oldest segments are too large to be merged with those of the keys that come and go. */
    @Test
    void tombstonesGoAlsoBehindAStoreThatIsNotMerged() throws IOException {
        open();
        for (long i = 0; i < 20_000; i++) {
            put(key("kept", i));
        }
        flush();
        long kept = storedRecords();
        for (int round = 0; round < 50; round++) {
            for (long i = 0; i < KEYS_PER_ROUND; i++) {
                put(key("lease", i));
                if (i >= KEYS_PER_ROUND / 2) {
                    delete(key("lease", i - KEYS_PER_ROUND / 2));
                }
            }
            flush();
            for (long i = KEYS_PER_ROUND / 2; i < KEYS_PER_ROUND; i++) {
                delete(key("lease", i));
            }
            flush();
            backend.merge(liveness(), false);
            assertThat(storedRecords()).as("round %d", round).isLessThan(kept + 12L * KEYS_PER_ROUND);
        }
        backend.close();
        open();
        assertThat(table.liveRecords()).isEqualTo(kept);
    }

    /** A grant, its end and another grant share a flush: only the last is written, over what earlier flushes wrote. */
    @Test
    void aTombstoneThatWasNeverWrittenIsNotForgotten() throws IOException {
        open();
        put(key("lease", 1));
        for (long i = 0; i < 20_000; i++) {
            put(key("kept", i));
        }
        flush();
        delete(key("lease", 1));
        put(key("lease", 1));
        delete(key("lease", 1));
        flush();
        for (int round = 0; round < 20; round++) {
            put(key("other", round));
            flush();
            backend.merge(liveness(), false);
        }
        backend.close();
        open();
        assertThat(table.get(key("lease", 1))).isNull();
    }

    /** The newest segment alone is merged: its tombstones are all that hides what the oldest one holds. */
    @Test
    void aKeyThatIsGoneStaysGoneThroughPartialMerges() throws IOException {
        open();
        for (int round = 0; round < 40; round++) {
            for (long i = 0; i < 50; i++) {
                put(key("lease", i + round));
            }
            flush();
            for (long i = 0; i < 50; i += 2) {
                delete(key("lease", i + round));
            }
            flush();
            backend.merge(liveness(), round % 5 == 0);
            long live = table.liveRecords();
            backend.close();
            open();
            assertThat(table.all()).as("round %d", round).hasSize((int) live);
        }
    }
}
