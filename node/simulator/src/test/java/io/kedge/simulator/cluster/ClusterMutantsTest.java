/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mutant dies at the seed that a search by hand has found. */
final class ClusterMutantsTest {

    @ParameterizedTest
    @CsvSource({
        "ACKNOWLEDGES_BEFORE_THE_WRITE, 1",
        "FORGETS_ITS_VOTE, 1",
        "READS_WITHOUT_A_ROUND, 1",
        "DOES_NOT_FORCE_ITS_LOG, 1",
        "DOES_NOT_FORCE_ITS_STORE, 1"
    })
    void dies(ClusterMutants mutant, long seed) {
        assertThatThrownBy(() -> new ClusterSimulation(seed, mutant.maker).run(10_000))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("seed " + seed);
    }
}
