/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.replica.Replica;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Request;
import java.util.List;
import java.util.TreeMap;

/** What must come to be once all is calm. */
final class Convergence {

    private static final int FIRST_CLIENT = 1_000;

    /** The operations asked of one member, 0 before the first. */
    private static final class Asked {
        int write = -1;
        int read = -1;
        long writeAtNanos;
        long readAtNanos;
    }

    private static final long RETRY_NANOS = 10_000_000_000L;

    private final ClusterSimulation simulation;
    private final Clients clients;
    private final TreeMap<Long, Asked> asked = new TreeMap<>();

    Convergence(ClusterSimulation simulation, Clients clients) {
        this.simulation = simulation;
        this.clients = clients;
    }

    /** Whether every member has answered a write and a read asked for in calm; asks, and asks again. */
    boolean everybodyAnswers() {
        List<ClusterMember> configured = simulation.configured();
        boolean all = !configured.isEmpty();
        for (ClusterMember member : configured) {
            if (!member.isRunning()) {
                return false;
            }
            all &= answers(member);
        }
        return all;
    }

    private boolean answers(ClusterMember member) {
        Asked of = asked.computeIfAbsent(member.id, id -> new Asked());
        long now = simulation.schedule().nowNanos();
        int client = FIRST_CLIENT + (int) member.id;
        boolean wrote = of.write >= 0 && clients.isDone(of.write);
        if (!wrote && member.takesRequests() && (of.write < 0 || now - of.writeAtNanos > RETRY_NANOS)) {
            of.write = clients.submit(client, member, Request.Put.of("calm" + member.id, "t" + now));
            of.writeAtNanos = now;
        }
        boolean read = of.read >= 0 && clients.isDone(of.read);
        if (wrote && !read && member.takesRequests() && (of.read < 0 || now - of.readAtNanos > RETRY_NANOS)) {
            of.read = clients.submit(client, member, Request.Range.of(KeySet.single("calm" + member.id)));
            of.readAtNanos = now;
        }
        return wrote && read;
    }

    /** One leader, and everybody has applied all that it has. */
    boolean isReached() {
        List<ClusterMember> leaders = simulation.leaders();
        if (leaders.size() != 1) {
            return false;
        }
        long last = leaders.get(0).replica().raft().lastIndex();
        return simulation.configured().stream()
                .allMatch(member -> member.isRunning()
                        && !member.replica().isInsideEntry()
                        && member.replica().raft().lastIndex() == last
                        && member.replica().appliedIndex() == last);
    }

    void requireEqualStates() {
        List<Object> first = null;
        for (ClusterMember member : simulation.configured()) {
            Replica replica = member.replica();
            replica.stores().users().verify();
            List<Object> state = MemberWatch.state(replica);
            if (first != null && !first.equals(state)) {
                throw new AssertionError("member " + member.id + " stands at " + state + ", others at " + first);
            }
            first = state;
        }
    }
}
