/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.disk.Disk;
import io.kedge.disk.FileDisk;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real folder. */
final class WalFileTest {

    private static final WalOptions SMALL = WalOptions.defaults().withSegmentBytes(4096);

    @TempDir
    Path root;

    @Test
    void whatWasFlushedIsThereAfterReopening() throws Exception {
        Disk disk = new FileDisk(root);
        try (Wal wal = Wal.create(disk, "wal", SMALL, new byte[] {1, 2, 3})) {
            for (long index = 1; index <= 100; index++) {
                wal.appendHardState(7, 3, index - 1);
                wal.appendEntry(index, 7, (byte) 5, new byte[(int) index]);
                assertThat(wal.flush()).isPositive();
            }
            assertThat(wal.segmentCount()).isGreaterThan(2);
        }
        try (Wal wal = Wal.open(disk, "wal", SMALL)) {
            WalRecovered recovered = wal.recovered();
            assertThat(recovered.metadata()).containsExactly(1, 2, 3);
            assertThat(recovered.hardState()).isEqualTo(new WalHardState(7, 3, 99));
            assertThat(recovered.entries().stream().map(WalEntry::index))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 100).boxed().toList());
            assertThat(recovered.entries()).allMatch(entry -> entry.payload().length == entry.index());
        }
    }
}
