/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.HashMap;
import java.util.Map;

/** After the same entry everybody is in the same state (paper 5.4.3). */
final class StateMachineSafety extends Invariant {

    private final Map<Long, Long> hashes = new HashMap<>();

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        Long hash = now.stateHash();
        if (hash != null) {
            Long other = hashes.putIfAbsent(now.appliedIndex(), hash);
            require(
                    other == null || other.equals(hash),
                    () -> now.id() + " is in another state after " + now.appliedIndex());
        }
    }
}
