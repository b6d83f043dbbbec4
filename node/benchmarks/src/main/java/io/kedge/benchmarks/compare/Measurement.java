/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.load.Outcome;

/**
 * One server's figure for one row in one round; what was not measured is NaN.
 *
 * @param value in the row's unit
 */
record Measurement(
        double value, double serverCpuMicros, double clientCpuMicros, double p50Micros, double p99Micros, long errors) {

    static Measurement of(Outcome outcome) {
        return new Measurement(
                outcome.perSecond(),
                outcome.serverCpuMicros(),
                outcome.clientCpuMicros(),
                outcome.p50Micros(),
                outcome.p99Micros(),
                outcome.errors());
    }

    static Measurement ofValue(double value) {
        return new Measurement(value, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
    }

    Measurement withErrors(long count) {
        return new Measurement(value, serverCpuMicros, clientCpuMicros, p50Micros, p99Micros, count);
    }
}
