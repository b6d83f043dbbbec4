/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.membership.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Members joined by a network that delivers in order, except what a filter drops. */
final class TestCluster {
    final TreeMap<Long, TestMember> members = new TreeMap<>();
    final List<Message> wire = new ArrayList<>();
    /** Everything that was ever sent, also what was dropped. */
    final List<Message> sent = new ArrayList<>();

    Predicate<Message> drop = message -> false;
    private final UnaryOperator<RaftOptions.Builder> settings;

    TestCluster(long... voters) {
        this(options -> options, voters);
    }

    TestCluster(UnaryOperator<RaftOptions.Builder> settings, long... voters) {
        this.settings = settings;
        Long[] ids = new Long[voters.length];
        for (int i = 0; i < voters.length; i++) {
            ids[i] = voters[i];
        }
        for (long id : voters) {
            add(id, Configuration.ofVoters(ids));
        }
    }

    TestMember add(long id, Configuration bootstrap) {
        TestMember member = new TestMember(
                id,
                life -> settings.apply(RaftOptions.builder(id, 7 * id * 1_000_003 + life))
                        .build(),
                bootstrap,
                this::send);
        members.put(id, member);
        return member;
    }

    private void send(Message message) {
        sent.add(message);
        if (!drop.test(message)) {
            wire.add(message);
        }
    }

    TestMember member(long id) {
        return members.get(id);
    }

    RaftCore core(long id) {
        return member(id).core;
    }

    /** Delivers, persists and applies until nothing moves. */
    void settle() {
        for (int rounds = 0; rounds < 10_000; rounds++) {
            boolean moved = false;
            for (TestMember member : members.values()) {
                member.pump();
                moved |= !member.appends.isEmpty() || !member.toApply.isEmpty() || !member.offers.isEmpty();
                while (!member.appends.isEmpty()) {
                    member.completeAppend();
                }
                member.applyAll();
                fetchSnapshots(member);
            }
            moved |= !wire.isEmpty();
            deliverAll();
            if (!moved) {
                return;
            }
        }
        throw new AssertionError("the cluster does not come to rest");
    }

    private void fetchSnapshots(TestMember member) {
        List<Message.SnapshotOffer> offers = List.copyOf(member.offers);
        member.offers.clear();
        for (Message.SnapshotOffer offer : offers) {
            member.install(member(offer.from()).snapshot);
        }
    }

    void deliverAll() {
        List<Message> batch = List.copyOf(wire);
        wire.clear();
        batch.forEach(this::deliver);
    }

    void deliver(Message message) {
        TestMember target = members.get(message.to());
        if (target != null) {
            target.core.step(message);
            target.pump();
        }
    }

    void tick(long id, int ticks) {
        for (int i = 0; i < ticks; i++) {
            core(id).tick();
            member(id).pump();
        }
    }

    /** One tick everywhere, then rest; {@code ticks} times. */
    void tickAll(int ticks) {
        for (int i = 0; i < ticks; i++) {
            members.keySet().forEach(id -> tick(id, 1));
            settle();
        }
    }

    /** Makes {@code id} leader; others must have lost interest in another one. */
    TestCluster elect(long id) {
        core(id).campaign();
        settle();
        if (!member(id).leads()) {
            throw new AssertionError(id + " was not elected");
        }
        return this;
    }

    long propose(long id, String command) {
        long index = core(id).propose(command.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        member(id).pump();
        return index;
    }

    void isolate(long id) {
        drop = message -> message.from() == id || message.to() == id;
    }

    void heal() {
        drop = message -> false;
    }

    /** Messages of one kind sent so far. */
    <M extends Message> List<M> sent(Class<M> kind) {
        return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
