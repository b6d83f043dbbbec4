/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.load.Generator;
import io.kedge.benchmarks.load.Generator.Kind;
import io.kedge.benchmarks.load.KeySpace;
import io.kedge.benchmarks.load.Outcome;
import io.kedge.benchmarks.load.Shape;
import io.kedge.benchmarks.load.Timing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every row of the comparison of clusters with its aim, and how each is measured. */
final class ClusterPlan {

    /** Several JVMs on one machine must not take a quarter of its memory each. */
    static final String KEDGE_JAVA_OPTS = "-Xmx3g";

    private static final Row READY = new Row("ready", "exec to every member healthy", "s", null);
    private static final KeySpace KEYS = new KeySpace(100_000, 15, 64);
    private static final int LARGE_VALUE_BYTES = 8 << 10;
    private static final double RAMP_SECONDS = 0.5;
    private static final int FAIL_OVERS = 20;
    private static final Shape ONE = new Shape(1, 1);
    private static final Shape HUNDRED = new Shape(10, 10);
    private static final Shape THOUSAND = new Shape(10, 100);
    private static final Shape THOUSAND_CONNECTIONS = new Shape(1000, 1);
    private static final Aim PUT_AIM = Aim.atLeastTimes(1.3);
    private static final Aim RANGE_AIM = Aim.atLeastTimes(2);

    /** To which members the connections go. */
    private enum Target {
        ALL("all members"),
        LEADER("the leader"),
        FOLLOWER("one follower");

        private final String text;

        Target(String text) {
            this.text = text;
        }

        Generator of(RunningCluster cluster) throws IOException {
            return switch (this) {
                case ALL -> cluster.everyone();
                case LEADER -> cluster.on(List.of(cluster.leader()));
                case FOLLOWER -> cluster.on(List.of(cluster.followers().get(0)));
            };
        }
    }

    private ClusterPlan() {}

    /** @param catchUpMib what the cluster holds that a new member joins */
    static Suite<RunningCluster> suite(int members, int catchUpMib) {
        return new Suite<>(
                "Kedge and etcd, " + members + " members each",
                List.of(
                        members + " members on loopback, data directories on one disk, heartbeat 100 ms, election "
                                + "timeout 1,000 ms; Kedge's JVMs with " + KEDGE_JAVA_OPTS
                                + "; server CPU is that of all members together",
                        "to all members: connections in turn to each, followers first, so that c1 is a follower's; "
                                + "mixed: one put to nine linearizable ranges",
                        "fail-over: kill -9 of the leader to the next acknowledgement of a client that sends a put "
                                + "every 20 ms to the living members in turn; " + FAIL_OVERS + " times",
                        "catching up: from MemberAdd as learner until the new member has applied what the leader has "
                                + "and is promoted; meanwhile 500 puts a second to all other members"),
                "-" + members + "-members",
                READY,
                (candidate, children, directory) -> new RunningCluster(candidate, children, directory, members),
                groups(catchUpMib));
    }

    static List<Group<RunningCluster>> groups(int catchUpMib) {
        Step.Probe<RunningCluster> writeKeys =
                (cluster, seconds, sink) -> cluster.everyone().load(new Shape(10, 50), KEYS);
        Step.Probe<RunningCluster> warmup = (cluster, seconds, sink) -> {
            unary(Kind.MOSTLY_RANGE, THOUSAND, Target.ALL, "").run(cluster, seconds / 2, sink);
            unary(Kind.PUT, THOUSAND, Target.ALL, "").run(cluster, seconds / 2, sink);
        };
        List<Step<RunningCluster>> steady = new ArrayList<>(reads());
        steady.addAll(puts());
        return List.of(
                new Group<>("steady", writeKeys, warmup, false, steady),
                new Group<>("fail-over", Group.nothing(), Group.nothing(), true, List.of(failOver())),
                new Group<>("catch-up", Group.nothing(), Group.nothing(), true, List.of(catchUp(catchUpMib))));
    }

    private static List<Step<RunningCluster>> puts() {
        List<Step<RunningCluster>> steps = new ArrayList<>();
        for (Target target : List.of(Target.ALL, Target.LEADER)) {
            for (Shape shape : List.of(ONE, HUNDRED, THOUSAND, THOUSAND_CONNECTIONS)) {
                steps.add(step(Kind.PUT, "put", shape, target, PUT_AIM));
            }
        }
        Row row = new Row("put-memory", "resident memory of all members after it", "MB", null);
        steps.add(new Step<>(row.id(), List.of(row), false, false, (cluster, seconds, sink) -> {
            long bytes = cluster.members().stream()
                    .mapToLong(ClusterMember::residentBytes)
                    .sum();
            sink.put(row.id(), Measurement.ofValue(bytes / 1e6));
        }));
        return steps;
    }

    private static List<Step<RunningCluster>> reads() {
        List<Step<RunningCluster>> steps = new ArrayList<>();
        steps.add(new Step<>("ready", List.of(READY), false, false, Group.nothing()));
        for (Target target : List.of(Target.LEADER, Target.FOLLOWER)) {
            for (Shape shape : List.of(HUNDRED, THOUSAND)) {
                steps.add(step(Kind.RANGE, "range", shape, target, RANGE_AIM));
            }
        }
        for (Shape shape : List.of(HUNDRED, THOUSAND)) {
            steps.add(step(Kind.MOSTLY_RANGE, "mixed", shape, Target.ALL, null));
        }
        return steps;
    }

    private static Step<RunningCluster> step(Kind kind, String name, Shape shape, Target target, @Nullable Aim aim) {
        String where = target == Target.ALL ? "" : "-" + target.name().toLowerCase(java.util.Locale.ROOT);
        String id = name + where + "-" + shape;
        Row row = new Row(id, name + " " + shape + " to " + target.text, "/s", aim);
        return new Step<>(id, List.of(row), false, false, unary(kind, shape, target, id));
    }

    private static Step.Probe<RunningCluster> unary(Kind kind, Shape shape, Target target, String id) {
        return (cluster, seconds, sink) -> {
            Timing timing = new Timing(RAMP_SECONDS, seconds);
            sink.put(id, Measurement.of(target.of(cluster).unary(kind, shape, KEYS, timing)));
        };
    }

    private static Step<RunningCluster> failOver() {
        Row median = new Row("fail-over", "fail-over, median", "s", Aim.atMostTimes(1));
        Row p90 = new Row("fail-over-p90", "fail-over, 90th percentile", "s", null);
        Row max = new Row("fail-over-max", "fail-over, longest", "s", null);
        return new Step<>("fail-over", List.of(median, p90, max), false, false, (cluster, seconds, sink) -> {
            FailOver.Times times = FailOver.measure(cluster, FAIL_OVERS);
            sink.put(median.id(), Measurement.ofValue(times.median()));
            sink.put(p90.id(), Measurement.ofValue(times.percentile(90)));
            sink.put(max.id(), Measurement.ofValue(times.percentile(100)));
        });
    }

    private static Step<RunningCluster> catchUp(int mib) {
        KeySpace keys = new KeySpace((int) ((long) mib * (1 << 20) / LARGE_VALUE_BYTES), 15, LARGE_VALUE_BYTES);
        Row load = new Row("catch-up-load", "load of " + mib + " MiB, values of 8 KiB, c10m10", "/s", null);
        Row memory = new Row("catch-up-memory", "resident memory of the leader after it", "MB", null);
        Row before = new Row("catch-up-before", "writers before, 99th percentile", "ms", null);
        Row time = new Row("catch-up", "a new member catches up", "s", null);
        Row meanwhile = new Row("catch-up-writers", "writers meanwhile, 99th percentile", "ms", null);
        List<Row> rows = List.of(load, memory, before, time, meanwhile);
        return new Step<>("catch-up", rows, false, false, (cluster, seconds, sink) -> {
            sink.put(load.id(), Measurement.of(cluster.everyone().load(HUNDRED, keys)));
            sink.put(memory.id(), Measurement.ofValue(cluster.leader().residentBytes() / 1e6));
            CatchUp.Result result = CatchUp.measure(cluster, KEYS);
            sink.put(before.id(), p99Millis(result.before()));
            sink.put(time.id(), Measurement.ofValue(result.seconds()));
            sink.put(meanwhile.id(), p99Millis(result.meanwhile()));
        });
    }

    private static Measurement p99Millis(Outcome outcome) {
        return Measurement.ofValue(outcome.p99Micros() / 1000).withErrors(outcome.errors());
    }
}
