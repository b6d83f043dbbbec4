/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.simulator.net.NetworkPlan;
import io.kedge.simulator.net.Swarm;
import java.util.SplittableRandom;

/**
 * What one run has, drawn from its seed.
 *
 * @param voters members at the start
 * @param crashes members lose their power, at any moment and in the middle of a write
 * @param pauses members stand still for a while
 * @param stalls disks stand still for a while
 * @param breaks disks break, and with them their members, until they are replaced in place
 * @param changes members are added, promoted and removed
 * @param strict changes that could cost the quorum are refused
 * @param diskNanos mean time of a write and its force
 * @param memtableBytes after which a store is flushed
 * @param reserveEntries flushed entries kept in memory for those who lag
 * @param leaseHolders clients that keep leases alive
 */
record ClusterPlan(
        int voters,
        boolean crashes,
        boolean pauses,
        boolean stalls,
        boolean breaks,
        boolean changes,
        boolean strict,
        long diskNanos,
        long memtableBytes,
        int reserveEntries,
        int leaseHolders,
        NetworkPlan network) {

    private static final long MICRO = 1_000L;

    static ClusterPlan draw(SplittableRandom random) {
        return new ClusterPlan(
                random.nextBoolean() ? 3 : 5,
                random.nextInt(4) != 0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(3) == 0,
                random.nextInt(3) != 0,
                random.nextBoolean(),
                Swarm.logUniform(50 * MICRO, 30_000 * MICRO, random),
                Swarm.logUniform(500, 20_000, random),
                (int) Swarm.logUniform(3, 500, random),
                random.nextInt(3),
                NetworkPlan.draw(random));
    }
}
