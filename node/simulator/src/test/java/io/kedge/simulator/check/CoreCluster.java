/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.raft.Message;
import io.kedge.raft.membership.Configuration;
import io.kedge.simulator.net.Disruptions;
import io.kedge.simulator.net.Network;
import io.kedge.simulator.net.NetworkPlan;
import io.kedge.simulator.net.Schedule;
import io.kedge.simulator.net.Swarm;
import io.kedge.simulator.net.Trace;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Five cores on one schedule over one network, with crashes, pauses and slow disks; every event is checked. */
final class CoreCluster {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final List<Long> IDS = List.of(1L, 2L, 3L, 4L, 5L);

    /** Makes a member, sound or broken. */
    interface Maker {
        CoreMember make(long id, Configuration configuration, Consumer<Message> network, RaftInvariants invariants);
    }

    final Trace trace = Trace.digestOnly();
    final RaftInvariants invariants = new RaftInvariants();
    final Network<Message> network;
    final TreeMap<Long, CoreMember> members = new TreeMap<>();
    int crashes;
    private final Schedule schedule = new Schedule(trace);
    private final SplittableRandom random;
    private final Disruptions<Message> disruptions;
    private final boolean crashing;
    private final boolean pausing;
    private final long diskNanos;
    private boolean quiet;

    CoreCluster(long seed, Maker maker) {
        random = new SplittableRandom(seed);
        NetworkPlan plan = NetworkPlan.draw(random);
        network = new Network<>(schedule, random.split(), plan, IDS, this::receive);
        disruptions = new Disruptions<>(schedule, random.split(), network, plan, this::leader);
        crashing = random.nextBoolean();
        pausing = random.nextBoolean();
        diskNanos = Swarm.logUniform(100_000, 50 * MILLI, random);
        Configuration configuration = Configuration.ofVoters(1L, 2L, 3L, 4L, 5L);
        for (long id : IDS) {
            members.put(id, maker.make(id, configuration, message -> send(message), invariants));
        }
        members.values().forEach(this::start);
    }

    private void start(CoreMember member) {
        member.start(schedule.actor("m" + member.id + "." + (member.life + 1)));
        member.actor.every(100 * MILLI + random.nextLong(MILLI), "tick", () -> event(member, member.core::tick));
    }

    private void send(Message message) {
        if (!network.send(message.from(), message.to(), message)) {
            members.get(message.from()).core.reportUnreachable(message.to());
        }
    }

    private void receive(long from, long to, Message message) {
        CoreMember member = members.get(to);
        if (member.actor.isPaused()) {
            member.actor.after(0, "receive", () -> event(member, () -> member.core.step(message)));
        } else if (!member.actor.hasEnded()) {
            event(member, () -> member.core.step(message));
        }
    }

    private void event(CoreMember member, Runnable what) {
        long before = member.handedOver;
        what.run();
        member.pump();
        member.observe();
        for (long i = before; i < member.handedOver; i++) {
            member.actor.after(
                    Swarm.exponential(diskNanos, random), "disk", () -> event(member, member::completeAppend));
        }
        if (!member.toApply.isEmpty() && !member.applying) {
            member.applying = true;
            member.actor.after(random.nextLong(MILLI), "apply", () -> {
                member.applying = false;
                event(member, member::applyOne);
            });
        }
    }

    private long leader() {
        return members.values().stream()
                .filter(CoreMember::leads)
                .mapToLong(member -> member.id)
                .findFirst()
                .orElse(0);
    }

    void run(long seconds) {
        disruptions.start();
        schedule.actor("clients").every(40 * MILLI, "propose", () -> members.values().stream()
                .filter(CoreMember::leads)
                .filter(member -> !member.actor.isPaused())
                .toList()
                .forEach(member -> event(member, () -> member.core.propose(new byte[random.nextInt(9)]))));
        schedule.actor("readers").every(50 * MILLI, "read", () -> {
            CoreMember member = members.get(1 + random.nextLong(IDS.size()));
            if (!member.actor.hasEnded() && !member.actor.isPaused()) {
                event(member, member::read);
            }
        });
        schedule.actor("chaos").every(SECOND / 2, "chaos", this::chaos);
        schedule.runUntil(seconds * SECOND);
    }

    private void chaos() {
        CoreMember member = members.get(1 + random.nextLong(IDS.size()));
        if (quiet || member.actor.hasEnded()) {
            return;
        }
        if (crashing && random.nextInt(3) == 0) {
            crashes++;
            member.crash();
            schedule.after(1 + random.nextLong(3 * SECOND), "restart", () -> start(member));
        } else if (pausing && random.nextInt(3) == 0) {
            member.actor.pause(Swarm.logUniform(100 * MILLI, 5 * SECOND, random));
        }
    }

    /** All faults end; true if everybody then comes to the same place. */
    boolean recovers() {
        quiet = true;
        disruptions.end();
        network.calmDown();
        long before = invariants.highestCommitted();
        schedule.runUntil(schedule.nowNanos() + 10 * SECOND);
        return members.values().stream().allMatch(member -> member.core.appliedIndex() > before);
    }
}
