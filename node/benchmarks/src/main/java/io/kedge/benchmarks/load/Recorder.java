/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what completes while the measured window is open, and every error at any time. One thread. */
final class Recorder {

    /** After so many errors a run is stopped: its figures would say nothing. */
    static final long ERRORS_MAX = 10_000;

    private final Histogram latencyNanos = new Histogram(3);
    private boolean open;
    private long errors;
    private @Nullable String firstError;

    void open() {
        open = true;
    }

    void shut() {
        open = false;
    }

    void success(long nanos) {
        if (open) {
            latencyNanos.recordValue(Math.max(0, nanos));
        }
    }

    void error(String what) {
        errors++;
        if (firstError == null) {
            firstError = what;
        }
    }

    boolean givenUp() {
        return errors > ERRORS_MAX;
    }

    long completed() {
        return latencyNanos.getTotalCount();
    }

    long errors() {
        return errors;
    }

    @Nullable
    String firstError() {
        return firstError;
    }

    double micros(double percentile) {
        return latencyNanos.getValueAtPercentile(percentile) / 1000.0;
    }
}
