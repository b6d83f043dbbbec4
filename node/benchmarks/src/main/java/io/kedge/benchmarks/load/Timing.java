/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

/** How long a run is warmed up (discarded) and measured. */
public record Timing(double warmupSeconds, double seconds) {

    public Timing {
        if (warmupSeconds < 0 || seconds <= 0) {
            throw new IllegalArgumentException("warm-up of at least 0 s, measurement of more than 0 s");
        }
    }
}
