/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.simulator.net.NetworkFault;
import io.kedge.simulator.net.NetworkPlan;
import java.util.Set;

/** Which faults a run has: the draw of its seed, or what brings one kind of trouble about. */
enum Profile {
    /** As drawn: a subset of all, so that few faults reach what all together hide. */
    SWARM {
        @Override
        ClusterPlan of(ClusterPlan drawn) {
            return drawn;
        }
    },
    /** Leaders are cut off every other second, and messages come from terms long gone. */
    TURMOIL {
        @Override
        ClusterPlan of(ClusterPlan drawn) {
            Set<NetworkFault> faults = Set.of(
                    NetworkFault.ISOLATE_LEADER,
                    NetworkFault.ONE_WAY_CUT,
                    NetworkFault.CLOG,
                    NetworkFault.DELAY_SPIKE,
                    NetworkFault.LATE_DELIVERY,
                    NetworkFault.REORDER);
            return new ClusterPlan(
                    drawn.voters(),
                    true,
                    true,
                    drawn.stalls(),
                    drawn.breaks(),
                    drawn.changes(),
                    drawn.strict(),
                    drawn.diskNanos(),
                    drawn.memtableBytes(),
                    drawn.reserveEntries(),
                    drawn.leaseHolders(),
                    network(drawn.network(), faults, 500, SECOND, 2 * SECOND));
        }
    },
    /** Leaders are cut off for long, and what they missed is gone when they are back. */
    LAGGARDS {
        @Override
        ClusterPlan of(ClusterPlan drawn) {
            Set<NetworkFault> faults = Set.of(NetworkFault.ISOLATE_LEADER, NetworkFault.SYMMETRIC_PARTITION);
            return new ClusterPlan(
                    drawn.voters(),
                    drawn.crashes(),
                    drawn.pauses(),
                    drawn.stalls(),
                    drawn.breaks(),
                    drawn.changes(),
                    drawn.strict(),
                    2 * MILLI,
                    SMALL_MEMTABLE_BYTES,
                    SMALL_RESERVE_ENTRIES,
                    drawn.leaseHolders(),
                    network(drawn.network(), faults, 0, 2 * SECOND, 3 * SECOND));
        }
    },
    /** Half of all messages come again within seconds, in terms and roles that have passed. */
    ECHOES {
        @Override
        ClusterPlan of(ClusterPlan drawn) {
            Set<NetworkFault> faults = Set.of(
                    NetworkFault.ISOLATE_LEADER, NetworkFault.LATE_DELIVERY, NetworkFault.LOSS, NetworkFault.REORDER);
            NetworkPlan network = drawn.network();
            return new ClusterPlan(
                    drawn.voters(),
                    drawn.crashes(),
                    drawn.pauses(),
                    drawn.stalls(),
                    drawn.breaks(),
                    false,
                    drawn.strict(),
                    2 * MILLI,
                    drawn.memtableBytes(),
                    drawn.reserveEntries(),
                    drawn.leaseHolders(),
                    new NetworkPlan(
                            faults,
                            HIGH_RATE / 10,
                            0,
                            0,
                            HIGH_RATE,
                            network.delayNanos(),
                            network.jitterNanos(),
                            SECOND,
                            4 * SECOND,
                            SECOND,
                            SECOND));
        }
    },
    /** All that goes to and from a leader is held up for about as long as an election takes, then comes at once. */
    JAMS {
        @Override
        ClusterPlan of(ClusterPlan drawn) {
            return new ClusterPlan(
                    SMALL_GROUP,
                    false,
                    drawn.pauses(),
                    false,
                    false,
                    false,
                    drawn.strict(),
                    2 * MILLI,
                    drawn.memtableBytes(),
                    drawn.reserveEntries(),
                    drawn.leaseHolders(),
                    network(
                            drawn.network(),
                            Set.of(NetworkFault.ISOLATE_LEADER, NetworkFault.CLOG),
                            0,
                            SECOND,
                            2 * SECOND));
        }
    },
    /** Leaders are cut off for as long as they may go on alone, and what they missed is gone when they are back. */
    STRANDED {
        @Override
        ClusterPlan of(ClusterPlan drawn) {
            Set<NetworkFault> faults =
                    Set.of(NetworkFault.ISOLATE_LEADER, NetworkFault.LATE_DELIVERY, NetworkFault.REORDER);
            return new ClusterPlan(
                    drawn.voters(),
                    true,
                    false,
                    drawn.stalls(),
                    drawn.breaks(),
                    false,
                    drawn.strict(),
                    2 * MILLI,
                    SMALL_MEMTABLE_BYTES,
                    SMALL_RESERVE_ENTRIES,
                    0,
                    network(drawn.network(), faults, HIGH_RATE / 2, SECOND / 2, 3 * SECOND / 2));
        }
    },
    /** Most of what is said is not heard, or heard again in another election. */
    MUMBLES {
        @Override
        ClusterPlan of(ClusterPlan drawn) {
            Set<NetworkFault> faults = Set.of(
                    NetworkFault.ISOLATE_LEADER, NetworkFault.LATE_DELIVERY, NetworkFault.LOSS, NetworkFault.REORDER);
            NetworkPlan network = drawn.network();
            return new ClusterPlan(
                    SMALL_GROUP,
                    false,
                    false,
                    false,
                    false,
                    false,
                    drawn.strict(),
                    2 * MILLI,
                    drawn.memtableBytes(),
                    drawn.reserveEntries(),
                    0,
                    new NetworkPlan(
                            faults,
                            HIGH_RATE * 4 / 5,
                            0,
                            0,
                            HIGH_RATE,
                            network.delayNanos(),
                            network.jitterNanos(),
                            SECOND,
                            4 * SECOND,
                            SECOND,
                            SECOND));
        }
    },
    /** Members come and go while leaders are cut off. */
    CHURN {
        @Override
        ClusterPlan of(ClusterPlan drawn) {
            Set<NetworkFault> faults = Set.of(NetworkFault.ISOLATE_LEADER, NetworkFault.LOSS);
            return new ClusterPlan(
                    SMALL_GROUP,
                    drawn.crashes(),
                    drawn.pauses(),
                    drawn.stalls(),
                    drawn.breaks(),
                    true,
                    false,
                    drawn.diskNanos(),
                    drawn.memtableBytes(),
                    drawn.reserveEntries(),
                    drawn.leaseHolders(),
                    network(drawn.network(), faults, 0, SECOND, SECOND));
        }
    };

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    /** Of 10,000 messages. */
    private static final int HIGH_RATE = 5_000;

    private static final int SMALL_GROUP = 3;
    private static final long SMALL_MEMTABLE_BYTES = 500;
    private static final int SMALL_RESERVE_ENTRIES = 3;

    /** What a run has, given what was drawn for it. */
    abstract ClusterPlan of(ClusterPlan drawn);

    private static NetworkPlan network(
            NetworkPlan drawn, Set<NetworkFault> faults, int rate, long calmNanos, long disruptionNanos) {
        return new NetworkPlan(
                faults,
                drawn.lossRate(),
                drawn.duplicateRate(),
                rate,
                rate,
                drawn.delayNanos(),
                drawn.jitterNanos(),
                SECOND,
                8 * SECOND,
                calmNanos,
                disruptionNanos);
    }
}
