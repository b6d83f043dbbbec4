/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import java.util.Collection;

/** A run that went wrong: its seed, what was seen, the last things that happened, and how to see it again. */
public final class ClusterFailure extends AssertionError {

    private static final long serialVersionUID = 1;

    private final long seed;
    private final String phase;
    private final long event;

    /** @param event how many events had happened */
    ClusterFailure(long seed, String phase, long event, Throwable cause, Collection<String> lastLines) {
        super(
                "seed " + seed + ", " + phase + ", event " + event + ": " + cause + "\nlast events:\n  "
                        + String.join("\n  ", lastLines)
                        + "\nagain: ./mvnw verify -Pproof -pl node/simulator -am -Dtest=ClusterSimulationTest"
                        + " -Dkedge.sim.first=" + seed + " -Dkedge.sim.seeds=1",
                cause);
        this.seed = seed;
        this.phase = phase;
        this.event = event;
    }

    String phase() {
        return phase;
    }

    public long event() {
        return event;
    }

    public long seed() {
        return seed;
    }
}
