/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.FileDisk;
import io.kedge.raft.HardState;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.StoreState;
import io.kedge.wal.Wal;
import io.kedge.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log joined with a store that an image has replaced. */
final class LogRecoveryTest {

    private static final WalOptions SMALL = WalOptions.defaults().withSegmentBytes(1 << 20);
    private static final Configuration MEMBERS = Configuration.ofVoters(1L, 2L, 3L);

    @TempDir
    private Path folder;

    /** A log of entries 1 to 20, all of term 3. */
    private Wal log() throws IOException {
        FileDisk disk = new FileDisk(folder);
        try (Wal wal = Wal.create(disk, "wal", SMALL, new byte[1])) {
            for (long index = 1; index <= 20; index++) {
                wal.appendEntry(index, 3, (byte) 0, new byte[1]);
            }
            wal.appendHardState(5, 2, 7);
            wal.flush();
        }
        return Wal.open(disk, "wal", SMALL);
    }

    private static StoreState store(long index, long term) {
        return new StoreState(index, term, MEMBERS.encode(), new long[3], new long[3]);
    }

    @Test
    void anImageOfALaterTermThanTheLogsBringsItsTerm() throws IOException {
        StoreState image = store(50, 9).installed();
        try (Wal wal = log()) {
            RecoveredLog recovered = LogRecovery.recover(image, wal, MEMBERS);
            assertThat(recovered.hardState()).isEqualTo(new HardState(9, 0, 50));
            assertThat(new RaftCore(RaftOptions.defaults(1, 1), recovered).term())
                    .isEqualTo(9);
        }
        try (Wal wal = Wal.open(new FileDisk(folder), "wal", SMALL)) {
            assertThat(wal.recovered().hardState().term()).isEqualTo(9);
        }
    }

    @Test
    void aLogThatWasNotResetToItsImageIsResetNow() throws IOException {
        for (StoreState image :
                new StoreState[] {store(50, 4).installed(), store(15, 4).installed()}) {
            FileDisk disk = new FileDisk(folder);
            if (Wal.exists(disk, "wal")) {
                for (String file : disk.list("wal")) {
                    disk.delete("wal/" + file);
                }
            }
            try (Wal wal = log()) {
                RecoveredLog recovered = LogRecovery.recover(image, wal, MEMBERS);
                assertThat(recovered.entries()).isEmpty();
                assertThat(recovered.appliedIndex()).isEqualTo(image.appliedIndex());
                assertThat(recovered.hardState().term()).isEqualTo(5);
                assertThat(recovered.hardState().votedFor()).isEqualTo(2);
                wal.appendEntry(image.appliedIndex() + 1, 5, (byte) 0, new byte[1]);
                wal.flush();
            }
            try (Wal wal = Wal.open(disk, "wal", SMALL)) {
                RecoveredLog again = LogRecovery.recover(image, wal, MEMBERS);
                assertThat(again.entries()).hasSize(1);
            }
        }
    }

    @Test
    void aLogThatAgreesWithTheImageKeepsWhatFollows() throws IOException {
        try (Wal wal = log()) {
            RecoveredLog recovered = LogRecovery.recover(store(15, 3).installed(), wal, MEMBERS);
            assertThat(recovered.entries()).hasSize(5);
        }
    }

    @Test
    void aLogThatIsShortOfAStoreThatItsEntriesLedToIsRefused() throws IOException {
        try (Wal wal = log()) {
            assertThatThrownBy(() -> LogRecovery.recover(store(50, 4), wal, MEMBERS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lost acknowledged entries");
        }
    }
}
