/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many client connections this node has, all loops together, and how many it takes. For all threads. */
public final class ConnectionLimit {

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    public ConnectionLimit(int most) {
        this.most = most;
    }

    /** Takes a place, which {@link #leave} gives back; false if there is none left. */
    boolean enter() {
        if (open.incrementAndGet() <= most) {
            return true;
        }
        open.decrementAndGet();
        refused.increment();
        return false;
    }

    void leave() {
        open.decrementAndGet();
    }

    public int open() {
        return open.get();
    }

    /** Connections closed as they came. */
    public long refused() {
        return refused.sum();
    }
}
