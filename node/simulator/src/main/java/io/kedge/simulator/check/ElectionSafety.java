/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.HashMap;
import java.util.Map;

/** At most one leader in a term, ever (paper 5.2). */
final class ElectionSafety extends Invariant {

    private final Map<Long, Long> leaders = new HashMap<>();

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        if (now.leads()) {
            Long other = leaders.putIfAbsent(now.term(), now.id());
            require(other == null || other == now.id(), () -> now.id() + " and " + other + " lead term " + now.term());
        }
    }
}
