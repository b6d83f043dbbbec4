/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.model.MemberInfo;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.Turn;
import io.kedge.simulator.check.Budget;
import io.kedge.simulator.check.KvModel;
import io.kedge.simulator.check.Linearizability;
import io.kedge.simulator.check.PastReads;
import io.kedge.simulator.check.RaftInvariants;
import io.kedge.simulator.check.Verdict;
import io.kedge.simulator.check.WatchFault;
import io.kedge.simulator.history.History;
import io.kedge.simulator.net.Disruptions;
import io.kedge.simulator.net.Network;
import io.kedge.simulator.net.Schedule;
import io.kedge.simulator.net.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a cluster from one seed. First {@code events} events with faults, in which nothing wrong may be seen; then
 * all faults end, and within a minute there must be one leader, all logs and states must be equal, and a write and a
 * linearizable read at each member succeed; last the clients' histories and the watches are judged.
 */
final class ClusterSimulation implements ClusterWorld {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long CALM_NANOS = 60 * SECOND;
    private static final int SPARES = 4;
    private static final int CLIENTS = 5;
    private static final int WATCHES = 4;
    private static final int LINES_KEPT = 60;
    private static final int OPERATIONS_MIN = 210;
    private static final int OVERTIME_MAX = 20;
    private static final long JUDGE_STEPS = 200_000;

    /** Makes a member, sound or broken. */
    interface Maker {
        ClusterMember make(long id, List<MemberInfo> boot, ClusterWorld world, SplittableRandom random)
                throws IOException;
    }

    private final long seed;
    private final Maker maker;
    private final Trace trace;
    private final ArrayDeque<String> lastLines = new ArrayDeque<>();
    private final Schedule schedule;
    private final SplittableRandom random;
    private final ClusterPlan plan;
    private final Network<Object> network;
    private final Disruptions<Object> disruptions;
    private final RaftInvariants invariants = new RaftInvariants();
    private final ClusterTotals totals = new ClusterTotals();
    private final TreeMap<Long, ClusterMember> members = new TreeMap<>();
    private final List<Long> ids;
    private final TrueEvents events = new TrueEvents();
    private final Set<Long> termsLed = new TreeSet<>();
    private final Clients clients;
    private final LeaseClients leaseClients;
    private final Watchers watchers;
    private final Operator operator;
    private final Chaos chaos;
    private long compacted;
    private String phase = "start";

    /** @param reader of the whole trace, line by line */
    ClusterSimulation(long seed, Profile profile, Maker maker, Consumer<String> reader) {
        this.seed = seed;
        this.maker = maker;
        trace = Trace.to(line -> {
            if (lastLines.size() == LINES_KEPT) {
                lastLines.remove();
            }
            lastLines.add(line);
            reader.accept(line);
        });
        schedule = new Schedule(trace);
        random = new SplittableRandom(seed);
        plan = profile.of(ClusterPlan.draw(random));
        ids = LongStream.rangeClosed(1, plan.voters() + SPARES).boxed().toList();
        network = new Network<>(schedule, random.split(), plan.network(), ids, this::receive);
        disruptions = new Disruptions<>(schedule, random.split(), network, plan.network(), this::leaderId);
        clients = new Clients(this, random.split());
        leaseClients = new LeaseClients(this, random.split(), clients, ids);
        watchers = new Watchers(this, random.split());
        operator = new Operator(this, random.split(), ids, id -> start(id, List.of()));
        chaos = new Chaos(this, random.split(), members);
    }

    ClusterSimulation(long seed, Maker maker) {
        this(seed, Profile.SWARM, maker, line -> {});
    }

    /** Throws ClusterFailure. */
    ClusterTotals run(int safetyEvents) {
        try {
            phase = "under faults";
            begin();
            while (hasMoreFaults(safetyEvents) && schedule.step()) {
                // Each event checks itself.
            }
            phase = "in calm";
            note("all faults end");
            calmDown();
            settle();
            phase = "afterwards";
            judge();
            for (ClusterMember member : members.values()) {
                member.leave();
            }
        } catch (IOException | RuntimeException | AssertionError failure) {
            throw new ClusterFailure(seed, phase, schedule.happened(), failure, lastLines);
        }
        totals.runs = 1;
        totals.events = schedule.happened();
        totals.leaders = termsLed.size();
        totals.fewestOperations = totals.operations;
        return totals;
    }

    /** A run with slow clients goes on until it has something to judge. */
    private boolean hasMoreFaults(int safetyEvents) {
        long happened = schedule.happened();
        return happened < safetyEvents
                || (totals.operations < OPERATIONS_MIN && happened < OVERTIME_MAX * (long) safetyEvents);
    }

    private void begin() {
        List<MemberInfo> boot = LongStream.rangeClosed(1, plan.voters())
                .mapToObj(id -> new MemberInfo(id, "", List.of("http://m" + id), List.of(), false))
                .toList();
        boot.forEach(member -> start(member.id(), boot));
        disruptions.start();
        clients.start(CLIENTS, ids);
        leaseClients.start(plan.leaseHolders());
        watchers.start(WATCHES, ids);
        operator.start();
        chaos.start();
    }

    private void start(long id, List<MemberInfo> boot) {
        try {
            members.put(id, maker.make(id, boot, this, random.split()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void calmDown() throws IOException {
        chaos.end();
        operator.end();
        disruptions.end();
        network.calmDown();
        for (ClusterMember member : members.values()) {
            if (!member.isRunning() && !member.isGone()) {
                member.restart();
            }
        }
    }

    /** In calm, clients go on until everybody answers; then they stop and everybody must come to the same place. */
    private void settle() {
        long deadline = schedule.nowNanos() + CALM_NANOS;
        await(deadline, "one leader", () -> leaders().size() == 1);
        Convergence convergence = new Convergence(this, clients);
        await(deadline, "a write and a read at every member", convergence::everybodyAnswers);
        clients.end();
        leaseClients.end();
        await(deadline, "end of leases that nobody renews", () -> leaseClients.areOver(configured()));
        await(deadline, "equal logs", convergence::isReached);
        convergence.requireEqualStates();
    }

    private interface Goal {
        boolean isReached();
    }

    private void await(long deadline, String what, Goal goal) {
        while (!goal.isReached()) {
            if (schedule.nowNanos() >= deadline) {
                StringBuilder where = new StringBuilder("no " + what + " within a minute of calm:");
                members.values().stream().filter(ClusterMember::isRunning).forEach(member -> where.append("\n  ")
                        .append(member.replica().raft().status()));
                throw new AssertionError(where.toString());
            }
            schedule.runUntil(schedule.nowNanos() + 100 * MILLI);
        }
    }

    private void judge() {
        History history = clients.history();
        Verdict verdict = Linearizability.check(KvModel.of(history, events.log()), history, Budget.steps(JUDGE_STEPS));
        if (verdict.isViolation()) {
            throw new AssertionError("not linearizable: " + verdict);
        }
        totals.unjudged += verdict.isLinearizable() ? 0 : 1;
        List<String> past = PastReads.check(history, events.log());
        if (!past.isEmpty()) {
            throw new AssertionError("the past was read wrongly: " + past.get(0));
        }
        List<WatchFault> faults = watchers.check(events.log(), compacted);
        if (!faults.isEmpty()) {
            throw new AssertionError("a watch is wrong: " + faults.get(0));
        }
    }

    long digest() {
        return trace.digest();
    }

    List<ClusterMember> leaders() {
        return members.values().stream().filter(ClusterMember::leads).toList();
    }

    /** Of several the one of the latest term. */
    private long leaderId() {
        ClusterMember best = null;
        for (ClusterMember member : leaders()) {
            if (best == null
                    || member.replica().raft().term() > best.replica().raft().term()) {
                best = member;
            }
        }
        return best == null ? 0 : best.id;
    }

    private void receive(long from, long to, Object body) {
        ClusterMember member = members.get(to);
        if (member != null) {
            member.receive(body);
        }
    }

    @Override
    public boolean send(long from, long to, Object body) {
        return ids.contains(to) && from != to && network.send(from, to, body);
    }

    @Override
    public boolean isOpen(long from, long to) {
        return network.isOpen(from, to);
    }

    @Override
    public void turned(ClusterMember member, Turn turn) {
        for (RevisionEvents published : turn.events()) {
            if (events.published(member.id, published)) {
                leaseClients.published(published);
            }
        }
        long term = member.replica().raft().term();
        if (member.leads() && termsLed.add(term)) {
            note("m" + member.id + " leads term " + term);
        }
        compacted = Math.max(compacted, member.replica().stores().users().publishedCompacted());
        clients.turned(member, turn);
        leaseClients.turned(turn);
        watchers.turned(member, turn);
        operator.turned(turn);
        chaos.turned(member, turn);
    }

    @Override
    public void diskFailed(ClusterMember member) {
        chaos.halted(member);
    }

    @Override
    public void ended(ClusterMember member) {
        clients.ended(member);
    }

    @Override
    public Schedule schedule() {
        return schedule;
    }

    @Override
    public RaftInvariants invariants() {
        return invariants;
    }

    @Override
    public ClusterPlan plan() {
        return plan;
    }

    @Override
    public ClusterTotals totals() {
        return totals;
    }

    @Override
    public @Nullable ClusterMember member(long id) {
        return members.get(id);
    }

    /** Those of the leader's configuration. */
    List<ClusterMember> configured() {
        List<ClusterMember> configured = new ArrayList<>();
        ClusterMember leader = members.get(leaderId());
        if (leader != null) {
            for (long id : leader.replica().raft().configuration().members()) {
                ClusterMember member = members.get(id);
                if (member != null) {
                    configured.add(member);
                }
            }
        }
        return configured;
    }
}
