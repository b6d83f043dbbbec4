/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.MemberInfo;
import io.kedge.model.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Replicas joined by a bag of messages that a test takes out in its own order. */
final class ReplicaCluster {

    record Forwarded(long from, Forward forward) {}

    record Packet(long to, Object body) {}

    final TreeMap<Long, ClusterNode> nodes = new TreeMap<>();
    final List<Packet> bag = new ArrayList<>();
    final List<ReadTicket> reads = new ArrayList<>();
    final List<LeaderMove> moves = new ArrayList<>();
    final List<MemberInfo> bootMembers = new ArrayList<>();
    final long seed;
    final SplittableRandom random;
    boolean strict;
    int reserveEntries = 5_000;
    long memtableBytes = 1 << 20;
    Predicate<Packet> drop = packet -> false;

    ReplicaCluster(long seed, int voters) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        for (long id = 1; id <= voters; id++) {
            bootMembers.add(new MemberInfo(id, "", List.of("http://m" + id), List.of(), false));
        }
    }

    ReplicaCluster start() {
        bootMembers.forEach(member -> add(member.id(), bootMembers));
        return this;
    }

    /** With no boot members: one that joins. */
    ClusterNode add(long id, List<MemberInfo> boot) {
        ClusterNode node = new ClusterNode(id, boot, this, (at, turn) -> {
            reads.addAll(turn.reads());
            moves.addAll(turn.peers().moves());
        });
        nodes.put(id, node);
        return node;
    }

    ReplicaOptions options(long id) {
        return ReplicaOptions.builder(id)
                .memory(memtableBytes, 1 << 16)
                .checkpointIntervalNanos(20_000 * ClusterNode.MILLI)
                .build();
    }

    ClusterNode node(long id) {
        return nodes.get(id);
    }

    void send(long to, Object body) {
        Packet packet = new Packet(to, body);
        if (!drop.test(packet)) {
            bag.add(packet);
        }
    }

    void deliver(Packet packet) {
        ClusterNode target = nodes.get(packet.to());
        if (target != null) {
            target.receive(packet.body());
        }
    }

    /** Until nobody has anything to do or to say. */
    void settle() throws IOException {
        do {
            List<Packet> all = List.copyOf(bag);
            bag.clear();
            all.forEach(this::deliver);
            for (ClusterNode node : nodes.values()) {
                node.settle();
            }
        } while (!bag.isEmpty());
    }

    /** Time passes at all members, a tick at a time. */
    void pass(long millis) throws IOException {
        for (long left = millis; left > 0; left -= 100) {
            for (ClusterNode node : nodes.values()) {
                node.tick(Math.min(left, 100));
            }
            settle();
        }
    }

    void elect(long id) throws IOException {
        node(id).replica.campaign(node(id).nowNanos);
        settle();
        if (!node(id).leads()) {
            throw new AssertionError(id + " was not elected");
        }
    }

    ClusterNode leader() {
        return nodes.values().stream()
                .filter(ClusterNode::leads)
                .max(java.util.Comparator.comparingLong(
                        node -> node.replica.raft().term()))
                .orElse(null);
    }

    Proposal propose(long at, Operation operation) {
        Proposal proposal = Driver.proposal(operation);
        node(at).replica.propose(proposal, node(at).nowNanos);
        return proposal;
    }

    /** Proposes and settles. */
    Proposal run(long at, Operation operation) throws IOException {
        Proposal proposal = propose(at, operation);
        settle();
        return proposal;
    }

    ReadTicket read(long at, ReadTicket ticket) throws IOException {
        node(at).replica.read(ticket);
        settle();
        return ticket;
    }

    void isolate(long id) {
        drop = packet -> packet.to() == id
                || packet.body() instanceof io.kedge.raft.Message message && message.from() == id
                || packet.body() instanceof Forwarded forwarded && forwarded.from() == id;
    }

    void heal() {
        drop = packet -> false;
    }
}
