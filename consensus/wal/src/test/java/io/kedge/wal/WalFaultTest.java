/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.recording.CrashStyle;
import io.kedge.disk.recording.DiskOperation;
import io.kedge.disk.recording.RecordingDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that fail: the log stops for good, or warns while it still has room. */
final class WalFaultTest {

    private final RecordingDisk disk = new RecordingDisk();
    private final List<String> heard = new ArrayList<>();
    private final WalOptions options = WalWorkload.OPTIONS.withListener(new WalListener() {
        @Override
        public void nextSegmentFailed(IOException cause) {
            heard.add(cause.getMessage());
        }

        @Override
        public void nextSegmentReady() {
            heard.add("ready");
        }

        @Override
        public void releaseFailed(IOException cause) {
            heard.add("release: " + cause.getMessage());
        }
    });

    @ParameterizedTest
    @EnumSource(
            value = DiskOperation.class,
            names = {"WRITE", "FORCE"})
    void aFailedWriteOrForcePoisonsTheLogForGood(DiskOperation operation) throws IOException {
        Wal wal = Wal.create(disk, "wal", options, new byte[0]);
        wal.appendEntry(1, 1, (byte) 0, new byte[100]);
        wal.flush();
        wal.appendEntry(2, 1, (byte) 0, new byte[2000]);
        disk.failFrom(operation, 1, "Input/output error");
        assertThatThrownBy(wal::flush).isInstanceOf(IOException.class).hasMessage("Input/output error");
        disk.heal();
        int before = disk.position();
        assertThatThrownBy(wal::flush)
                .isInstanceOf(WalFailedException.class)
                .hasMessageContaining("Input/output error");
        assertThatThrownBy(() -> wal.appendEntry(3, 1, (byte) 0, new byte[0])).isInstanceOf(WalFailedException.class);
        assertThatThrownBy(() -> wal.appendHardState(9, 0, 0)).isInstanceOf(WalFailedException.class);
        assertThatThrownBy(() -> wal.appendReset(9, 9)).isInstanceOf(WalFailedException.class);
        assertThatThrownBy(() -> wal.releaseBefore(1)).isInstanceOf(WalFailedException.class);
        wal.close();
        assertThat(disk.position()).as("nothing was tried again").isEqualTo(before);
        RecordingDisk image = disk.image(before, CrashStyle.DROP_ALL_UNFORCED, 0);
        try (Wal reopened = Wal.open(image, "wal", options)) {
            assertThat(reopened.lastIndex()).isEqualTo(1);
        }
    }

    @Test
    void noSpaceForTheNextSegmentIsSaidWhileTheCurrentHasRoom() throws IOException {
        Wal wal = Wal.create(disk, "wal", options, new byte[0]);
        wal.appendEntry(1, 1, (byte) 0, new byte[100]);
        wal.flush();
        disk.failFrom(DiskOperation.CREATE, 1, "No space left on device");
        WalWork preparation = wal.prepareNext();
        assertThatThrownBy(preparation::run).isInstanceOf(IOException.class);
        assertThat(wal.isNextSegmentFailing()).isTrue();
        assertThat(heard).containsExactly("No space left on device");
        wal.appendEntry(2, 1, (byte) 0, new byte[100]);
        assertThat(wal.flush()).as("the current segment has room").isPositive();
        disk.heal();
        wal.prepareNext().run();
        assertThat(wal.isNextSegmentFailing()).isFalse();
        assertThat(heard).endsWith("ready");
        wal.close();
    }

    @Test
    void aSegmentThatCouldNotBeFilledLeavesNothingBehind() throws IOException {
        Wal wal = Wal.create(disk, "wal", options, new byte[0]);
        disk.failFrom(DiskOperation.WRITE, 1, "No space left on device");
        assertThatThrownBy(wal.prepareNext()::run).isInstanceOf(IOException.class);
        assertThat(disk.list("wal")).hasSize(1);
        assertThatThrownBy(() -> {
                    wal.appendEntry(1, 1, (byte) 0, new byte[9000]);
                    wal.flush();
                })
                .as("needed now and still no space")
                .isInstanceOf(IOException.class);
        assertThatThrownBy(wal::flush).isInstanceOf(WalFailedException.class);
    }

    @Test
    void aFailedDeletionIsTriedAgainOldestFirst() throws IOException {
        Wal wal = Wal.create(disk, "wal", options, new byte[0]);
        for (long index = 1; index <= 12; index++) {
            wal.appendEntry(index, 1, (byte) 0, new byte[1000]);
            wal.flush();
        }
        int files = disk.list("wal").size();
        disk.failFrom(DiskOperation.FORCE_DIRECTORY, 1, "Input/output error");
        assertThatThrownBy(() -> wal.releaseBefore(5)).isInstanceOf(IOException.class);
        disk.heal();
        wal.releaseBefore(9);
        assertThat(heard).contains("release: Input/output error");
        assertThat(disk.list("wal")).hasSizeLessThan(files).contains("0000000000000004.wal");
        wal.close();
        try (Wal reopened = Wal.open(disk, "wal", options)) {
            assertThat(reopened.lastIndex()).isEqualTo(12);
        }
    }

    @Test
    void aReadErrorStopsTheOpening() throws IOException {
        Wal.create(disk, "wal", options, new byte[0]).close();
        disk.failFrom(DiskOperation.READ, 1, "Input/output error");
        assertThatThrownBy(() -> Wal.open(disk, "wal", options))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(WalCorruptException.class);
    }
}
