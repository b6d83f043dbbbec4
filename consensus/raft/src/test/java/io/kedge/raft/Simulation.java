/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;
import io.kedge.raft.membership.ConfigurationChange.Kind;
import io.kedge.raft.membership.ConfigurationChange.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * A cluster in which everything that may happen happens in an order drawn from one seed: loss, repetition, reordering
 * and late delivery, one-way cuts, crashes between the issue of a write and its completion, slow disks and
 * applications, changes of members, snapshots. Each seed enables its own subset. Then all faults end and the cluster
 * must recover.
 */
final class Simulation {
    private static final int MEMBERS = 5;
    private static final int WIRE_MAX = 400;

    private final SplittableRandom random;
    private final TreeMap<Long, TestMember> members = new TreeMap<>();
    private final List<Message> wire = new ArrayList<>();
    private final List<Message> late = new ArrayList<>();
    private final Safety safety = new Safety();
    private final Map<String, Long> openReads = new HashMap<>();
    private final boolean[][] cut = new boolean[MEMBERS + 1][MEMBERS + 1];

    private final boolean loses;
    private final boolean repeats;
    private final boolean crashes;
    private final boolean cuts;
    private final boolean changesMembers;
    private final boolean takesSnapshots;
    int answeredReads;

    Simulation(long seed) {
        random = new SplittableRandom(seed);
        int voters = random.nextBoolean() ? 3 : MEMBERS;
        loses = random.nextBoolean();
        repeats = random.nextBoolean();
        crashes = random.nextBoolean();
        cuts = random.nextBoolean();
        changesMembers = random.nextInt(3) == 0;
        takesSnapshots = random.nextBoolean();
        boolean rules = random.nextInt(4) != 0;
        Long[] ids = new Long[voters];
        for (int i = 0; i < voters; i++) {
            ids[i] = i + 1L;
        }
        for (long id = 1; id <= MEMBERS; id++) {
            long member = id;
            int inflight = 1 + random.nextInt(4);
            int reserve = random.nextInt(10);
            LongFunction<RaftOptions> options =
                    life -> RaftOptions.builder(member, (seed * 31 + member) * 1_000_003 + life)
                            .ticks(4, 1)
                            .electionRules(rules, rules)
                            .inflight(inflight, 500, 120)
                            .reserve(reserve, 2_000)
                            .build();
            members.put(id, new TestMember(id, options, Configuration.ofVoters(ids), this::send));
        }
    }

    private void send(Message message) {
        if (cut[(int) message.from()][(int) message.to()] || (loses && random.nextInt(10) == 0)) {
            return;
        }
        wire.add(message);
        if (repeats && random.nextInt(10) == 0) {
            (random.nextBoolean() ? wire : late).add(message);
        }
    }

    void run(int events) {
        for (int i = 0; i < events; i++) {
            TestMember member = members.get(1 + random.nextLong(MEMBERS));
            event(member);
            check(member);
        }
    }

    private void check(TestMember member) {
        member.pump();
        safety.check(members.values(), member);
        for (ReadState read : member.reads) {
            Long atLeast = openReads.remove(member.id + ":" + read.number());
            assertThat(atLeast).as("read %s answered once", read).isNotNull();
            assertThat(read.index())
                    .as("read %s at %s is fresh", read, member.id)
                    .isGreaterThanOrEqualTo(atLeast);
            answeredReads++;
        }
        member.reads.clear();
        member.failedReads.forEach(read -> openReads.remove(member.id + ":" + read.number()));
        member.failedReads.clear();
    }

    private void event(TestMember member) {
        int draw = random.nextInt(100);
        if (draw < 45) {
            for (int burst = random.nextInt(6); burst >= 0; burst--) {
                deliverOne();
            }
        } else if (draw < 62) {
            member.core.tick();
        } else if (draw < 77) {
            if (!member.appends.isEmpty()) {
                member.completeAppend();
            }
        } else if (draw < 85) {
            if (!member.toApply.isEmpty()) {
                member.applyOne();
            }
        } else if (draw < 91) {
            proposeEverywhere();
        } else if (draw < 94) {
            read(member);
        } else if (draw < 96) {
            fetchSnapshot(member);
        } else {
            rareEvent(member, random.nextInt(8));
        }
    }

    /** At everybody who believes to lead. */
    private void proposeEverywhere() {
        for (TestMember member : members.values()) {
            if (member.leads()) {
                member.core.propose(new byte[random.nextInt(60)]);
                check(member);
            }
        }
    }

    private void rareEvent(TestMember member, int kind) {
        switch (kind) {
            case 0 -> {
                if (crashes) {
                    forgetReads(member);
                    member.crash();
                }
            }
            case 1 -> {
                if (crashes) {
                    forgetReads(member);
                    member.writeAndCrash();
                }
            }
            case 2 -> changeCut();
            case 3 -> changeMembers(member);
            case 4 -> {
                if (takesSnapshots) {
                    member.flush();
                }
            }
            case 5 -> member.core.transferLeadership(1 + random.nextLong(MEMBERS));
            case 6 -> member.core.reportUnreachable(1 + random.nextLong(MEMBERS));
            default -> {
                if (!late.isEmpty()) {
                    wire.add(late.remove(random.nextInt(late.size())));
                }
            }
        }
    }

    private void deliverOne() {
        if (wire.isEmpty()) {
            return;
        }
        if (wire.size() > WIRE_MAX) {
            wire.remove(random.nextInt(wire.size()));
        }
        // Mostly the oldest few, sometimes any: reordering without starving everything.
        int range = random.nextInt(8) == 0 ? wire.size() : Math.min(4, wire.size());
        Message message = wire.remove(random.nextInt(range));
        TestMember target = members.get(message.to());
        target.core.step(message);
        check(target);
    }

    private void read(TestMember member) {
        long before = safety.highestCommitted();
        long number = member.core.readIndex();
        if (number > 0) {
            openReads.put(member.id + ":" + number, before);
        }
    }

    private void forgetReads(TestMember member) {
        openReads.keySet().removeIf(key -> key.startsWith(member.id + ":"));
    }

    private void fetchSnapshot(TestMember member) {
        if (!member.offers.isEmpty()) {
            Message.SnapshotOffer offer = member.offers.remove(0);
            TestMember.Snapshot fetched = members.get(offer.from()).snapshot;
            if (fetched.mark().index() >= offer.index() && random.nextInt(4) != 0) {
                member.install(fetched);
            } else {
                member.core.snapshotFailed();
            }
        }
    }

    private void changeCut() {
        if (!cuts) {
            return;
        }
        int from = 1 + random.nextInt(MEMBERS);
        int to = 1 + random.nextInt(MEMBERS);
        boolean on = random.nextBoolean();
        cut[from][to] = on;
        if (random.nextBoolean()) {
            cut[to][from] = on;
        }
    }

    private void changeMembers(TestMember member) {
        if (!changesMembers || !member.leads()) {
            return;
        }
        Step one = randomStep();
        Step two = randomStep();
        if (random.nextBoolean()) {
            member.core.proposeConfiguration(ConfigurationChange.joint(one, two));
        } else {
            member.core.proposeConfiguration(
                    switch (one.kind()) {
                        case ADD_VOTER -> ConfigurationChange.addVoter(one.memberId());
                        case ADD_LEARNER -> ConfigurationChange.addLearner(one.memberId());
                        case REMOVE -> ConfigurationChange.remove(one.memberId());
                    });
        }
    }

    private Step randomStep() {
        int kind = random.nextInt(4);
        return new Step(
                kind < 2 ? Kind.ADD_VOTER : kind == 2 ? Kind.ADD_LEARNER : Kind.REMOVE, 1 + random.nextLong(MEMBERS));
    }

    /** All faults end: one leader, a new entry applied by every member of the group, no joint configuration left. */
    void recover() {
        for (boolean[] row : cut) {
            java.util.Arrays.fill(row, false);
        }
        long proposed = 0;
        for (int round = 0; round < 600; round++) {
            for (TestMember member : members.values()) {
                member.core.tick();
                drain(member);
            }
            for (int i = 0; i < 30; i++) {
                deliverBatch();
                members.values().forEach(this::drain);
            }
            TestMember leader = leader();
            if (leader != null && proposed > 0 && everybodyApplied(leader, proposed)) {
                return;
            }
            if (leader != null && round % 20 == 19) {
                proposed = Math.max(proposed, leader.core.propose(new byte[] {1}));
            }
        }
        throw new AssertionError("the cluster does not recover: "
                + members.values().stream()
                        .map(member -> "\n" + member.core.status())
                        .toList());
    }

    private void deliverBatch() {
        List<Message> batch = List.copyOf(wire);
        wire.clear();
        for (Message message : batch) {
            TestMember target = members.get(message.to());
            target.core.step(message);
            check(target);
        }
    }

    private void drain(TestMember member) {
        member.pump();
        while (!member.appends.isEmpty()) {
            member.completeAppend();
        }
        member.applyAll();
        while (!member.offers.isEmpty()) {
            Message.SnapshotOffer offer = member.offers.remove(0);
            member.install(members.get(offer.from()).snapshot);
        }
        check(member);
    }

    private TestMember leader() {
        return members.values().stream()
                .filter(TestMember::leads)
                .max(java.util.Comparator.comparingLong(member -> member.core.term()))
                .orElse(null);
    }

    private boolean everybodyApplied(TestMember leader, long index) {
        Configuration configuration = leader.core.configuration();
        return !configuration.isJoint()
                && configuration.members().stream()
                        .allMatch(id -> members.get(id).core.appliedIndex() >= index);
    }
}
