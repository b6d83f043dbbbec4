/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.replica.Turn;
import io.kedge.simulator.check.RaftInvariants;
import io.kedge.simulator.net.Schedule;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A world in which every turn of a member is told to a recorder.
 *
 * @param onlooker to whom members show themselves instead of to the world's invariants
 * @param wire what becomes of anything sent
 */
record WatchedWorld(ClusterWorld world, TlaRecorder recorder, RaftInvariants onlooker, UnaryOperator<Object> wire)
        implements ClusterWorld {

    @Override
    public RaftInvariants invariants() {
        return onlooker;
    }

    @Override
    public void turned(ClusterMember member, Turn turn) {
        recorder.turned(member, turn);
        world.turned(member, turn);
    }

    @Override
    public boolean send(long from, long to, Object body) {
        return world.send(from, to, wire.apply(body));
    }

    @Override
    public Schedule schedule() {
        return world.schedule();
    }

    @Override
    public ClusterPlan plan() {
        return world.plan();
    }

    @Override
    public ClusterTotals totals() {
        return world.totals();
    }

    @Override
    public boolean isOpen(long from, long to) {
        return world.isOpen(from, to);
    }

    @Override
    public @Nullable ClusterMember member(long id) {
        return world.member(id);
    }

    @Override
    public void ended(ClusterMember member) {
        world.ended(member);
    }

    @Override
    public void diskFailed(ClusterMember member) {
        world.diskFailed(member);
    }
}
