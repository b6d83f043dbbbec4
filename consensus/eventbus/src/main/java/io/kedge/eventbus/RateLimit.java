/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lets each thing pass once in a period; remembers the last 256 things. One thread. */
final class RateLimit {
    private static final int KEYS_MAX = 256;

    private final long periodNanos;
    private final LongSupplier nanoClock;
    private final Map<Object, Long> passed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > KEYS_MAX;
        }
    };

    RateLimit(long periodNanos, LongSupplier nanoClock) {
        this.periodNanos = periodNanos;
        this.nanoClock = nanoClock;
    }

    boolean passes(Object key) {
        long now = nanoClock.getAsLong();
        Long last = passed.get(key);
        if (last != null && now - last < periodNanos) {
            return false;
        }
        passed.remove(key);
        passed.put(key, now);
        return true;
    }
}
