/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member seen after an event.
 *
 * @param before the same member when last seen, or null at its first sight
 * @param changedFrom the lowest index whose entry is not the one seen before; beyond the last one if all are
 * @param members everybody as last seen, by id
 */
record Observation(MemberView now, @Nullable MemberView before, long changedFrom, Map<Long, MemberView> members) {

    /** Whether the member was started since it was last seen, so that what was not durable is gone. */
    boolean isNewLife() {
        return before == null || before.life() != now.life();
    }
}
