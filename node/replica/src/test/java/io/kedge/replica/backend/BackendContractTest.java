/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.Cause;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Backend} does; an adapter's test extends it and says how one is opened. */
public abstract class BackendContractTest {

    protected Backend backend;

    /** The same store on every call. */
    protected abstract Backend open() throws IOException;

    /** Whether what was flushed is there after close and open. */
    protected abstract boolean isDurable();

    @BeforeEach
    void openBackend() throws IOException {
        backend = open();
    }

    @AfterEach
    void closeBackend() throws IOException {
        backend.close();
    }

    protected static StoreState stateAt(long index) {
        return new StoreState(index, 2, new byte[] {1, (byte) index}, new long[] {index, index, 0}, new long[3]);
    }

    /** Only records of these revisions are live. */
    protected static Liveness liveIf(java.util.function.LongPredicate revisions, long liveCount) {
        return new Liveness() {
            @Override
            public boolean isLive(Space space, Key key, long revision, int sub) {
                return revisions.test(revision);
            }

            @Override
            public long liveCount(Space space) {
                return space == Space.USERS ? liveCount : 0;
            }
        };
    }

    protected static RecordList users(long from, long to) {
        RecordList records = new RecordList();
        for (long revision = from; revision < to; revision++) {
            records.put(Space.USERS, revision, 0, "key-" + revision % 7, "value-" + revision);
        }
        return records;
    }

    @Test
    void aNewStoreIsEmpty() throws IOException {
        assertThat(backend.state()).isEqualTo(StoreState.EMPTY);
        assertThat(RecordList.loaded(backend)).isEmpty();
        assertThat(backend.get(Space.USERS, 1, 0)).isNull();
        assertThat(backend.sizeInUseBytes(liveIf(r -> true, 0))).isLessThanOrEqualTo(backend.sizeBytes());
    }

    @Test
    void recordsOfAllSpacesComeBackInOrderWithTheirCause() throws IOException {
        RecordList records = new RecordList()
                .put(Space.USERS, 2, 0, "a", "1")
                .put(Space.USERS, 2, 1, "b", "")
                .add(Space.USERS, 0, KeyValue.tombstone(Key.utf8("a"), 3, Cause.LEASE_EXPIRED))
                .put(Space.SYSTEM, 70, 0, "lease", "x")
                .put(Space.SYSTEM, 90, 3, "lease", "y")
                .put(Space.MESSAGES, 1, 0, "topic", "m");
        backend.flush(stateAt(90), records);
        assertThat(RecordList.loaded(backend)).isEqualTo(records.items());
        for (RecordList.Item item : records.items()) {
            assertThat(backend.get(item.space(), item.kv().modRevision(), item.sub()))
                    .isEqualTo(item.kv());
        }
        assertThat(backend.get(Space.USERS, 2, 2)).isNull();
        assertThat(backend.get(Space.USERS, 70, 0)).isNull();
        assertThat(backend.get(Space.SYSTEM, 80, 0)).isNull();
        assertThat(backend.state()).isEqualTo(stateAt(90));
    }

    @Test
    void scanTakesFromAndLeavesTo() throws IOException {
        List<RecordList.Item> all = new ArrayList<>();
        for (long start = 1; start < 50; start += 10) {
            RecordList records = users(start, start + 10);
            backend.flush(stateAt(start + 9), records);
            all.addAll(records.items());
        }
        for (long from = 0; from < 55; from++) {
            for (long to = from; to < 55; to += 3) {
                long low = from;
                long high = to;
                assertThat(RecordList.scanned(backend, Space.USERS, from, to))
                        .isEqualTo(all.stream()
                                .filter(i -> i.kv().modRevision() >= low && i.kv().modRevision() < high)
                                .toList());
            }
        }
        assertThat(RecordList.scanned(backend, Space.SYSTEM, 0, Long.MAX_VALUE)).isEmpty();
        assertThat(RecordList.scanned(backend, Space.USERS, 0, Long.MAX_VALUE)).isEqualTo(all);
    }

    @Test
    void aFlushWithoutRecordsMovesTheStateOnly() throws IOException {
        backend.flush(stateAt(5), users(1, 5));
        backend.flush(stateAt(9), new RecordList());
        assertThat(backend.state()).isEqualTo(stateAt(9));
        assertThat(RecordList.loaded(backend)).isEqualTo(users(1, 5).items());
    }

    @Test
    void recordsMustAscend() throws IOException {
        backend.flush(stateAt(5), users(1, 5));
        assertThatThrownBy(() -> backend.flush(stateAt(6), users(4, 6))).isInstanceOf(IllegalArgumentException.class);
        assertThat(backend.state()).isEqualTo(stateAt(5));
        backend.flush(stateAt(7), users(5, 7));
        assertThat(RecordList.loaded(backend)).isEqualTo(users(1, 7).items());
    }

    @Test
    void aFullMergeLeavesWhatIsLive() throws IOException {
        for (long start = 1; start < 100; start += 10) {
            backend.flush(stateAt(start + 9), users(start, start + 10));
        }
        Liveness even = liveIf(revision -> revision % 2 == 0, 50);
        assertThat(backend.sizeInUseBytes(even)).isLessThanOrEqualTo(backend.sizeBytes());
        assertThat(backend.merge(even, true)).isTrue();
        assertThat(RecordList.loaded(backend))
                .isEqualTo(users(1, 101).items().stream()
                        .filter(i -> i.kv().modRevision() % 2 == 0)
                        .toList());
        assertThat(backend.get(Space.USERS, 7, 0)).isNull();
        assertThat(backend.get(Space.USERS, 8, 0)).isNotNull();
        assertThat(backend.state()).isEqualTo(stateAt(100));
        assertThat(backend.merge(even, true)).isFalse();
        backend.flush(stateAt(110), users(101, 111));
        assertThat(backend.merge(liveIf(revision -> false, 0), true)).isTrue();
        assertThat(RecordList.loaded(backend)).isEmpty();
    }

    /** Copies an image into {@code target}, a few bytes at a time. */
    public static StoreIntake copy(StoreImage image, Backend target) throws IOException {
        StoreIntake intake = target.receive(image.manifest());
        assertThat(intake.files()).hasSameSizeAs(image.files());
        for (int i = 0; i < image.files().size(); i++) {
            StoreImage.File file = image.files().get(i);
            for (long offset = 0; offset < file.sizeBytes(); ) {
                ByteBuffer part = ByteBuffer.allocate(1_000);
                offset += image.read(file, offset, part);
                intake.write(intake.files().get(i), part.flip());
            }
        }
        return intake;
    }

    @Test
    void anImageIsAStateThatLaterFlushesAndMergesDoNotTouch() throws IOException {
        backend.flush(stateAt(5), users(1, 5));
        backend.flush(stateAt(9), users(5, 9));
        StoreImage image = backend.pin();
        backend.flush(stateAt(12), users(9, 12));
        while (backend.merge(liveIf(revision -> revision > 8, 3), true)) {
            continue;
        }
        assertThat(image.state()).isEqualTo(stateAt(9));
        StoreIntake intake = copy(image, backend);
        image.close();
        assertThat(intake.state()).isEqualTo(stateAt(9).installed());
        assertThat(RecordList.loaded(backend)).isEqualTo(users(9, 12).items());
        Backend installed = intake.install();
        intake.close();
        assertThat(installed.state()).isEqualTo(stateAt(9).installed());
        assertThat(RecordList.loaded(installed)).isEqualTo(users(1, 9).items());
        assertThat(RecordList.loaded(backend))
                .as("the old store still answers")
                .isEqualTo(users(9, 12).items());
        assertThatThrownBy(() -> backend.flush(stateAt(15), users(12, 15))).isInstanceOf(IOException.class);
        backend.close();
        backend = installed;
        installed.flush(stateAt(12), users(9, 11));
        assertThat(RecordList.loaded(installed)).isEqualTo(users(1, 11).items());
        if (isDurable()) {
            installed.close();
            backend = open();
            assertThat(backend.state()).isEqualTo(stateAt(12));
            assertThat(RecordList.loaded(backend)).isEqualTo(users(1, 11).items());
        }
    }

    @Test
    void anImageThatDidNotArriveWholeReplacesNothing() throws IOException {
        backend.flush(stateAt(5), users(1, 5));
        StoreImage image = backend.pin();
        StoreIntake intake = backend.receive(image.manifest());
        assertThatThrownBy(intake::install).isInstanceOf(IOException.class);
        intake.close();
        image.close();
        backend.flush(stateAt(9), users(5, 9));
        assertThat(RecordList.loaded(backend)).isEqualTo(users(1, 9).items());
    }

    @Test
    void whatWasFlushedIsThereAfterReopening() throws IOException {
        backend.flush(stateAt(5), users(1, 5));
        backend.merge(liveIf(revision -> revision > 2, 2), true);
        backend.flush(stateAt(9), users(5, 9));
        List<RecordList.Item> before = RecordList.loaded(backend);
        backend.close();
        backend = open();
        if (isDurable()) {
            assertThat(backend.state()).isEqualTo(stateAt(9));
            assertThat(RecordList.loaded(backend)).isEqualTo(before);
            backend.flush(stateAt(12), users(9, 12));
        } else {
            assertThat(before).isEqualTo(users(3, 9).items());
        }
    }
}
