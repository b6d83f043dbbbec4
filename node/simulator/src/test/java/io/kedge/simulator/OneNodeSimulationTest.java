/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.Disk;
import io.kedge.raft.Append;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seeded lives of one node with a crash at any boundary between its outputs. */
final class OneNodeSimulationTest {

    @Test
    void keepsItsWordOverManyLives() throws Exception {
        assertThat(run(1, 2_000, 150, SimulatedNode::new)).isGreaterThan(10_000);
    }

    /** A merge that dropped a tombstone before the version it hides. */
    @Test
    void deletedKeysStayDeletedThroughPartialMerges() throws Exception {
        assertThat(run(100_000, 40, 400, SimulatedNode::new)).isGreaterThan(100);
    }

    /** More with {@code -Dkedge.node.seeds}. */
    @Test
    @Tag("proof")
    void keepsItsWordOverVeryManyLives() throws Exception {
        int seeds = Integer.getInteger("kedge.node.seeds", 12_000);
        assertThat(run(100_000, seeds, 400, SimulatedNode::new)).isGreaterThan(10 * seeds);
    }

    @Test
    void aNodeThatReportsBeforeWritingIsCaught() {
        assertThatThrownBy(() -> run(1, 20, 150, Hasty::new))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed");
    }

    private static int run(long firstSeed, int seeds, int steps, CrashingNode.Opener opener) throws IOException {
        int crashes = 0;
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            try {
                crashes += new CrashingNode(seed, opener).run(steps);
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        return crashes;
    }

    /** Says that an append is durable before it is. */
    private static final class Hasty extends SimulatedNode {

        Hasty(Disk disk, long seed) throws IOException {
            super(disk, seed);
        }

        @Override
        protected void appended(Append append) {
            replica().persisted(append.id());
        }
    }
}
