/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kedge.disk.recording.RecordingDisk;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every single-bit flip of a log of three segments: recovered in full, or refused naming a file and an offset. */
final class WalBitFlipTest {

    private static final String DIRECTORY = "wal";
    private static final WalOptions OPTIONS = new WalOptions(2048, 1 << 20, 1024, WalListener.NONE);

    /** Entries with zero sectors, a batch that ends a segment, a spare segment: 4 files of 2 KiB. */
    private static Map<String, byte[]> smallLog() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        try (Wal wal = Wal.create(disk, DIRECTORY, OPTIONS, new byte[] {42})) {
            for (int index = 1; index <= 8; index++) {
                byte[] payload = new byte[index == 3 || index == 8 ? 1000 : 60 + index];
                payload[0] = (byte) index;
                payload[payload.length - 1] = (byte) index;
                wal.appendHardState(1, 2, index - 1);
                wal.appendEntry(index, 1, (byte) index, payload);
                wal.flush();
            }
            assertThat(wal.segmentCount()).isEqualTo(3);
            wal.prepareNext().run();
        }
        return disk.files();
    }

    @Test
    void everyFlippedBitIsHarmlessOrRefused() throws IOException {
        Map<String, byte[]> files = smallLog();
        WalRecovered intact = open(files);
        int refused = 0;
        int harmless = 0;
        for (String name : files.keySet()) {
            Map<String, byte[]> damaged = new HashMap<>(files);
            byte[] bytes = files.get(name).clone();
            damaged.put(name, bytes);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte before = bytes[bit / 8];
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                if (refusesOrRecovers(damaged, intact, name, bit)) {
                    refused++;
                } else {
                    harmless++;
                }
                bytes[bit / 8] = before;
            }
        }
        assertThat(refused).as("flips in used bytes").isGreaterThan(25_000);
        assertThat(harmless).as("flips in unused bytes").isGreaterThan(10_000);
    }

    private static boolean refusesOrRecovers(Map<String, byte[]> damaged, WalRecovered intact, String name, int bit) {
        try {
            WalRecovered recovered = open(damaged);
            if (!recovered.entries().equals(intact.entries())
                    || !recovered.hardState().equals(intact.hardState())
                    || recovered.resetIndex() != 0) {
                fail("bit " + bit + " of " + name + " changes what is recovered to " + recovered);
            }
            return false;
        } catch (WalCorruptException e) {
            assertThat(e).hasMessageContaining(e.file()).hasMessageContaining("offset " + e.offset());
            assertThat(damaged).containsKey(e.file());
            assertThat(e.offset()).isBetween(0L, 2048L);
            return true;
        } catch (IOException e) {
            return fail("bit " + bit + " of " + name + ": " + e, e);
        }
    }

    private static WalRecovered open(Map<String, byte[]> files) throws IOException {
        try (Wal wal = Wal.open(RecordingDisk.of(files), DIRECTORY, OPTIONS)) {
            return wal.recovered();
        }
    }

    @Test
    void aMissingOrShortenedSegmentIsRefused() throws IOException {
        for (String name : smallLog().keySet()) {
            Map<String, byte[]> files = new HashMap<>(smallLog());
            files.put(name, java.util.Arrays.copyOf(files.get(name), 1536));
            assertThat(refusal(files)).contains(name);
        }
        Map<String, byte[]> files = new HashMap<>(smallLog());
        String second = Segment.name(DIRECTORY, 2);
        files.remove(second);
        assertThat(refusal(files)).contains(second, "missing");
    }

    @Test
    void aWipedBatchBeforeAValidOneIsRefused() throws IOException {
        Map<String, byte[]> files = new HashMap<>(smallLog());
        String first = Segment.name(DIRECTORY, 1);
        byte[] bytes = files.get(first).clone();
        java.util.Arrays.fill(bytes, 512, bytes.length, (byte) 0);
        files.put(first, bytes);
        assertThat(refusal(files)).contains(first.substring(0, DIRECTORY.length()));
    }

    private static String refusal(Map<String, byte[]> files) throws IOException {
        try {
            open(files);
            return "";
        } catch (WalCorruptException e) {
            return e.getMessage();
        }
    }
}
