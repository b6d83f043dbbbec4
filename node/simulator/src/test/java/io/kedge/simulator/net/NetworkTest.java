/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final List<Long> MEMBERS = List.of(1L, 2L, 3L, 4L, 5L);

    private record Arrival(long from, long to, int number, long afterNanos) {}

    private static final int ROUNDS = 2_500;
    private static final int ALL = ROUNDS * 20;

    /** One run: everybody sends to everybody every four milliseconds, ten seconds long; then comes a long silence. */
    private static final class Run {
        final Trace trace = Trace.digestOnly();
        final Schedule schedule = new Schedule(trace);
        final List<Arrival> arrivals = new ArrayList<>();
        final List<Long> sentAt = new ArrayList<>();
        final Network<Integer> network;
        final Disruptions<Integer> disruptions;
        final Set<String> closed = new HashSet<>();
        int refused;

        Run(long seed, NetworkPlan plan) {
            SplittableRandom random = new SplittableRandom(seed);
            network = new Network<>(schedule, random.split(), plan, MEMBERS, this::receive);
            disruptions = new Disruptions<>(schedule, random.split(), network, plan, () -> 3L);
            disruptions.start();
        }

        private void receive(long from, long to, int number) {
            arrivals.add(new Arrival(from, to, number, schedule.nowNanos() - sentAt.get(number)));
        }

        Run send(int rounds) {
            Actor clients = schedule.actor("clients");
            clients.every(4 * MILLI, "send", this::sendAll);
            schedule.runUntil(schedule.nowNanos() + rounds * 4 * MILLI);
            clients.end();
            schedule.runUntil(schedule.nowNanos() + 120 * SECOND);
            return this;
        }

        private void sendAll() {
            for (long from : MEMBERS) {
                for (long to : MEMBERS) {
                    if (from != to) {
                        sentAt.add(schedule.nowNanos());
                        refused += network.send(from, to, sentAt.size() - 1) ? 0 : 1;
                        if (!network.isOpen(from, to)) {
                            closed.add(from + ">" + to);
                        }
                    }
                }
            }
        }

        long of(NetworkFault fault) {
            return network.counts().of(fault);
        }

        /** Arrivals behind a newer one of their link. */
        long overtaken() {
            long overtaken = 0;
            for (long from : MEMBERS) {
                for (long to : MEMBERS) {
                    int newest = -1;
                    for (Arrival arrival : arrivals) {
                        if (arrival.from() == from && arrival.to() == to) {
                            overtaken += arrival.number() < newest ? 1 : 0;
                            newest = Math.max(newest, arrival.number());
                        }
                    }
                }
            }
            return overtaken;
        }

        long distinct() {
            return arrivals.stream().map(Arrival::number).distinct().count();
        }
    }

    private static NetworkPlan plan(NetworkFault... faults) {
        return new NetworkPlan(
                Set.of(faults), 500, 500, 100, 100, MILLI, 2 * MILLI, SECOND, 60 * SECOND, SECOND, 300 * MILLI);
    }

    private static Run run(NetworkFault... faults) {
        return new Run(1, plan(faults)).send(ROUNDS);
    }

    @Test
    void aCalmNetworkDeliversAllInOrder() {
        Run run = run();
        assertThat(run.arrivals).hasSize(ALL);
        assertThat(run.distinct()).isEqualTo(ALL);
        assertThat(run.overtaken()).isZero();
        assertThat(run.closed).isEmpty();
        assertThat(run.arrivals).allMatch(arrival -> arrival.afterNanos() >= MILLI && arrival.afterNanos() < SECOND);
        assertThatThrownBy(() -> run.network.send(1, 9, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void loses() {
        Run run = run(NetworkFault.LOSS);
        assertThat(run.distinct()).isBetween(46_500L, 48_500L);
        assertThat(run.of(NetworkFault.LOSS)).isEqualTo(ALL - run.arrivals.size());
    }

    @Test
    void doubles() {
        Run run = run(NetworkFault.DUPLICATE);
        assertThat(run.distinct()).isEqualTo(ALL);
        assertThat(run.arrivals).hasSize(ALL + (int) run.of(NetworkFault.DUPLICATE));
        assertThat(run.of(NetworkFault.DUPLICATE)).isGreaterThan(500);
        assertThat(run.overtaken()).isZero();
    }

    @Test
    void reorders() {
        Run run = run(NetworkFault.REORDER);
        assertThat(run.overtaken()).isGreaterThan(2_000).isEqualTo(run.of(NetworkFault.REORDER));
        assertThat(run.distinct()).isEqualTo(ALL);
    }

    @Test
    void spikesWithoutReorderingHoldUpTheLink() {
        Run run = run(NetworkFault.DELAY_SPIKE);
        assertThat(run.of(NetworkFault.DELAY_SPIKE)).isGreaterThan(200);
        assertThat(run.arrivals).anyMatch(arrival -> arrival.afterNanos() > SECOND);
        assertThat(run.overtaken()).isZero();
    }

    @Test
    void copiesComeVeryLate() {
        Run run = run(NetworkFault.LATE_DELIVERY);
        assertThat(run.arrivals).hasSize(ALL + (int) run.of(NetworkFault.LATE_DELIVERY));
        assertThat(run.arrivals.stream().filter(arrival -> arrival.afterNanos() > 30 * SECOND))
                .hasSizeGreaterThan(100);
        assertThat(run.arrivals.stream().map(Arrival::afterNanos).max(Comparator.naturalOrder()))
                .hasValueSatisfying(latest -> assertThat(latest).isLessThanOrEqualTo(66 * SECOND));
    }

    @Test
    void partitions() {
        Run run = run(NetworkFault.SYMMETRIC_PARTITION);
        assertThat(run.of(NetworkFault.SYMMETRIC_PARTITION)).isGreaterThan(3);
        assertThat(run.network.counts().blocked()).isGreaterThan(100).isEqualTo(ALL - run.arrivals.size());
        assertThat(run.closed).isNotEmpty().allMatch(link -> run.closed.contains(reverse(link)));
        assertThat(run.refused).isZero();
    }

    private static String reverse(String link) {
        return link.charAt(2) + ">" + link.charAt(0);
    }

    @Test
    void tellsSendersOfCutLinks() {
        Run run = run(NetworkFault.SYMMETRIC_PARTITION, NetworkFault.SENDER_ERROR);
        assertThat(run.refused).isGreaterThan(10).isEqualTo((int) run.of(NetworkFault.SENDER_ERROR));
        assertThat((long) run.refused).isLessThan(run.network.counts().blocked());
    }

    /** Links closed while the first disruption of a kind lasts. */
    private static Set<String> firstClosed(long seed, NetworkFault fault) {
        Run run = new Run(seed, plan(fault));
        while (run.closed.isEmpty()) {
            run.schedule.runUntil(run.schedule.nowNanos() + MILLI);
            run.sendAll();
        }
        assertThat(run.of(fault)).isPositive();
        return run.closed;
    }

    @Test
    void cutsOneWay() {
        int deaf = 0;
        int mute = 0;
        for (long seed = 1; seed <= 40; seed++) {
            Set<String> closed = firstClosed(seed, NetworkFault.ONE_WAY_CUT);
            assertThat(closed).as("seed %s", seed).noneMatch(link -> closed.contains(reverse(link)));
            mute += closed.stream().map(link -> link.charAt(0)).distinct().count() == 1 ? 1 : 0;
            deaf += closed.stream().map(link -> link.charAt(2)).distinct().count() == 1 ? 1 : 0;
        }
        assertThat(deaf).isGreaterThan(5);
        assertThat(mute).isGreaterThan(5);
    }

    /** Two are cut from each other and one member still reaches everybody. */
    @Test
    void cutsInPart() {
        for (long seed = 1; seed <= 40; seed++) {
            Set<String> closed = firstClosed(seed, NetworkFault.PARTIAL_PARTITION);
            assertThat(closed).as("seed %s", seed).allMatch(link -> closed.contains(reverse(link)));
            assertThat(MEMBERS).as("seed %s", seed).anyMatch(member -> closed.stream()
                    .noneMatch(link -> link.contains(member.toString())));
        }
    }

    @Test
    void isolatesTheLeader() {
        Set<Set<String>> ways = new HashSet<>();
        for (long seed = 1; seed <= 40; seed++) {
            Set<String> closed = firstClosed(seed, NetworkFault.ISOLATE_LEADER);
            assertThat(closed).as("seed %s", seed).allMatch(link -> link.contains("3"));
            ways.add(closed);
        }
        assertThat(ways).extracting(Set::size).containsExactlyInAnyOrder(4, 4, 8);
    }

    @Test
    void clogsAndLetsGoAtOnce() {
        Run run = run(NetworkFault.CLOG);
        assertThat(run.of(NetworkFault.CLOG)).isGreaterThan(3);
        assertThat(run.network.counts().held()).isGreaterThan(300);
        assertThat(run.distinct()).isEqualTo(ALL);
        assertThat(run.overtaken()).isZero();
        assertThat(run.closed).isNotEmpty();
    }

    @Test
    void swizzles() {
        Run run = run(NetworkFault.SWIZZLE_CLOG);
        assertThat(run.of(NetworkFault.SWIZZLE_CLOG)).isGreaterThan(3);
        assertThat(run.network.counts().held()).isGreaterThan(300);
        assertThat(run.distinct()).isEqualTo(ALL);
        assertThat(run.closed.size()).isBetween(6, 20);
    }

    @Test
    void allEndsWhenItIsToldTo() {
        for (long seed = 1; seed <= 50; seed++) {
            Run run = new Run(seed, plan(NetworkFault.values()));
            run.schedule.runUntil(seed * 700 * MILLI);
            run.disruptions.end();
            run.network.calmDown();
            int before = run.arrivals.size();
            run.closed.clear();
            run.schedule.runUntil(run.schedule.nowNanos() + 200 * SECOND);
            run.sendAll();
            run.schedule.runUntil(run.schedule.nowNanos() + SECOND);
            assertThat(run.closed).as("seed %s", seed).isEmpty();
            assertThat(run.arrivals).as("seed %s", seed).hasSize(before + 20);
        }
    }

    @Test
    void aSeedIsARun() {
        Set<Long> digests = new HashSet<>();
        for (long seed = 1; seed <= 20; seed++) {
            NetworkPlan plan = NetworkPlan.draw(new SplittableRandom(seed));
            Run run = new Run(seed, plan).send(500);
            Run again = new Run(seed, plan).send(500);
            assertThat(again.trace.digest()).as("seed %s", seed).isEqualTo(run.trace.digest());
            assertThat(again.arrivals).as("seed %s", seed).isEqualTo(run.arrivals);
            assertThat(run.network.counts())
                    .asString()
                    .isEqualTo(again.network.counts().toString());
            digests.add(run.trace.digest());
        }
        assertThat(digests).hasSize(20);
    }

    /** Every fault is in some plans and missing in some; some plans have none, some all. */
    @Test
    void aSwarmDrawsEverySubset() {
        int[] with = new int[NetworkFault.values().length];
        Set<Integer> sizes = new HashSet<>();
        for (long seed = 1; seed <= 1_000; seed++) {
            NetworkPlan plan = NetworkPlan.draw(new SplittableRandom(seed));
            plan.faults().forEach(fault -> with[fault.ordinal()]++);
            sizes.add(plan.faults().size());
            assertThat(plan.lossRate()).isBetween(10, 2_000);
        }
        assertThat(with).doesNotContain(0);
        for (int count : with) {
            assertThat(count).isBetween(350, 650);
        }
        assertThat(sizes).contains(0, 5, 6, 7, NetworkFault.values().length);
    }
}
