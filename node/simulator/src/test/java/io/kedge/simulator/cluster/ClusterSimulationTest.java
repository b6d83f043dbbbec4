/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole clusters through seeded faults. */
final class ClusterSimulationTest {

    private static final int EVENTS = 10_000;

    @Test
    void aClusterKeepsItsWordAndRecovers() {
        ClusterTotals totals = run(1, 24);
        assertThat(totals.leaders).isGreaterThan(24);
        assertThat(totals.operations).isGreaterThan(24 * 150);
        assertThat(totals.unjudged).isZero();
    }

    @Test
    void aSeedIsARun() {
        ClusterSimulation one = new ClusterSimulation(3, ClusterMember::new);
        ClusterSimulation other = new ClusterSimulation(3, ClusterMember::new);
        one.run(3_000);
        other.run(3_000);
        assertThat(one.digest()).isEqualTo(other.digest());
        ClusterSimulation third = new ClusterSimulation(4, ClusterMember::new);
        third.run(3_000);
        assertThat(third.digest()).isNotEqualTo(one.digest());
    }

    /** {@code -Dkedge.cluster.seeds} runs from {@code -Dkedge.cluster.first} on. */
    @Test
    @Tag("proof")
    void manyClustersKeepTheirWord() {
        int seeds = Integer.getInteger("kedge.cluster.seeds", 1_000);
        long start = System.nanoTime();
        ClusterTotals totals = run(Long.getLong("kedge.cluster.first", 1), seeds);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s; %.1f s, %.2f seeds/s%n", totals, seconds, seeds / seconds);
        assertThat(totals.runs).isEqualTo(seeds);
        if (seeds >= 1_000) {
            assertThat(totals.leaders - totals.runs).isGreaterThanOrEqualTo(1_000);
            assertThat(totals.installs).isGreaterThanOrEqualTo(200);
            assertThat(totals.configurations).isGreaterThanOrEqualTo(200);
            assertThat(totals.operations).isGreaterThanOrEqualTo(200L * seeds);
        }
    }

    private static ClusterTotals run(long first, int seeds) {
        ClusterTotals totals = new ClusterTotals();
        for (long seed = first; seed < first + seeds; seed++) {
            totals.add(new ClusterSimulation(seed, ClusterMember::new).run(EVENTS));
        }
        return totals;
    }
}
