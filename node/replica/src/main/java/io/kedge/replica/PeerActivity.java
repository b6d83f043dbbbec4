/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import java.util.HashMap;
import java.util.Map;

/** When each peer was last heard; of use at the leader, to whom all of them talk. */
final class PeerActivity {

    private final Map<Long, Long> lastHeardNanos = new HashMap<>();
    private final long silenceNanosMax;

    /** {@code silenceNanosMax}: a peer not heard for longer counts as gone. */
    PeerActivity(long silenceNanosMax) {
        this.silenceNanosMax = silenceNanosMax;
    }

    void heard(long member, long nowNanos) {
        lastHeardNanos.put(member, nowNanos);
    }

    boolean isActive(long member, long nowNanos) {
        Long last = lastHeardNanos.get(member);
        return last != null && nowNanos - last <= silenceNanosMax;
    }
}
