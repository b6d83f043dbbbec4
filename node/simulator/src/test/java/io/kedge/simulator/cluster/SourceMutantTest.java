/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each bug is found at the seed that a search by hand has found, where without it all is well. */
final class SourceMutantTest {

    /** One that is found fast shows in every build that mutants are what they say. */
    @ParameterizedTest
    @EnumSource(names = {"APPLIES_BEFORE_COMMIT", "ACKNOWLEDGES_ENTRIES_BEFORE_THEY_ARE_FORCED"})
    void diesAtOnce(SourceMutant mutant) throws Exception {
        dies(mutant);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("proof")
    void dies(SourceMutant mutant) throws Exception {
        assertThat(mutant.load().run(mutant.seed, mutant.profile, mutant.events()))
                .as("%s at seed %d", mutant, mutant.seed)
                .contains(mutant.caughtBy);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("proof")
    void itsSeedIsHarmlessWithoutIt(SourceMutant mutant) {
        assertThat(ClusterProbe.run(mutant.seed, mutant.profile.name(), mutant.events())).isEmpty();
    }
}
