/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.recording.DiskOperation;
import io.kedge.disk.recording.RecordingDisk;
import io.kedge.model.Space;
import io.kedge.replica.backend.RecordList;
import io.kedge.replica.backend.StoreState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damage is found at open and named; nothing is skipped. */
class CorruptionTest {

    private static final String MANIFEST = "db/manifest";
    private static final String SEGMENT = "db/" + SegmentInfo.fileName(1);

    private final RecordList records = new RecordList()
            .put(Space.USERS, 2, 0, "key", "value")
            .put(Space.USERS, 3, 0, "key", "other value")
            .put(Space.SYSTEM, 3, 0, "lease", "x".repeat(300));
    private Map<String, byte[]> files = Map.of();

    @BeforeEach
    void writeStore() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        try (MapDbBackend store = MapDbBackend.open(disk, "db", StorageOptions.DEFAULT)) {
            store.flush(new StoreState(7, 1, new byte[] {1, 2}, new long[3], new long[3]), records);
        }
        files = disk.files();
    }

    private RecordingDisk with(String name, byte[] bytes) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.put(name, bytes);
        return RecordingDisk.of(changed);
    }

    private byte[] flipped(String name, int bit) {
        byte[] bytes = files.get(name).clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return bytes;
    }

    private void assertRefused(RecordingDisk disk, String file, String what) {
        assertThatThrownBy(() ->
                        MapDbBackend.open(disk, "db", StorageOptions.DEFAULT).close())
                .as(what)
                .isInstanceOfSatisfying(StorageCorruptException.class, e -> {
                    assertThat(e.file()).isEqualTo(file);
                    assertThat(e.offset()).isBetween(0L, (long) files.get(file).length);
                });
    }

    @Test
    void everyFlippedBitOfTheManifestIsRefused() {
        for (int bit = 0; bit < files.get(MANIFEST).length * 8; bit++) {
            assertRefused(with(MANIFEST, flipped(MANIFEST, bit)), MANIFEST, "bit " + bit);
        }
    }

    @Test
    void everyFlippedBitOfASegmentIsRefused() {
        for (int bit = 0; bit < files.get(SEGMENT).length * 8; bit++) {
            assertRefused(with(SEGMENT, flipped(SEGMENT, bit)), SEGMENT, "bit " + bit);
        }
    }

    @Test
    void withoutVerificationAFlippedBitIsRefusedOrHarmless() throws IOException {
        int harmless = 0;
        int bits = files.get(SEGMENT).length * 8;
        for (int bit = 0; bit < bits; bit++) {
            RecordingDisk disk = with(SEGMENT, flipped(SEGMENT, bit));
            try (MapDbBackend store = MapDbBackend.open(disk, "db", StorageOptions.DEFAULT.withVerifyOnOpen(false))) {
                assertThat(RecordList.loaded(store)).as("bit " + bit).isEqualTo(records.items());
                harmless++;
            } catch (StorageCorruptException e) {
                assertThat(e.file()).isEqualTo(SEGMENT);
            }
        }
        assertThat(harmless).isLessThan(bits);
    }

    @Test
    void shortLongOrMissingFilesAreRefused() {
        for (String name : new String[] {MANIFEST, SEGMENT}) {
            byte[] whole = files.get(name);
            assertRefused(with(name, java.util.Arrays.copyOf(whole, whole.length - 1)), name, "short");
            assertRefused(with(name, new byte[0]), name, "empty");
            byte[] longer = java.util.Arrays.copyOf(whole, whole.length + 1);
            assertThatThrownBy(() -> MapDbBackend.open(with(name, longer), "db", StorageOptions.DEFAULT))
                    .isInstanceOf(StorageCorruptException.class)
                    .hasMessageContaining(name);
            Map<String, byte[]> fewer = new TreeMap<>(files);
            fewer.remove(name);
            assertRefused(RecordingDisk.of(fewer), name, "missing");
        }
    }

    @Test
    void aNewerManifestIsNotCalledDamaged() {
        byte[] bytes = files.get(MANIFEST).clone();
        ByteBuffer newer = ByteBuffer.wrap(bytes).putInt(8, 2);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        newer.putInt(bytes.length - 4, (int) crc.getValue());
        assertThatThrownBy(() -> MapDbBackend.open(with(MANIFEST, bytes), "db", StorageOptions.DEFAULT))
                .isNotInstanceOf(StorageCorruptException.class)
                .hasMessageContaining("manifest version 2, this release reads version 1");
    }

    @Test
    void afterAFailedWriteNothingIsCurrentAndNoWriteFollows() throws IOException {
        for (DiskOperation failing : new DiskOperation[] {
            DiskOperation.CREATE,
            DiskOperation.WRITE,
            DiskOperation.FORCE,
            DiskOperation.RENAME,
            DiskOperation.FORCE_DIRECTORY
        }) {
            RecordingDisk disk = RecordingDisk.of(files);
            try (MapDbBackend store = MapDbBackend.open(disk, "db", StorageOptions.DEFAULT)) {
                StoreState before = store.state();
                RecordList more = new RecordList().put(Space.USERS, 9, 0, "new", "value");
                disk.failFrom(failing, 1, "broken");
                assertThatThrownBy(() -> store.flush(StoreState.EMPTY, more))
                        .as(failing.name())
                        .isInstanceOf(IOException.class);
                disk.heal();
                assertThat(store.state()).isEqualTo(before);
                assertThat(RecordList.loaded(store)).isEqualTo(records.items());
                assertThatThrownBy(() -> store.flush(StoreState.EMPTY, more))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no writes");
            }
        }
    }
}
