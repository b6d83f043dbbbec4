/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The request bodies that are on their way on one loop. A client that drips its body, or sends none of what it has
 * announced, is answered with 408 after a while; all together hold a bounded number of bytes.
 */
final class OpenBodies {

    /** A body has at least four of these periods, at most five. */
    private static final long SWEEP_MILLIS = 10_000;

    private static final int SWEEPS_MAX = 5;
    private static final long BYTES_MAX = 128L << 20;

    private final Set<RequestBody> open = new LinkedHashSet<>();
    private final long timer;
    private final Vertx vertx;
    private long bytes;
    private long sweeps;

    OpenBodies(Vertx vertx) {
        this.vertx = vertx;
        timer = vertx.setPeriodic(SWEEP_MILLIS, id -> sweep());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** The number to tell a body's age by. */
    long begun(RequestBody body) {
        open.add(body);
        return sweeps;
    }

    /** Counts what has come; false if there is no room for it. */
    boolean hold(int count) {
        if (bytes + count > BYTES_MAX) {
            return false;
        }
        bytes += count;
        return true;
    }

    /** What was held is no more. */
    void release(long count) {
        bytes -= count;
    }

    void ended(RequestBody body, long held) {
        open.remove(body);
        release(held);
    }

    /** Oldest first. */
    void sweep() {
        sweeps++;
        for (RequestBody body : List.copyOf(open)) {
            if (sweeps - body.begunAt() < SWEEPS_MAX) {
                return;
            }
            body.tooSlow();
        }
    }
}
