/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** First-seen incarnations that are kept at once. */
final class MemoryIncarnations implements Incarnations {
    private final Map<Long, Long> first = new ConcurrentHashMap<>();

    @Override
    public long known(long member) {
        return first.getOrDefault(member, 0L);
    }

    @Override
    public void firstSeen(long member, long incarnation) {
        first.putIfAbsent(member, incarnation);
    }

    void forget(long member) {
        first.remove(member);
    }
}
