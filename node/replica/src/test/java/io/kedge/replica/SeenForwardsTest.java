/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each sequence is taken once, in whatever order they come. */
final class SeenForwardsTest {

    private final SeenForwards seen = new SeenForwards();

    @Test
    void eachSequenceIsNewOnceForEachOrigin() {
        for (long sequence : new long[] {100, 103, 101, 102, 99}) {
            assertThat(seen.add(1, sequence)).isTrue();
            assertThat(seen.add(1, sequence)).isFalse();
            assertThat(seen.add(2, sequence)).isTrue();
        }
    }

    @Test
    void whatIsOlderThanTheWindowCountsAsSeen() {
        assertThat(seen.add(1, 10)).isTrue();
        assertThat(seen.add(1, 10 + SeenForwards.WINDOW)).isTrue();
        assertThat(seen.add(1, 9)).isFalse();
        assertThat(seen.add(1, 11)).isTrue();
        assertThat(seen.add(1, 10 + 3L * SeenForwards.WINDOW)).isTrue();
        assertThat(seen.add(1, 11)).isFalse();
    }

    @Test
    void anEarlierLifeOfTheOriginIsRemembered() {
        assertThat(seen.add(1, Long.MAX_VALUE)).isTrue();
        assertThat(seen.add(1, Long.MIN_VALUE)).as("the next of the same life").isTrue();
        assertThat(seen.add(1, 5)).as("another life").isTrue();
        assertThat(seen.add(1, Long.MAX_VALUE)).isFalse();
        assertThat(seen.add(1, Long.MIN_VALUE)).isFalse();
        assertThat(seen.add(1, 5)).isFalse();
    }
}
