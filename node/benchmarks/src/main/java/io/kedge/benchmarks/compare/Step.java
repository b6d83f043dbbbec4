/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.io.IOException;
import java.util.List;

/**
 * One measurement on a running subject, filling one or more rows.
 *
 * @param brief measured for half the time unless everything is asked for
 */
record Step<S extends Subject>(String id, List<Row> rows, boolean brief, boolean onlyFull, Probe<S> probe) {

    /** Measures; puts one figure per row of the step. */
    @FunctionalInterface
    interface Probe<S extends Subject> {
        void run(S subject, double seconds, Sink sink) throws IOException;
    }

    /** Takes figures by row id. */
    @FunctionalInterface
    interface Sink {
        void put(String rowId, Measurement measurement);
    }
}
