/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** No queue is longer than its limit. */
final class BoundedQueues extends Invariant {

    @Override
    void check(Observation seen) {
        for (Level level : seen.now().levels()) {
            require(level.size() <= level.limit(), () -> seen.now().id() + ": " + level);
        }
    }
}
