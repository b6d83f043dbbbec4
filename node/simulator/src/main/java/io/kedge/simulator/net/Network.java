/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import io.kedge.simulator.net.Link.Letter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Members joined by links, one for each direction, with the faults of a plan. A message meets them in this order: a cut
 * link when it is sent, loss, doubling, delay, and at its arrival a clogged or a cut link.
 *
 * @param <M> messages; never looked into
 */
public final class Network<M> {

    /** Messages that one clogged link holds; the next ones are lost. */
    static final int HELD_MAX = 10_000;

    private static final int RATE_BASE = 10_000;

    /** Who gets the messages. */
    @FunctionalInterface
    public interface Receiver<M> {
        void receive(long from, long to, M message);
    }

    private final Schedule schedule;
    private final SplittableRandom random;
    private final Receiver<M> receiver;
    private final TreeMap<Long, TreeMap<Long, Link<M>>> links = new TreeMap<>();
    private final NetworkCounts counts = new NetworkCounts();
    private NetworkPlan plan;

    /** @param random this network's own; every send draws from it */
    public Network(
            Schedule schedule, SplittableRandom random, NetworkPlan plan, List<Long> members, Receiver<M> receiver) {
        this.schedule = schedule;
        this.random = random;
        this.plan = plan;
        this.receiver = receiver;
        for (long from : members) {
            for (long to : members) {
                if (from != to) {
                    links.computeIfAbsent(from, id -> new TreeMap<>()).put(to, new Link<>(from, to));
                }
            }
        }
    }

    /** Sends; false if the sender learns at once that the other is out of reach. */
    public boolean send(long from, long to, M message) {
        Link<M> link = link(from, to);
        counts.addSent();
        if (link.isCut()) {
            counts.addBlocked();
            boolean told = plan.has(NetworkFault.SENDER_ERROR) && random.nextBoolean();
            if (told) {
                counts.happened(NetworkFault.SENDER_ERROR);
            }
            return !told;
        }
        Letter<M> letter = link.letter(message);
        if (hits(NetworkFault.LATE_DELIVERY, plan.lateRate())) {
            long late = plan.lateNanos() / 10 + random.nextLong(plan.lateNanos());
            schedule.after(late, "late " + link.name, () -> arrive(link, letter));
        }
        if (hits(NetworkFault.LOSS, plan.lossRate())) {
            return true;
        }
        travel(link, letter);
        if (hits(NetworkFault.DUPLICATE, plan.duplicateRate())) {
            travel(link, letter);
        }
        return true;
    }

    private void travel(Link<M> link, Letter<M> letter) {
        long delay = plan.delayNanos() + Swarm.exponential(plan.jitterNanos(), random);
        if (hits(NetworkFault.DELAY_SPIKE, plan.spikeRate())) {
            delay += Swarm.exponential(plan.spikeNanos(), random);
        }
        long arrival = schedule.nowNanos() + delay;
        if (!plan.has(NetworkFault.REORDER)) {
            arrival = link.inOrder(arrival);
        }
        String what = link.name + " " + letter.message().getClass().getSimpleName();
        schedule.after(arrival - schedule.nowNanos(), what, () -> arrive(link, letter));
    }

    private boolean hits(NetworkFault fault, int rate) {
        boolean hit = plan.has(fault) && random.nextInt(RATE_BASE) < rate;
        if (hit) {
            counts.happened(fault);
        }
        return hit;
    }

    private void arrive(Link<M> link, Letter<M> letter) {
        if (link.isCut() || link.heldCount() >= HELD_MAX) {
            counts.addBlocked();
        } else if (link.isClogged()) {
            counts.addHeld();
            link.hold(letter);
        } else {
            deliver(link, letter);
        }
    }

    private void deliver(Link<M> link, Letter<M> letter) {
        counts.addDelivered();
        if (link.deliveredBehind(letter) && plan.has(NetworkFault.REORDER)) {
            counts.happened(NetworkFault.REORDER);
        }
        receiver.receive(link.from, link.to, letter.message());
    }

    /** Whether nothing stands between two members, in this direction. */
    public boolean isOpen(long from, long to) {
        return !link(from, to).isCut() && !link(from, to).isClogged();
    }

    /** All faults of single messages end too; what is under way still comes. Disruptions are ended by whoever began. */
    public void calmDown() {
        plan = NetworkPlan.calm();
    }

    public NetworkCounts counts() {
        return counts;
    }

    List<Long> members() {
        return List.copyOf(links.keySet());
    }

    List<Link<M>> links() {
        List<Link<M>> all = new ArrayList<>();
        links.values().stream().map(TreeMap::values).forEach(all::addAll);
        return all;
    }

    /** Lets a link go, once nothing clogs it: everything held arrives at this instant. */
    void unclog(Link<M> link) {
        link.clog(-1);
        if (!link.isClogged()) {
            Collection<Letter<M>> burst = link.release();
            schedule.note("burst " + link.name + " of " + burst.size());
            burst.forEach(letter -> arrive(link, letter));
        }
    }

    private Link<M> link(long from, long to) {
        TreeMap<Long, Link<M>> outgoing = links.get(from);
        Link<M> link = outgoing == null ? null : outgoing.get(to);
        if (link == null) {
            throw new IllegalArgumentException("no link from " + from + " to " + to);
        }
        return link;
    }
}
