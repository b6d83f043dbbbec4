/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.disk.FileDisk;
import io.kedge.raft.Append;
import io.kedge.raft.EntryType;
import io.kedge.raft.HardState;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.SnapshotMark;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.StoreState;
import io.kedge.wal.Wal;
import io.kedge.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for an append comes back as what Raft goes on from. */
final class LogAppendTest {

    private static final Configuration BOOTSTRAP = Configuration.ofVoters(7L);

    @TempDir
    private Path folder;

    @Test
    void entries_of_every_type_and_the_vote_come_back() throws IOException {
        List<LogEntry> entries = List.of(
                new LogEntry(1, 1, EntryType.values()[0], new byte[0]),
                new LogEntry(2, 3, EntryType.values()[EntryType.values().length - 1], new byte[] {5, 6}));
        RecoveredLog back = written(StoreState.EMPTY, append(null, entries, new HardState(3, 7, 1)));
        assertThat(back.entries()).isEqualTo(entries);
        assertThat(back.hardState()).isEqualTo(new HardState(3, 7, 1));
    }

    @Test
    void an_overwritten_suffix_is_gone() throws IOException {
        LogEntry one = new LogEntry(1, 1, EntryType.values()[0], new byte[] {1});
        LogEntry old = new LogEntry(2, 1, EntryType.values()[0], new byte[] {2});
        LogEntry older = new LogEntry(3, 1, EntryType.values()[0], new byte[] {3});
        LogEntry replaced = new LogEntry(2, 2, EntryType.values()[0], new byte[] {4});
        RecoveredLog back = written(
                StoreState.EMPTY,
                append(null, List.of(one, old, older), new HardState(1, 7, 1)),
                append(null, List.of(replaced), new HardState(2, 8, 1)));
        assertThat(back.entries()).containsExactly(one, replaced);
        assertThat(back.hardState().votedFor()).isEqualTo(8);
    }

    @Test
    void after_a_snapshot_the_log_begins_behind_it() throws IOException {
        LogEntry one = new LogEntry(1, 1, EntryType.values()[0], new byte[] {1});
        LogEntry next = new LogEntry(11, 4, EntryType.values()[0], new byte[] {2});
        StoreState store = new StoreState(10, 4, BOOTSTRAP.encode(), new long[] {1, 10, 0}, new long[3]);
        RecoveredLog back = written(
                store,
                append(null, List.of(one), new HardState(1, 7, 1)),
                append(new SnapshotMark(10, 4, BOOTSTRAP), List.of(next), new HardState(4, 7, 10)));
        assertThat(back.entries()).containsExactly(next);
        assertThat(back.hardState().commit()).isEqualTo(10);
    }

    private RecoveredLog written(StoreState store, Append... appends) throws IOException {
        WalOptions options = WalOptions.defaults().withSegmentBytes(1 << 20);
        FileDisk disk = new FileDisk(folder);
        try (Wal wal = Wal.create(disk, "wal", options, new byte[1])) {
            for (Append append : appends) {
                LogAppend.write(append, wal);
                wal.flush();
            }
        }
        try (Wal wal = Wal.open(disk, "wal", options)) {
            return LogRecovery.join(store, wal.recovered(), BOOTSTRAP);
        }
    }

    private static Append append(SnapshotMark restoredTo, List<LogEntry> entries, HardState hardState) {
        return new Append(1, hardState, entries, true, List.of(), restoredTo);
    }
}
