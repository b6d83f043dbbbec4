/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.recording.RecordingDisk;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What appends, resets and releases mean, seen through reopening. */
final class WalTest {

    private static final WalOptions OPTIONS = WalWorkload.OPTIONS;

    private final RecordingDisk disk = new RecordingDisk();
    private Wal wal;

    @BeforeEach
    void createLog() throws IOException {
        wal = Wal.create(disk, "wal", OPTIONS, new byte[] {7});
    }

    private WalRecovered reopen() throws IOException {
        wal.close();
        wal = Wal.open(disk, "wal", OPTIONS);
        return wal.recovered();
    }

    private void append(long from, long to, long term, int bytes) throws IOException {
        for (long index = from; index <= to; index++) {
            wal.appendEntry(index, term, (byte) 1, new byte[bytes]);
        }
    }

    private static List<String> indexesAndTerms(WalRecovered recovered) {
        return recovered.entries().stream()
                .map(entry -> entry.index() + "@" + entry.term())
                .toList();
    }

    @Test
    void aNewLogIsEmptyAndKnowsItsMetadata() throws IOException {
        WalRecovered recovered = reopen();
        assertThat(recovered.entries()).isEmpty();
        assertThat(recovered.hardState()).isEqualTo(WalHardState.EMPTY);
        assertThat(recovered.resetIndex()).isZero();
        assertThat(recovered.metadata()).containsExactly(7);
    }

    @Test
    void aDirectoryWithoutALogIsNotOpened() throws IOException {
        assertThat(Wal.exists(disk, "other")).isFalse();
        assertThatThrownBy(() -> Wal.open(disk, "other", OPTIONS)).isInstanceOf(FileNotFoundException.class);
        assertThat(Wal.exists(disk, "wal")).isTrue();
        assertThatThrownBy(() -> Wal.create(disk, "wal", OPTIONS, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exists");
    }

    @Test
    void overwritingDropsTheSuffix() throws IOException {
        append(1, 5, 1, 10);
        wal.flush();
        append(3, 4, 2, 10);
        wal.flush();
        assertThat(wal.lastIndex()).isEqualTo(4);
        assertThat(indexesAndTerms(reopen())).containsExactly("1@1", "2@1", "3@2", "4@2");
    }

    @Test
    void aResetDropsAllAndGoesOnAfterIt() throws IOException {
        append(1, 5, 1, 10);
        wal.appendReset(90, 3);
        wal.appendEntry(91, 4, (byte) 2, new byte[1]);
        wal.flush();
        WalRecovered recovered = reopen();
        assertThat(recovered.resetIndex()).isEqualTo(90);
        assertThat(recovered.resetTerm()).isEqualTo(3);
        assertThat(indexesAndTerms(recovered)).containsExactly("91@4");
        assertThat(recovered.lastTerm()).isEqualTo(4);
    }

    @Test
    void aResetOutlivesTheSegmentItWasWrittenIn() throws IOException {
        wal.appendReset(90, 3);
        wal.flush();
        for (int i = 0; i < 100; i++) {
            wal.appendHardState(3, 1, 90);
            wal.flush();
        }
        wal.releaseBefore(91);
        assertThat(wal.segmentCount()).isEqualTo(1);
        WalRecovered recovered = reopen();
        assertThat(recovered.resetIndex()).isEqualTo(90);
        assertThat(recovered.resetTerm()).isEqualTo(3);
    }

    @Test
    void gapsAndLowerTermsAreTheCallersError() throws IOException {
        wal.appendReset(10, 2);
        assertThatThrownBy(() -> append(12, 12, 2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> append(10, 10, 2, 0)).isInstanceOf(IllegalArgumentException.class);
        wal.appendHardState(2, 0, 10);
        assertThatThrownBy(() -> wal.appendHardState(1, 0, 10)).isInstanceOf(IllegalArgumentException.class);
        wal.flush();
        assertThat(reopen().hardState()).isEqualTo(new WalHardState(2, 0, 10));
    }

    @Test
    void releaseKeepsSegmentsWithLiveEntriesAndTheNewest() throws IOException {
        for (long index = 1; index <= 12; index++) {
            append(index, index, 1, 1000);
            wal.flush();
        }
        int segments = wal.segmentCount();
        assertThat(segments).isEqualTo(4);
        wal.releaseBefore(4);
        assertThat(wal.segmentCount()).isEqualTo(segments - 1);
        assertThat(wal.sizeBytes()).isEqualTo((segments - 1) * 4096L);
        wal.releaseBefore(100);
        assertThat(wal.segmentCount()).isEqualTo(1);
        WalRecovered recovered = reopen();
        assertThat(recovered.resetIndex()).isEqualTo(9);
        assertThat(recovered.resetTerm()).isEqualTo(1);
        assertThat(recovered.entries()).hasSize(3);
    }

    @Test
    void anEntryLargerThanASegmentGetsItsOwn() throws IOException {
        append(1, 1, 1, 10);
        wal.flush();
        append(2, 2, 1, 50_000);
        wal.flush();
        append(3, 3, 1, 10);
        wal.flush();
        assertThat(wal.segmentCount()).isEqualTo(3);
        assertThat(reopen().entries())
                .extracting(entry -> entry.payload().length)
                .containsExactly(10, 50_000, 10);
    }

    @Test
    void aFirstEntryLargerThanASegmentIsFoundInTheSecond() throws IOException {
        append(1, 1, 1, 50_000);
        wal.flush();
        append(2, 2, 1, 10);
        wal.flush();
        assertThat(reopen().lastIndex()).isEqualTo(2);
        assertThat(wal.segmentCount()).as("an empty one before it").isEqualTo(3);
        wal.releaseBefore(2);
        assertThat(disk.list("wal")).hasSize(1);
        assertThat(reopen().lastIndex()).isEqualTo(2);
    }

    @Test
    void oneFlushIsOneWriteAndOneForce() throws IOException {
        int before = disk.position();
        append(1, 20, 1, 50);
        wal.appendHardState(1, 1, 0);
        assertThat(disk.position()).isEqualTo(before);
        assertThat(wal.flush()).isPositive();
        assertThat(disk.position()).isEqualTo(before + 2);
        assertThat(wal.flush()).as("nothing to write").isZero();
        assertThat(disk.position()).isEqualTo(before + 2);
    }

    @Test
    void theSegmentMadeAheadIsUsedAndSurvivesReopening() throws IOException {
        wal.prepareNext().run();
        assertThat(wal.prepareNext()).isNull();
        reopen();
        assertThat(wal.prepareNext()).isNull();
        int before = disk.position();
        append(1, 1, 1, 3000);
        wal.flush();
        append(2, 2, 1, 3000);
        wal.flush();
        assertThat(disk.position()).as("only writes and forces").isEqualTo(before + 4);
        assertThat(wal.segmentCount()).isEqualTo(2);
        assertThat(wal.prepareNext()).isNotNull();
    }

    @Test
    void theListenerHearsEachForce() throws IOException {
        List<Long> bytes = new ArrayList<>();
        WalListener listener = new WalListener() {
            @Override
            public void forced(long nanos, long written) {
                assertThat(nanos).isPositive();
                bytes.add(written);
            }
        };
        wal.close();
        wal = Wal.open(disk, "wal", OPTIONS.withListener(listener));
        append(1, 1, 1, 16);
        long written = wal.flush();
        assertThat(bytes).containsExactly(written);
    }

    @Test
    void recoveredStateIsDroppedAtTheFirstAppend() throws IOException {
        append(1, 1, 1, 1);
        assertThatThrownBy(() -> wal.recovered()).isInstanceOf(IllegalStateException.class);
        assertThat(wal.metadata()).containsExactly(7);
    }
}
