/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.raft.EntryType;
import io.kedge.raft.HardState;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.StoreState;
import io.kedge.wal.WalEntry;
import io.kedge.wal.WalHardState;
import io.kedge.wal.WalRecovered;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogRecoveryTest {

    private static final Configuration BOOTSTRAP = Configuration.ofVoters(7L);

    @Test
    void a_new_member_starts_with_its_bootstrap() throws IOException {
        RecoveredLog log = LogRecovery.join(StoreState.EMPTY, log(0, 0, 0), BOOTSTRAP);
        assertThat(log.configuration()).isEqualTo(BOOTSTRAP);
        assertThat(log.entries()).isEmpty();
        assertThat(log.hardState()).isEqualTo(new HardState(0, 7, 0));
    }

    @Test
    void entries_that_the_store_has_are_left_out() throws IOException {
        RecoveredLog log = LogRecovery.join(store(3, 2), log(0, 5, 2), BOOTSTRAP);
        assertThat(log.entries()).extracting(LogEntry::index).containsExactly(4L, 5L);
        assertThat(log.entries()).allMatch(entry -> entry.type() == EntryType.values()[0] && entry.term() == 2);
        assertThat(log.configuration()).isEqualTo(Configuration.ofVoters(9L));
    }

    @Test
    void what_the_store_has_applied_was_committed() throws IOException {
        RecoveredLog log = LogRecovery.join(store(3, 2), log(0, 5, 2), BOOTSTRAP);
        assertThat(log.hardState()).isEqualTo(new HardState(2, 7, 3));
    }

    @Test
    void a_log_that_was_released_too_far_is_refused() {
        assertThatThrownBy(() -> LogRecovery.join(store(3, 2), log(4, 2, 2), BOOTSTRAP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("after index 4 but the store ends at 3");
    }

    @Test
    void a_log_that_ends_before_the_store_is_refused() {
        assertThatThrownBy(() -> LogRecovery.join(store(6, 2), log(0, 5, 2), BOOTSTRAP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ends at index 5, before the store's 6");
    }

    @Test
    void a_log_of_another_history_is_refused() {
        assertThatThrownBy(() -> LogRecovery.join(store(3, 1), log(0, 5, 2), BOOTSTRAP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("entry 3 has term 2 in the log, 1 in the store");
    }

    @Test
    void an_entry_of_an_unknown_type_is_refused() {
        WalEntry strange = new WalEntry(1, 1, (byte) EntryType.values().length, new byte[0]);
        WalRecovered log = new WalRecovered(new byte[0], new WalHardState(1, 7, 0), 0, 0, List.of(strange));
        assertThatThrownBy(() -> LogRecovery.join(StoreState.EMPTY, log, BOOTSTRAP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown to this version");
    }

    private static StoreState store(long applied, long term) {
        return new StoreState(applied, term, Configuration.ofVoters(9L).encode(), new long[3], new long[3]);
    }

    /** Entries of one term after {@code reset}. */
    private static WalRecovered log(long reset, int count, long term) {
        List<WalEntry> entries = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            entries.add(new WalEntry(reset + i, term, (byte) 0, new byte[] {(byte) i}));
        }
        return new WalRecovered(new byte[0], new WalHardState(term, 7, 0), reset, term, entries);
    }
}
