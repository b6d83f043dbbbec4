/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** When a search gives up; asked at each step, so it also may look at a clock or at memory. */
@FunctionalInterface
public interface Budget {

    boolean isSpent(long steps);

    /** The same on every machine. A step remembers one state and one bit for each operation. */
    static Budget steps(long max) {
        return steps -> steps >= max;
    }
}
