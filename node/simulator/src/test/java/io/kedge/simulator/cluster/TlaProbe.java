/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.simulator.tla.TlaTrace;

/** A trace in words, which every copy of Kedge's classes understands. */
public final class TlaProbe {

    private TlaProbe() {}

    /** The first {@code records} of a run, as a module. A run that goes wrong is told up to there. */
    public static String record(long seed, int events, int records) {
        return record(seed, events, records, ClusterMember::new).module();
    }

    static TlaTrace record(long seed, int events, int records, ClusterSimulation.Maker maker) {
        TlaRecorder recorder = new TlaRecorder(records);
        try {
            new ClusterSimulation(seed, recorder.watching(maker)).run(events);
        } catch (ClusterFailure failure) {
            // The trace is full, or shows how it came to that.
            if (recorder.trace().records().isEmpty()) {
                throw failure;
            }
        }
        return recorder.trace();
    }

    /** Of members that have a bug. */
    static String record(SourceMutant mutant, long seed, int events, int records) throws Exception {
        return (String) mutant.copy()
                .loadClass(TlaProbe.class.getName())
                .getMethod("record", long.class, int.class, int.class)
                .invoke(null, seed, events, records);
    }
}
