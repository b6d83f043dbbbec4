/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskContract;
import io.kedge.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The recording disk loses what a power loss may lose, all of it, and nothing else. */
final class RecordingDiskTest extends DiskContract {

    private static final int SECTOR = 512;
    private static final int SEEDS = 300;

    private final RecordingDisk disk = new RecordingDisk();

    @Override
    protected Disk disk() {
        return new RecordingDisk();
    }

    private static ByteBuffer filled(int bytes, int value) {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) value);
        return ByteBuffer.wrap(data);
    }

    private RecordingDisk now(CrashStyle style, long seed) {
        return disk.image(disk.position(), style, seed);
    }

    private DiskFile durableFile(String name, int bytes, int value) throws IOException {
        DiskFile file = disk.create(name);
        file.write(0, filled(bytes, value));
        file.force();
        disk.forceDirectory("");
        return file;
    }

    /** All different contents of {@code name} over many seeds, one character per sector. */
    private Set<String> variants(String name) {
        Set<String> variants = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] bytes = now(CrashStyle.RANDOM_SECTORS, seed).files().get(name);
            StringBuilder text = new StringBuilder();
            for (int at = 0; bytes != null && at < bytes.length; at += SECTOR) {
                text.append((char) ('0' + bytes[at]));
            }
            variants.add(bytes == null ? "gone" : text.toString());
        }
        return variants;
    }

    @Test
    void forcedBytesSurviveEveryStyle() throws IOException {
        durableFile("f", 3 * SECTOR, 1);
        for (CrashStyle style : CrashStyle.values()) {
            assertThat(now(style, 5).files().get("f"))
                    .isEqualTo(filled(3 * SECTOR, 1).array());
        }
        assertThat(variants("f")).containsExactly("111");
    }

    @Test
    void unforcedSectorsAreKeptOrLostEachOnItsOwn() throws IOException {
        DiskFile file = durableFile("f", 3 * SECTOR, 1);
        file.write(0, filled(3 * SECTOR, 2));
        assertThat(variants("f")).containsExactly("111", "112", "121", "122", "211", "212", "221", "222");
        assertThat(now(CrashStyle.DROP_ALL_UNFORCED, 0).files().get("f")[0]).isEqualTo((byte) 1);
        assertThat(now(CrashStyle.KEEP_ALL, 0).files().get("f")[0]).isEqualTo((byte) 2);
    }

    @Test
    void aLaterWriteMaySurviveAnEarlierOne() throws IOException {
        DiskFile file = durableFile("f", 2 * SECTOR, 1);
        file.write(0, filled(SECTOR, 2));
        file.write(SECTOR, filled(SECTOR, 3));
        assertThat(variants("f")).containsExactly("11", "13", "21", "23");
        byte[] latest = now(CrashStyle.KEEP_LATEST_ONLY, 0).files().get("f");
        assertThat(latest[0]).isEqualTo((byte) 1);
        assertThat(latest[SECTOR]).isEqualTo((byte) 3);
    }

    @Test
    void unforcedLengthMayBeLostOrComeWithoutItsBytes() throws IOException {
        DiskFile file = durableFile("f", SECTOR, 1);
        file.write(SECTOR, filled(SECTOR, 2));
        assertThat(variants("f")).containsExactly("1", "10", "12");
        file.force();
        assertThat(variants("f")).containsExactly("12");
        file.truncate(SECTOR);
        assertThat(variants("f")).containsExactly("1", "12");
    }

    @Test
    void namesNeedTheirDirectoryForced() throws IOException {
        DiskFile file = disk.create("f");
        file.write(0, filled(SECTOR, 1));
        file.force();
        assertThat(variants("f")).containsExactly("1", "gone");
        assertThat(now(CrashStyle.DROP_ALL_UNFORCED, 0).exists("f")).isFalse();
        disk.forceDirectory("");
        assertThat(variants("f")).containsExactly("1");
        disk.delete("f");
        assertThat(variants("f")).containsExactly("1", "gone");
    }

    @Test
    void aForceOfAnotherDirectoryDoesNotHelp() throws IOException {
        disk.createDirectory("other");
        disk.create("f").close();
        disk.forceDirectory("other");
        assertThat(now(CrashStyle.DROP_ALL_UNFORCED, 0).exists("f")).isFalse();
        assertThat(now(CrashStyle.DROP_ALL_UNFORCED, 0).exists("other")).isTrue();
    }

    @Test
    void aRenameIsAtomicAndDoesNotForceTheBytes() throws IOException {
        durableFile("current", SECTOR, 1).close();
        DiskFile next = disk.create("next");
        next.write(0, filled(SECTOR, 2));
        disk.rename("next", "current");
        assertThat(variants("current")).containsExactly("", "0", "1", "2");
        next.force();
        assertThat(variants("current")).containsExactly("1", "2");
        assertThat(variants("next")).containsExactly("2", "gone");
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] current = now(CrashStyle.RANDOM_SECTORS, seed).files().get("current");
            boolean oldName = now(CrashStyle.RANDOM_SECTORS, seed).exists("next");
            assertThat(current[0] == 2 && oldName)
                    .as("seed %d: both names", seed)
                    .isFalse();
        }
    }

    @Test
    void earlierPointsDoNotSeeLaterOperations() throws IOException {
        DiskFile file = durableFile("f", SECTOR, 1);
        int before = disk.position();
        file.write(0, filled(SECTOR, 2));
        file.force();
        assertThat(disk.image(disk.position(), CrashStyle.KEEP_ALL, 0).files().get("f")[0])
                .isEqualTo((byte) 2);
        assertThat(disk.image(before, CrashStyle.KEEP_ALL, 0).files().get("f")[0])
                .isEqualTo((byte) 1);
        assertThat(disk.image(0, CrashStyle.KEEP_ALL, 0).files()).isEmpty();
        assertThat(disk.points()).hasSize(disk.position() + 1);
        assertThat(disk.points().get(before + 1).lastOperation()).contains("Write");
    }

    @Test
    void imagesAreIndependentDisks() throws IOException {
        durableFile("f", SECTOR, 1).close();
        RecordingDisk first = now(CrashStyle.KEEP_ALL, 0);
        try (DiskFile file = first.open("f")) {
            file.write(0, filled(SECTOR, 9));
        }
        assertThat(first.position()).isEqualTo(1);
        assertThat(first.image(1, CrashStyle.DROP_ALL_UNFORCED, 0).files().get("f")[0])
                .isEqualTo((byte) 1);
        assertThat(now(CrashStyle.KEEP_ALL, 0).files().get("f")[0]).isEqualTo((byte) 1);
        assertThat(disk.files().get("f")[0]).isEqualTo((byte) 1);
    }

    @Test
    void aFailedForceLosesThePagesForGood() throws IOException {
        DiskFile file = durableFile("f", SECTOR, 1);
        file.write(0, filled(SECTOR, 2));
        disk.failFrom(DiskOperation.FORCE, 1, "Input/output error");
        assertThatThrownBy(file::force).isInstanceOf(IOException.class).hasMessage("Input/output error");
        disk.heal();
        file.force();
        assertThat(disk.files().get("f")[0]).as("still in the page cache").isEqualTo((byte) 2);
        assertThat(variants("f")).containsExactly("1");
    }

    @Test
    void theNthOperationFailsAndAWriteTears() throws IOException {
        DiskFile file = durableFile("f", 2 * SECTOR, 1);
        disk.failFrom(DiskOperation.WRITE, 2, "No space left on device");
        file.write(0, filled(2 * SECTOR, 2));
        assertThatThrownBy(() -> file.write(0, filled(2 * SECTOR, 3))).hasMessage("No space left on device");
        assertThat(disk.files().get("f")[0]).isEqualTo((byte) 3);
        assertThat(disk.files().get("f")[SECTOR]).isEqualTo((byte) 2);
    }
}
