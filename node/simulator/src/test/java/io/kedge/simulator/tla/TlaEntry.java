/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.tla;

/**
 * A log entry as the specification knows it.
 *
 * @param value equal for equal content
 * @param change whether it changes the members
 */
public record TlaEntry(long term, long value, boolean change) {
    @Override
    public String toString() {
        return "Entry(" + term + ", " + value + ", " + (change ? "TRUE" : "FALSE") + ")";
    }
}
