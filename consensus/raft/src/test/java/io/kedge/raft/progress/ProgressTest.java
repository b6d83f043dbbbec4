/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.raft.invariant.RaftInvariantException;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Inflights inflights = new Inflights(3, 1_000);
    private final Progress progress = new Progress(1, 10, inflights);

    @Test
    void inflightsAreBoundedByCount() {
        for (int i = 1; i <= 3; i++) {
            assertThat(inflights.isFull()).isFalse();
            inflights.add(i, 1);
        }
        assertThat(inflights.isFull()).isTrue();
        assertThatThrownBy(() -> inflights.add(4, 1)).isInstanceOf(RaftInvariantException.class);
        inflights.freeUpTo(2);
        assertThat(inflights.count()).isEqualTo(1);
        assertThat(inflights.bytes()).isEqualTo(1);
    }

    @Test
    void inflightsAreBoundedByBytesAndLetOneLargeAppendPass() {
        inflights.add(1, 5_000);
        assertThat(inflights.isFull()).isTrue();
        inflights.freeUpTo(1);
        assertThat(inflights.isFull()).isFalse();
        assertThat(inflights.bytes()).isZero();
    }

    @Test
    void inflightsGrowAndWrapAround() {
        Inflights many = new Inflights(100, Long.MAX_VALUE);
        long freed = 0;
        for (long i = 1; i <= 1_000; i++) {
            many.add(i, i);
            if (many.count() == 90) {
                freed += 37;
                many.freeUpTo(freed);
            }
            assertThat(many.count()).isEqualTo((int) (i - freed));
            assertThat(many.bytes()).isEqualTo(i * (i + 1) / 2 - freed * (freed + 1) / 2);
        }
    }

    @Test
    void probeSendsOneAppendAndWaits() {
        progress.sent(2, 10, 0);
        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.next()).isEqualTo(10);
        progress.unpause();
        assertThat(progress.isPaused()).isFalse();
    }

    @Test
    void replicateRunsAheadUntilInflightsAreFull() {
        progress.acknowledged(9);
        progress.becomeReplicate();
        for (int i = 0; i < 3; i++) {
            progress.sent(5, 10, 0);
        }
        assertThat(progress.next()).isEqualTo(25);
        assertThat(progress.isPaused()).isTrue();
        inflights.freeUpTo(14);
        assertThat(progress.acknowledged(14)).isTrue();
        assertThat(progress.isPaused()).isFalse();
    }

    @Test
    void staleAcknowledgementsAreNoNews() {
        progress.acknowledged(9);
        assertThat(progress.acknowledged(9)).isFalse();
        assertThat(progress.acknowledged(3)).isFalse();
        assertThat(progress.match()).isEqualTo(9);
    }

    @Test
    void rejectionWhileProbingStepsBackToTheHint() {
        assertThat(progress.rejected(5, 4)).isFalse();
        assertThat(progress.rejected(9, 4)).isTrue();
        assertThat(progress.next()).isEqualTo(5);
    }

    @Test
    void rejectionNeverReachesBelowTheMatch() {
        progress.acknowledged(9);
        progress.becomeReplicate();
        progress.sent(5, 1, 0);
        assertThat(progress.rejected(9, 0)).isFalse();
        assertThat(progress.rejected(14, 2)).isTrue();
        assertThat(progress.next()).isEqualTo(10);
    }

    @Test
    void snapshotPausesUntilItArrivesOrFails() {
        progress.becomeSnapshot(50, 1);
        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.next()).isEqualTo(51);
        progress.snapshotFailed();
        assertThat(progress.state()).isEqualTo(ProgressState.PROBE);
        assertThat(progress.next()).isEqualTo(1);
        progress.becomeSnapshot(50, 2);
        progress.acknowledged(50);
        progress.becomeProbe();
        assertThat(progress.next()).isEqualTo(51);
    }

    @Test
    void matchBelowNextIsAnInvariant() {
        assertThatThrownBy(() -> new Progress(1, 0, inflights)).isInstanceOf(RaftInvariantException.class);
    }
}
