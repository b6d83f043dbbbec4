/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.function.Supplier;

/** One property of a group; remembers what it needs. */
abstract class Invariant {

    /** Throws {@link InvariantViolation} if the property does not hold any more. */
    abstract void check(Observation seen);

    /** The text is made only when needed: this runs after every event. */
    final void require(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new InvariantViolation(getClass().getSimpleName(), what.get());
        }
    }
}
