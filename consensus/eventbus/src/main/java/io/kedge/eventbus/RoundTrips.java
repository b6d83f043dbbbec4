/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long heartbeats took to a peer and back. Written on the transport's context, read on any thread. */
public final class RoundTrips {
    /** Upper bounds in seconds: 0.1 ms and its doublings, as etcd has them. */
    private static final double[] BOUNDS = bounds();

    private static final int BOUND_COUNT = 14;
    private static final double FIRST_BOUND_SECONDS = 0.0001;

    private final AtomicLongArray counts = new AtomicLongArray(BOUND_COUNT + 1);
    private final LongAdder totalNanos = new LongAdder();

    RoundTrips() {}

    private static double[] bounds() {
        double[] bounds = new double[BOUND_COUNT];
        double bound = FIRST_BOUND_SECONDS;
        for (int i = 0; i < BOUND_COUNT; i++) {
            bounds[i] = bound;
            bound *= 2;
        }
        return bounds;
    }

    void record(long nanos) {
        double seconds = (double) nanos / TimeUnit.SECONDS.toNanos(1);
        int slot = 0;
        while (slot < BOUND_COUNT && seconds > BOUNDS[slot]) {
            slot++;
        }
        counts.incrementAndGet(slot);
        totalNanos.add(nanos);
    }

    public int boundCount() {
        return BOUND_COUNT;
    }

    /** In seconds. */
    public double bound(int i) {
        return BOUNDS[i];
    }

    /** How many took no longer than {@link #bound}; of {@link #boundCount}: all. */
    public long countUpTo(int i) {
        long sum = 0;
        for (int slot = 0; slot <= i; slot++) {
            sum += counts.get(slot);
        }
        return sum;
    }

    public double totalSeconds() {
        return (double) totalNanos.sum() / TimeUnit.SECONDS.toNanos(1);
    }
}
