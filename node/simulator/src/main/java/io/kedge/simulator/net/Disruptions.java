/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Cuts and clogs of a network, begun and ended by chance as a plan says. They may overlap.
 *
 * @param <M> the network's messages
 */
public final class Disruptions<M> {

    private static final List<NetworkFault> KINDS = List.of(
            NetworkFault.SYMMETRIC_PARTITION,
            NetworkFault.ONE_WAY_CUT,
            NetworkFault.PARTIAL_PARTITION,
            NetworkFault.CLOG,
            NetworkFault.SWIZZLE_CLOG);

    private final Schedule schedule;
    private final SplittableRandom random;
    private final Network<M> network;
    private final NetworkPlan plan;
    private final LongSupplier leader;
    private final List<NetworkFault> kinds;
    /** What still has to be undone. */
    private final List<Runnable> open = new ArrayList<>();

    private boolean ended;

    /** @param leader who leads, as far as the simulator knows, or 0 */
    public Disruptions(
            Schedule schedule, SplittableRandom random, Network<M> network, NetworkPlan plan, LongSupplier leader) {
        this.schedule = schedule;
        this.random = random;
        this.network = network;
        this.plan = plan;
        this.leader = leader;
        this.kinds = KINDS.stream().filter(plan::has).toList();
    }

    /** Begins; without a kind in the plan nothing ever happens. */
    public void start() {
        if (!kinds.isEmpty() || plan.has(NetworkFault.ISOLATE_LEADER)) {
            next();
        }
    }

    /** Every link is free again, what was held arrives now, and nothing more begins. */
    public void end() {
        ended = true;
        List.copyOf(open).forEach(Runnable::run);
    }

    private void next() {
        schedule.after(Swarm.exponential(plan.calmNanos(), random), "disruption", () -> {
            if (!ended) {
                choose();
                next();
            }
        });
    }

    private void choose() {
        long leads = leader.getAsLong();
        if (plan.has(NetworkFault.ISOLATE_LEADER) && (kinds.isEmpty() || random.nextBoolean())) {
            if (leads != 0) {
                began(NetworkFault.ISOLATE_LEADER, leads);
                isolate(leads);
            }
            return;
        }
        List<Long> members = network.members();
        long victim = members.get(random.nextInt(members.size()));
        NetworkFault kind = kinds.get(random.nextInt(kinds.size()));
        began(kind, victim);
        begin(kind, victim);
    }

    private void began(NetworkFault kind, long victim) {
        network.counts().happened(kind);
        schedule.note("* " + kind + " around m" + victim);
    }

    private void begin(NetworkFault kind, long victim) {
        Set<Long> side = side(victim);
        switch (kind) {
            case SYMMETRIC_PARTITION -> cut(link -> side.contains(link.from) != side.contains(link.to));
            case ONE_WAY_CUT -> {
                boolean deaf = random.nextBoolean();
                cut(link -> (deaf ? link.to : link.from) == victim && !side.contains(deaf ? link.from : link.to));
            }
            // The victim is the one in the middle.
            case PARTIAL_PARTITION ->
                cut(link ->
                        link.from != victim && link.to != victim && side.contains(link.from) != side.contains(link.to));
            case CLOG -> clog(link -> link.from == victim || link.to == victim);
            default -> swizzle();
        }
    }

    /** Deaf, mute or both; held up instead where clogs are the only other disruption. */
    private void isolate(long victim) {
        if (kinds.equals(List.of(NetworkFault.CLOG))) {
            begin(NetworkFault.CLOG, victim);
            return;
        }
        int how = random.nextInt(3);
        cut(link -> (how != 0 && link.from == victim) || (how != 1 && link.to == victim));
    }

    /** The victim, and each other member by even odds, never all; half of the time the victim alone. */
    private Set<Long> side(long victim) {
        Set<Long> side = new HashSet<>();
        List<Long> others = new ArrayList<>(network.members());
        others.remove(victim);
        if (!others.isEmpty()) {
            others.remove(random.nextInt(others.size()));
        }
        boolean alone = random.nextBoolean();
        others.removeIf(other -> alone || random.nextBoolean());
        side.add(victim);
        side.addAll(others);
        return side;
    }

    private void cut(Predicate<Link<M>> chosen) {
        List<Link<M>> links = network.links().stream().filter(chosen).toList();
        links.forEach(link -> link.cut(1));
        undoLater(duration(), "cut over", () -> links.forEach(link -> link.cut(-1)));
    }

    private void clog(Predicate<Link<M>> chosen) {
        List<Link<M>> links = network.links().stream().filter(chosen).toList();
        links.forEach(link -> link.clog(1));
        undoLater(duration(), "clog over", () -> links.forEach(network::unclog));
    }

    /** A random set of links, clogged one after the other and freed in another order. */
    private void swizzle() {
        List<Link<M>> links = new ArrayList<>(network.links());
        links.removeIf(link -> random.nextBoolean());
        long length = duration();
        long at = 0;
        for (Link<M> link : shuffled(links)) {
            long begin = at;
            schedule.after(begin, "swizzle " + link.name, () -> {
                if (!ended) {
                    link.clog(1);
                    undoLater(length - begin + random.nextLong(length + 1), "unswizzle", () -> network.unclog(link));
                }
            });
            at += random.nextLong(length / Math.max(1, links.size()) + 1);
        }
    }

    private List<Link<M>> shuffled(List<Link<M>> links) {
        List<Link<M>> order = new ArrayList<>(links);
        Collections.shuffle(order, new Random(random.nextLong()));
        return order;
    }

    private long duration() {
        return 1 + Swarm.exponential(plan.disruptionNanos(), random);
    }

    private void undoLater(long delayNanos, String what, Runnable undo) {
        open.add(undo);
        schedule.after(delayNanos, what, () -> finish(undo));
        if (ended) {
            finish(undo);
        }
    }

    private void finish(Runnable undo) {
        if (open.remove(undo)) {
            undo.run();
        }
    }
}
