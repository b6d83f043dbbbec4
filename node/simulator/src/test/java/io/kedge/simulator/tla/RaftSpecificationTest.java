/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.tla;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The specification by itself: all its behaviours within small bounds are safe, and would not be with a hole in it. */
final class RaftSpecificationTest {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The larger bounds beside this one take longer than a build may, and are explored by hand. */
    @Test
    @Tag("proof")
    void isSafe() {
        assertThat(Tlc.explore("whole", "MCRaft.cfg", text -> text, LONGEST))
                .contains("Model checking completed. No error");
    }

    /** A guard less, and TLC finds what it was there for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mem[i].vote = Nobody ; TRUE",
                "past.reigns[mem[i].term].held[j] >= n ; TRUE",
            })
    void wouldNotBeWithAHole(String guard, String hole) {
        String said = Tlc.explore(
                "holed",
                "MCRaft.cfg",
                whole -> {
                    assertThat(whole).contains(guard);
                    return whole.replace(guard, hole);
                },
                LONGEST);
        assertThat(said).contains("Invariant").contains("is violated");
    }
}
