/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;

/** How many requests wait, on one loop and on each of its connections. */
final class V2Waiters {

    private static final int PER_CONNECTION_MAX = 1_000;
    private static final int PER_LOOP_MAX = 50_000;

    private final Map<HttpConnection, Integer> waiting = new HashMap<>();
    private final V2Counts counts;
    private int total;

    V2Waiters(V2Counts counts) {
        this.counts = counts;
    }

    /** False if there are as many as there may be; else {@link #leave} follows once. */
    boolean enter(HttpConnection connection) {
        int here = waiting.getOrDefault(connection, 0);
        if (total >= PER_LOOP_MAX || here >= PER_CONNECTION_MAX) {
            return false;
        }
        total++;
        waiting.put(connection, here + 1);
        counts.waiters.increment();
        return true;
    }

    void leave(HttpConnection connection) {
        total--;
        waiting.computeIfPresent(connection, (key, here) -> here == 1 ? null : here - 1);
        counts.waiters.decrement();
    }
}
