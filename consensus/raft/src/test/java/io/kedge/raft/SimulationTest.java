/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int EVENTS = 2_000;

    @Test
    void threeHundredSeedsAreSafeAndRecover() {
        assertThat(runSeeds(1, 250)).as("linearizable reads answered").isGreaterThan(1_000);
    }

    @Test
    @Tag("proof")
    void tenThousandSeedsAreSafeAndRecover() {
        assertThat(runSeeds(1_000, 10_000)).as("linearizable reads answered").isGreaterThan(30_000);
    }

    private static int runSeeds(long first, int count) {
        int reads = 0;
        for (long seed = first; seed < first + count; seed++) {
            try {
                Simulation simulation = new Simulation(seed);
                simulation.run(EVENTS);
                simulation.recover();
                reads += simulation.answeredReads;
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
        return reads;
    }
}
