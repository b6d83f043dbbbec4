/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** A safety property does not hold; the run's seed belongs to whoever reports it. */
public final class InvariantViolation extends AssertionError {

    private static final long serialVersionUID = 1;

    private final String invariant;

    InvariantViolation(String invariant, String what) {
        super(invariant + ": " + what);
        this.invariant = invariant;
    }

    /** Its name, the same in every message. */
    public String invariant() {
        return invariant;
    }
}
