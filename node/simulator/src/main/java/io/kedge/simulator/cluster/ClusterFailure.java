/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import java.util.Collection;

/** A run that went wrong: its seed, what was seen, the last things that happened, and how to see it again. */
public final class ClusterFailure extends AssertionError {

    private static final long serialVersionUID = 1;

    private final long seed;

    ClusterFailure(long seed, String phase, Throwable cause, Collection<String> lastLines) {
        super(
                "seed " + seed + ", " + phase + ": " + cause + "\nlast events:\n  " + String.join("\n  ", lastLines)
                        + "\nagain: ./mvnw verify -Pproof -pl node/simulator -am -Dtest=ClusterSimulationTest"
                        + " -Dkedge.cluster.first=" + seed + " -Dkedge.cluster.seeds=1",
                cause);
        this.seed = seed;
    }

    public long seed() {
        return seed;
    }
}
