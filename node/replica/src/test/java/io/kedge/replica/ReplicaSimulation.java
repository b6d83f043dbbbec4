/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.CompactRequest;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.MemberChange;
import io.kedge.model.MemberInfo;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.StatusCode;
import io.kedge.model.format.CommandCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A cluster of replicas under faults drawn from one seed: loss, repetition, reordering and late delivery, crashes
 * between any two steps, slow logs and stores, images, changes of members and of leaders. Clients write and read at any
 * member. Then all faults end, everybody must agree, and every answer must have been true.
 */
final class ReplicaSimulation {

    private static final int WIRE_MAX = 300;
    private static final int MEMBERS_MAX = 5;
    private static final int RECOVERY_ROUNDS = 300;
    /** After these a write is known not to have happened. */
    private static final Set<StatusCode> NEVER = EnumSet.of(StatusCode.LEADER_CHANGED, StatusCode.TOO_MANY_REQUESTS);

    private final SplittableRandom random;
    private final ReplicaCluster cluster;
    private final List<ReplicaCluster.Packet> late = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final boolean loses;
    private final boolean repeats;
    private final boolean crashes;
    private final boolean changes;
    private long acknowledged = 1;
    private long nextMember = 4;
    private long highestTerm;
    int reads;
    int changesMade;
    int leaders;
    int answered;

    /** One write of a key of its own. */
    private final class Write extends Proposal {
        final Key key;

        Write(Command command, Key key) {
            super(command, CommandCodec.encode(command));
            this.key = key;
        }

        @Override
        void settled() {
            if (result() != null) {
                acknowledged = Math.max(acknowledged, result().revision());
                answered++;
            }
        }
    }

    private static final class Read extends ReadTicket {
        final ClusterNode at;
        final int life;
        final long atLeast;

        Read(ClusterNode at, long atLeast) {
            this.at = at;
            this.life = at.lives;
            this.atLeast = atLeast;
        }
    }

    ReplicaSimulation(long seed) {
        random = new SplittableRandom(seed);
        cluster = new ReplicaCluster(seed, 3);
        cluster.reserveEntries = random.nextInt(30);
        cluster.memtableBytes = random.nextBoolean() ? 2_000 : 1 << 20;
        loses = random.nextBoolean();
        repeats = random.nextBoolean();
        crashes = random.nextBoolean();
        changes = random.nextInt(3) == 0;
        cluster.start();
    }

    void run(int events) throws IOException {
        for (int i = 0; i < events; i++) {
            List<ClusterNode> all = List.copyOf(cluster.nodes.values());
            event(all.get(random.nextInt(all.size())));
            checkReads();
        }
    }

    private void event(ClusterNode node) throws IOException {
        int draw = random.nextInt(100);
        if (draw < 30) {
            for (int burst = random.nextInt(8); burst >= 0; burst--) {
                deliverOne();
            }
        } else if (draw < 55) {
            node.turn(random.nextInt(20));
        } else if (draw < 70) {
            node.persistOne(true);
        } else if (draw < 78) {
            node.tick(100);
        } else if (draw < 85) {
            write(node);
        } else if (draw < 88) {
            node.replica.read(new Read(node, acknowledged));
        } else if (draw < 91) {
            node.flushStep();
        } else if (draw < 94) {
            node.installStep(random.nextInt(10) == 0);
        } else if (draw < 96) {
            node.replica.requestFlush();
        } else {
            rareEvent(node, random.nextInt(8));
        }
    }

    private void rareEvent(ClusterNode node, int kind) {
        if (kind <= 1 && crashes) {
            if (random.nextBoolean()) {
                node.persistOne(false);
            }
            node.crash();
        } else if (kind == 2 && node.leads()) {
            node.replica.moveLeader(new LeaderMove(0), node.nowNanos);
        } else if (kind <= 4 && changes) {
            changeMembers(node);
        } else if (kind == 5) {
            long at = node.replica.stores().users().published() - random.nextInt(5);
            node.replica.propose(Driver.proposal(new CompactRequest(at, false)), node.nowNanos);
        } else if (kind == 6 && !late.isEmpty()) {
            cluster.bag.add(late.remove(random.nextInt(late.size())));
        } else if (kind == 7) {
            node.replica.unreachable(1 + random.nextLong(3));
        }
    }

    private void write(ClusterNode node) {
        Key key = Key.utf8("k" + writes.size());
        Write write = new Write(Command.of(Caller.NODE, PutRequest.of(key, new byte[20])), key);
        writes.add(write);
        node.replica.propose(write, node.nowNanos);
    }

    private void changeMembers(ClusterNode node) {
        List<MemberInfo> members = node.replica.stores().system().members().list();
        MemberInfo some = members.isEmpty() ? null : members.get(random.nextInt(members.size()));
        MemberChange change;
        if (members.size() < MEMBERS_MAX && random.nextBoolean()) {
            long id = nextMember++;
            cluster.add(id, List.of());
            change = new MemberChange(
                    random.nextBoolean() ? MemberChange.Kind.ADD_LEARNER : MemberChange.Kind.ADD_VOTER,
                    id,
                    List.of("http://m" + id));
        } else if (some != null && some.learner()) {
            change = new MemberChange(MemberChange.Kind.PROMOTE, some.id(), List.of());
        } else if (some != null && members.size() > 3) {
            change = new MemberChange(MemberChange.Kind.REMOVE, some.id(), List.of());
        } else {
            return;
        }
        Command command = Command.of(Caller.NODE, change);
        node.replica.propose(
                new Proposal(command, CommandCodec.encode(command)) {
                    @Override
                    void settled() {
                        changesMade += result() != null ? 1 : 0;
                    }
                },
                node.nowNanos);
    }

    private void deliverOne() {
        List<ReplicaCluster.Packet> bag = cluster.bag;
        while (bag.size() > WIRE_MAX) {
            bag.remove(random.nextInt(bag.size()));
        }
        if (bag.isEmpty()) {
            return;
        }
        int range = random.nextInt(8) == 0 ? bag.size() : Math.min(4, bag.size());
        ReplicaCluster.Packet packet = bag.remove(random.nextInt(range));
        if (loses && random.nextInt(15) == 0) {
            return;
        }
        if (repeats && random.nextInt(10) == 0) {
            (random.nextBoolean() ? bag : late).add(packet);
        }
        cluster.deliver(packet);
    }

    private void checkReads() {
        for (ReadTicket ticket : cluster.reads) {
            if (ticket instanceof Read read && read.failure() == null && read.life == read.at.lives) {
                assertThat(read.at.replica.stores().users().published())
                        .as("read at %d", read.at.id)
                        .isGreaterThanOrEqualTo(read.atLeast);
                reads++;
            }
        }
        cluster.reads.clear();
        ClusterNode leader = cluster.leader();
        if (leader != null && leader.replica.raft().term() > highestTerm) {
            highestTerm = leader.replica.raft().term();
            leaders++;
        }
    }

    int installs() {
        return cluster.nodes.values().stream().mapToInt(node -> node.installs).sum();
    }

    /** All faults end. */
    void recover() throws IOException {
        Write probe = null;
        for (int round = 0; round < RECOVERY_ROUNDS; round++) {
            cluster.pass(100);
            checkReads();
            ClusterNode leader = cluster.leader();
            if (leader == null) {
                continue;
            }
            if (probe == null || probe.failure() != null) {
                write(leader);
                probe = writes.get(writes.size() - 1);
            } else if (probe.result() != null && allAgree(leader)) {
                checkAnswers(leader);
                return;
            }
        }
        throw new AssertionError("the cluster does not recover: "
                + cluster.nodes.values().stream()
                        .map(node -> "\n" + node.replica.raft().status() + " " + node.offers)
                        .toList());
    }

    private boolean allAgree(ClusterNode leader) {
        List<Object> state = leader.state();
        return members(leader).allMatch(node -> node.state().equals(state));
    }

    private java.util.stream.Stream<ClusterNode> members(ClusterNode leader) {
        return leader.replica.raft().configuration().members().stream().map(cluster::node);
    }

    private void checkAnswers(ClusterNode leader) throws IOException {
        cluster.pass(8_000);
        members(leader).forEach(node -> assertThat(node.replica.pendingProposals())
                .as("pending at %d", node.id)
                .isZero());
        var view = leader.replica.stores().users().openReads();
        for (Write write : writes) {
            List<KeyValue> found =
                    view.range(RangeRequest.of(KeyRange.single(write.key))).kvs();
            if (write.result() != null) {
                assertThat(found).as("acknowledged %s", write.key).hasSize(1);
                assertThat(found.get(0).modRevision()).isEqualTo(write.result().revision());
            } else if (write.failure() != null && NEVER.contains(write.failure())) {
                assertThat(found)
                        .as("%s, said to be lost: %s", write.key, write.failure())
                        .isEmpty();
            }
            found.forEach(
                    kv -> assertThat(kv.version()).as("writes of %s", write.key).isEqualTo(1));
        }
        view.close();
        members(leader).forEach(node -> node.replica.stores().users().verify());
    }
}
