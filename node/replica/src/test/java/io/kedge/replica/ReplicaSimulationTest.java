/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seeds of {@link ReplicaSimulation}. */
final class ReplicaSimulationTest {

    private static final int EVENTS = 3_000;

    @Test
    void clustersSurviveTheirFaults() {
        run(1, 300);
    }

    @Test
    @Tag("proof")
    void clustersSurviveTheirFaultsAtLength() {
        long from = Long.getLong("kedge.seed", 1_000_000);
        run(from, from + Long.getLong("kedge.seeds", 20_000));
    }

    private static void run(long from, long to) {
        long installs = 0;
        long changes = 0;
        long leaders = 0;
        long reads = 0;
        long answered = 0;
        for (long seed = from; seed < to; seed++) {
            try {
                ReplicaSimulation simulation = new ReplicaSimulation(seed);
                simulation.run(EVENTS);
                simulation.recover();
                installs += simulation.installs();
                changes += simulation.changesMade;
                leaders += simulation.leaders;
                reads += simulation.reads;
                answered += simulation.answered;
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        long seeds = to - from;
        assertThat(installs).as("images installed").isGreaterThan(seeds / 4);
        assertThat(changes).as("members changed").isGreaterThan(seeds / 4);
        assertThat(leaders).as("leaders").isGreaterThan(seeds);
        assertThat(reads).as("reads answered").isGreaterThan(seeds * 10);
        assertThat(answered).as("writes answered").isGreaterThan(seeds * 20);
    }
}
