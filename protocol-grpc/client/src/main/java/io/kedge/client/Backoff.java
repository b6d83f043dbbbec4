/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Full-jitter backoff: the n-th delay is uniform in [1, min(cap, base * 2^n)] milliseconds. Confined to one event loop.
 */
final class Backoff {

    private final long baseMillis;
    private final long capMillis;
    private int attempt;

    Backoff(long baseMillis, long capMillis) {
        this.baseMillis = baseMillis;
        this.capMillis = capMillis;
    }

    long nextDelayMillis() {
        long ceiling = Math.min(capMillis, baseMillis << Math.min(attempt, 20));
        attempt++;
        return ThreadLocalRandom.current().nextLong(ceiling) + 1;
    }

    void reset() {
        attempt = 0;
    }
}
