/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.recording.RecordingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Last batches whose content is nearly zero, at every place a sector boundary can cut them: any lost sectors are cut,
 * any flipped bit is refused.
 */
final class WalTornTest {

    private static final String DIRECTORY = "wal";
    private static final WalOptions OPTIONS = new WalOptions(8192, 1 << 20, 1024, WalListener.NONE);
    private static final String SEGMENT = Segment.name(DIRECTORY, 1);
    private static final int SECTOR = BatchCodec.SECTOR_BYTES;

    /** The one segment before and after its last flush. */
    private record LastFlush(byte[] before, byte[] after) {

        static LastFlush of(int bytesBefore, byte[] payload) throws IOException {
            RecordingDisk disk = new RecordingDisk();
            try (Wal wal = Wal.create(disk, DIRECTORY, OPTIONS, new byte[] {42})) {
                wal.appendEntry(1, 1, (byte) 0, new byte[bytesBefore]);
                wal.flush();
                byte[] before = disk.files().get(SEGMENT).clone();
                wal.appendEntry(2, 1, (byte) 0, payload);
                wal.flush();
                return new LastFlush(before, disk.files().get(SEGMENT).clone());
            }
        }

        int firstSector() {
            return Arrays.mismatch(before, after) / SECTOR;
        }

        int endSector() {
            int end = after.length;
            while (after[end - 1] == before[end - 1]) {
                end--;
            }
            return (end + SECTOR - 1) / SECTOR;
        }

        /** What is left if the sectors from {@code from} on, {@code count} of them, were lost. */
        byte[] without(int from, int count) {
            byte[] torn = after.clone();
            System.arraycopy(before, from * SECTOR, torn, from * SECTOR, count * SECTOR);
            return torn;
        }
    }

    private static long lastIndex(byte[] segment) throws IOException {
        try (Wal wal = Wal.open(RecordingDisk.of(new TreeMap<>(Map.of(SEGMENT, segment))), DIRECTORY, OPTIONS)) {
            return wal.lastIndex();
        }
    }

    private static byte[] oneBit(int bytes, int bit) {
        byte[] payload = new byte[bytes];
        payload[bit / 8] = (byte) (1 << (bit % 8));
        return payload;
    }

    @Test
    void aLostSectorWithASingleSetBitIsCut() throws IOException {
        LastFlush flush = LastFlush.of(0, oneBit(3 * SECTOR, 2 * SECTOR * 8));
        for (int sector = flush.firstSector(); sector < flush.endSector(); sector++) {
            assertThat(lastIndex(flush.without(sector, 1)))
                    .as("without sector %d", sector)
                    .isEqualTo(1);
        }
        assertThat(lastIndex(flush.after)).isEqualTo(2);
    }

    /** 64 places to start at, over all 8-byte words of a sector: header and trailer are cut everywhere. */
    @Test
    void anyLostSectorsAreCutWhereverTheBatchStands() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int shift = 0; shift < SECTOR; shift += Long.BYTES) {
            int bytes = 2 * SECTOR + random.nextInt(SECTOR);
            byte[] payload = random.nextBoolean() ? new byte[bytes] : oneBit(bytes, random.nextInt(bytes * 8));
            LastFlush flush = LastFlush.of(shift, payload);
            assertThat(lastIndex(flush.after)).isEqualTo(2);
            for (int from = flush.firstSector(); from < flush.endSector(); from++) {
                for (int count = 1; count <= flush.endSector() - from; count++) {
                    assertThat(lastIndex(flush.without(from, count)))
                            .as("%d bytes before, %d sectors lost from %d", shift, count, from)
                            .isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 160, 296, 360, 376, 384, 488})
    void anyFlippedBitIsRefused(int bytesBefore) throws IOException {
        LastFlush flush = LastFlush.of(bytesBefore, oneBit(2 * SECTOR + 40, SECTOR * 8 + 3));
        int start = Arrays.mismatch(flush.before, flush.after);
        int end = start + (int) BatchCodec.batchBytes(BatchCodec.FRAME_BYTES + 2 * SECTOR + 40);
        for (int bit = start * 8; bit < end * 8; bit++) {
            byte[] damaged = flush.after.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> lastIndex(damaged))
                    .as("bit %d flipped", bit)
                    .isInstanceOf(WalCorruptException.class)
                    .hasMessageContaining(SEGMENT)
                    .hasMessageContaining("at offset " + start);
        }
    }

    @Test
    void somethingAfterATornBatchIsRefused() throws IOException {
        LastFlush flush = LastFlush.of(0, new byte[3 * SECTOR]);
        byte[] torn = flush.without(flush.firstSector() + 1, 1);
        assertThat(lastIndex(torn)).isEqualTo(1);
        torn[torn.length - 1] = 1;
        assertThatThrownBy(() -> lastIndex(torn)).hasMessageContaining("more follows");
    }

    /** Sectors filled with the very words that earlier masks repeat rule those masks out, one each. */
    @Test
    void thereIsAMaskForEveryPayload() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        byte[] payload = new byte[4 * SECTOR];
        try (Wal wal = Wal.create(disk, DIRECTORY, OPTIONS, new byte[] {42})) {
            for (int sector = 1; sector < 4; sector++) {
                int mask = (sector - 1) * 0x9e3779b9;
                for (int at = sector * SECTOR; at < (sector + 1) * SECTOR; at += 4) {
                    ByteBuffer.wrap(payload).putInt(at, mask);
                }
            }
            wal.appendEntry(1, 1, (byte) 0, payload);
            wal.flush();
        }
        byte[] after = disk.files().get(SEGMENT);
        for (int sector = 1; sector <= 4; sector++) {
            byte[] torn = after.clone();
            Arrays.fill(torn, sector * SECTOR, (sector + 1) * SECTOR, (byte) 0);
            assertThat(lastIndex(torn)).isZero();
        }
        try (Wal wal = Wal.open(disk, DIRECTORY, OPTIONS)) {
            assertThat(wal.recovered().entries().get(0).payload()).isEqualTo(payload);
        }
    }
}
