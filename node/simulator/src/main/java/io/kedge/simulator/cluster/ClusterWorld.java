/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.replica.Turn;
import io.kedge.simulator.check.RaftInvariants;
import io.kedge.simulator.net.Schedule;
import org.jspecify.annotations.Nullable;

/** What surrounds a member. */
interface ClusterWorld {

    /** Before what a reader of the trace wants to know. */
    String NOTE = "* ";

    Schedule schedule();

    RaftInvariants invariants();

    ClusterPlan plan();

    ClusterTotals totals();

    /** A line for the reader of the trace. */
    default void note(String what) {
        schedule().note(NOTE + what);
    }

    /** False if the sender learns at once that the other is out of reach. */
    boolean send(long from, long to, Object body);

    boolean isOpen(long from, long to);

    /** Null if there was never such a member. */
    @Nullable
    ClusterMember member(long id);

    /** A turn is over and its outputs are on their way. */
    void turned(ClusterMember member, Turn turn);

    /** A member's disk has failed: it must not go on. */
    void diskFailed(ClusterMember member);

    /** A member is another one from here on: what waited for it waits in vain. */
    void ended(ClusterMember member);
}
