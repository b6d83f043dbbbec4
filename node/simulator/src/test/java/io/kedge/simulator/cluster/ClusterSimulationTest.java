/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole clusters through seeded faults. {@code -Dkedge.sim.seeds} says how many runs the proof has, {@code
 * -Dkedge.sim.first} from which seed on; a failure prints its seed and how to run it again.
 */
final class ClusterSimulationTest {

    private static final int EVENTS = 10_000;
    private static final int EVENTS_OF_ONE_KIND = 8_000;
    private static final int OPERATIONS_MIN = 200;
    private static final int SEEDS = 1_000;

    @Test
    void aClusterKeepsItsWordAndRecovers() throws InterruptedException {
        ClusterTotals totals = SeedRuns.of(Profile.SWARM, 1, 8, EVENTS);
        assertThat(totals.runs).isEqualTo(8);
        assertThat(totals.leaders).isGreaterThan(8);
        assertThat(totals.installs).isPositive();
        assertThat(totals.configurations).isPositive();
        assertThat(totals.fewestOperations).isGreaterThanOrEqualTo(OPERATIONS_MIN);
        assertThat(totals.unjudged).isLessThanOrEqualTo(3);
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

    @Test
    @Tag("proof")
    void manyClustersKeepTheirWord() throws InterruptedException {
        int seeds = Integer.getInteger("kedge.sim.seeds", SEEDS);
        long start = System.nanoTime();
        ClusterTotals totals = SeedRuns.of(Profile.SWARM, Long.getLong("kedge.sim.first", 1), seeds, EVENTS);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s; %.1f s, %.2f seeds/s%n", totals, seconds, seeds / seconds);
        assertThat(totals.runs).isEqualTo(seeds);
        assertThat(totals.events).isGreaterThanOrEqualTo((long) EVENTS * seeds);
        assertThat(totals.fewestOperations).isGreaterThanOrEqualTo(OPERATIONS_MIN);
        assertThat(totals.unjudged).isLessThanOrEqualTo(Math.max(3, seeds / 10));
        if (seeds >= SEEDS) {
            assertThat(totals.leaders - totals.runs).isGreaterThanOrEqualTo(1_000);
            assertThat(totals.installs).isGreaterThanOrEqualTo(200);
            assertThat(totals.configurations).isGreaterThanOrEqualTo(200);
        }
    }

    /** What brings one kind of trouble about finds what a swarm meets too seldom. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWARM")
    @Tag("proof")
    void oneKindOfTroubleAtLength(Profile profile) throws InterruptedException {
        int seeds = Integer.getInteger("kedge.sim.seeds", SEEDS) / 5;
        ClusterTotals totals = SeedRuns.of(profile, Long.getLong("kedge.sim.first", 1), seeds, EVENTS_OF_ONE_KIND);
        System.out.println(profile + ": " + totals);
        assertThat(totals.runs).isEqualTo(seeds);
        assertThat(totals.fewestOperations).isGreaterThanOrEqualTo(OPERATIONS_MIN);
        assertThat(totals.unjudged).isLessThanOrEqualTo(Math.max(3, seeds / 10));
    }

    /** An entry of an earlier term came in the place of a later leader's proposal, and the member took it for a bug. */
    @ParameterizedTest
    @CsvSource({"STRANDED, 375", "TURMOIL, 485"})
    void anEntryOfAnEarlierTermMayWin(Profile profile, long seed) throws InterruptedException {
        assertThat(SeedRuns.of(profile, seed, 1, EVENTS_OF_ONE_KIND).runs).isOne();
    }
}
