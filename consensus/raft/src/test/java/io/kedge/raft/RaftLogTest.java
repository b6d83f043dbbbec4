/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.raft.invariant.RaftInvariantException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaftLogTest {
    private final RaftLog log = new RaftLog(0, 0, List.of());

    private void append(long term, int count) {
        for (int i = 0; i < count; i++) {
            log.append(new LogEntry(log.lastIndex() + 1, term, EntryType.NORMAL, new byte[10]));
        }
    }

    @Test
    void appendsAreNotDurableUntilMarked() {
        append(1, 5);
        assertThat(log.durableIndex()).isZero();
        log.markDurable(3);
        assertThat(log.durableIndex()).isEqualTo(3);
        log.truncateFrom(2);
        assertThat(log.durableIndex()).isEqualTo(1);
        assertThat(log.lastIndex()).isEqualTo(1);
    }

    @Test
    void gapsAndFallingTermsAreRefused() {
        append(2, 1);
        LogEntry gap = new LogEntry(3, 2, EntryType.NORMAL, new byte[0]);
        LogEntry older = new LogEntry(2, 1, EntryType.NORMAL, new byte[0]);
        assertThatThrownBy(() -> log.append(gap)).isInstanceOf(RaftInvariantException.class);
        assertThatThrownBy(() -> log.append(older)).isInstanceOf(RaftInvariantException.class);
    }

    @Test
    void theReserveKeepsTheNewestReleasedEntriesWithinBothLimits() {
        append(1, 1_000);
        log.markDurable(1_000);
        log.release(600, 100, Long.MAX_VALUE);
        assertThat(log.firstIndex()).isEqualTo(501);
        log.release(700, 100, 340);
        assertThat(log.firstIndex()).isEqualTo(691);
        assertThat(log.term(690)).isEqualTo(1);
        assertThat(log.term(689)).isEqualTo(RaftLog.UNKNOWN_TERM);
        append(1, 2_000);
        assertThat(log.slice(691, 3_000))
                .hasSize(2_310)
                .extracting(LogEntry::index)
                .isSorted();
    }

    @Test
    void slicesAreBoundedByBytesButNeverEmptyHanded() {
        append(1, 10);
        assertThat(log.sliceUpToBytes(1, 1)).hasSize(1);
        assertThat(log.sliceUpToBytes(1, 3 * 34)).hasSize(3);
        assertThat(log.sliceUpToBytes(11, 100)).isEmpty();
    }

    @Test
    void upToDateComparesLastTermThenLength() {
        append(1, 2);
        append(3, 1);
        assertThat(log.isAtMost(3, 3)).isTrue();
        assertThat(log.isAtMost(2, 3)).isFalse();
        assertThat(log.isAtMost(1, 4)).isTrue();
        assertThat(log.isAtMost(9, 2)).isFalse();
    }

    @Test
    void restoreForgetsEverything() {
        append(1, 5);
        log.restore(20, 4);
        assertThat(log.firstIndex()).isEqualTo(21);
        assertThat(log.lastTerm()).isEqualTo(4);
        assertThat(log.durableIndex()).isEqualTo(20);
        append(4, 1);
        assertThat(log.lastIndex()).isEqualTo(21);
    }

    @Test
    void conflictHintsSkipWholeTerms() {
        append(1, 3);
        append(4, 3);
        assertThat(log.lastIndexWithTermAtMost(6, 3)).isEqualTo(3);
        assertThat(log.lastIndexWithTermAtMost(6, 4)).isEqualTo(6);
        assertThat(log.lastIndexWithTermAtMost(2, 0)).isZero();
    }
}
