/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What the network of one run does. A rate counts only if its fault is among {@code faults}; rates are messages in
 * 10,000.
 *
 * @param delayNanos the least time of a message
 * @param jitterNanos mean of what comes on top
 * @param spikeNanos mean of a spike
 * @param lateNanos the most that a late copy is late
 * @param calmNanos mean time between the begins of disruptions
 * @param disruptionNanos mean time that a disruption lasts
 */
public record NetworkPlan(
        Set<NetworkFault> faults,
        int lossRate,
        int duplicateRate,
        int spikeRate,
        int lateRate,
        long delayNanos,
        long jitterNanos,
        long spikeNanos,
        long lateNanos,
        long calmNanos,
        long disruptionNanos) {

    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000 * MICRO;
    private static final long SECOND = 1_000 * MILLI;

    public NetworkPlan {
        faults = Set.copyOf(faults);
    }

    /** A network that only takes its time. */
    public static NetworkPlan calm() {
        return new NetworkPlan(Set.of(), 0, 0, 0, 0, 100 * MICRO, 100 * MICRO, SECOND, 60 * SECOND, SECOND, SECOND);
    }

    /** The plan of one run of a swarm; times fit election timeouts of about a second. */
    public static NetworkPlan draw(SplittableRandom random) {
        EnumSet<NetworkFault> faults = Swarm.subset(NetworkFault.class, random);
        return new NetworkPlan(
                faults,
                (int) Swarm.logUniform(10, 2_000, random),
                (int) Swarm.logUniform(10, 2_000, random),
                (int) Swarm.logUniform(5, 500, random),
                (int) Swarm.logUniform(5, 500, random),
                Swarm.logUniform(50 * MICRO, 5 * MILLI, random),
                Swarm.logUniform(50 * MICRO, 50 * MILLI, random),
                Swarm.logUniform(50 * MILLI, 3 * SECOND, random),
                Swarm.logUniform(3 * SECOND, 120 * SECOND, random),
                Swarm.logUniform(SECOND, 20 * SECOND, random),
                Swarm.logUniform(100 * MILLI, 10 * SECOND, random));
    }

    public NetworkPlan with(NetworkFault... kinds) {
        return new NetworkPlan(
                Set.of(kinds),
                lossRate,
                duplicateRate,
                spikeRate,
                lateRate,
                delayNanos,
                jitterNanos,
                spikeNanos,
                lateNanos,
                calmNanos,
                disruptionNanos);
    }

    boolean has(NetworkFault fault) {
        return faults.contains(fault);
    }
}
