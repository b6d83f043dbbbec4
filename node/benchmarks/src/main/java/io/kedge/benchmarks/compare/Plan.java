/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.h2.Rpc;
import io.kedge.benchmarks.load.FixedRequest;
import io.kedge.benchmarks.load.Generator.Kind;
import io.kedge.benchmarks.load.KeySpace;
import io.kedge.benchmarks.load.Outcome;
import io.kedge.benchmarks.load.Shape;
import io.kedge.benchmarks.load.Timing;
import io.kedge.benchmarks.load.WatchShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every row of the comparison with its aim, and how each is measured. */
final class Plan {

    /** Row of the time from starting a server to its first healthy answer; filled at every start. */
    static final Row READY = new Row("ready", "exec to first healthy answer", "s", Aim.atMost(1.2));

    private static final KeySpace KEYS = new KeySpace(100_000, 15, 64);

    /** Each measured window of the generator begins after this much discarded load of the same kind. */
    private static final double RAMP_SECONDS = 0.5;

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape HUNDRED = new Shape(10, 10);
    private static final Shape THOUSAND = new Shape(10, 100);
    private static final Shape THOUSAND_CONNECTIONS = new Shape(1000, 1);
    private static final Map<Shape, Double> PUT_AIMS =
            Map.of(ONE, 1.0, HUNDRED, 1.5, THOUSAND, 1.5, THOUSAND_CONNECTIONS, 1.2);
    private static final Map<Shape, Double> RANGE_AIMS = Map.of(HUNDRED, 3.0, THOUSAND, 3.0, THOUSAND_CONNECTIONS, 2.0);

    private Plan() {}

    /** Every row; the last one writes {@code loadedKeys} keys. */
    static Suite<RunningServer> suite(int loadedKeys) {
        return new Suite<>("Kedge and etcd", List.of(), "", READY, RunningServer::new, groups(loadedKeys));
    }

    static List<Group<RunningServer>> groups(int loadedKeys) {
        Step.Probe<RunningServer> writeKeys =
                (server, seconds, sink) -> server.generator().load(new Shape(10, 50), KEYS);
        Step.Probe<RunningServer> writeFixedKey =
                (server, seconds, sink) -> server.generator().load(ONE, FixedRequest.KEY);
        return List.of(
                new Group<>("start", Group.nothing(), Group.nothing(), false, List.of(start(), cold())),
                new Group<>("h2load-put", Group.nothing(), h2Load(Rpc.PUT, THOUSAND, "", ""), false, h2LoadPuts()),
                new Group<>("h2load-range", writeFixedKey, h2Load(Rpc.RANGE, THOUSAND, "", ""), false, h2LoadRanges()),
                new Group<>("h2load-http", Group.nothing(), Http.warmup(), false, Http.steps()),
                new Group<>("put", Group.nothing(), unary(Kind.PUT, THOUSAND, "", ""), false, puts()),
                new Group<>("read", writeKeys, unary(Kind.MIXED, THOUSAND, "", ""), false, reads()),
                new Group<>("stream", Group.nothing(), watch(100, false, ""), false, streams()),
                new Group<>("million", Group.nothing(), Group.nothing(), true, List.of(million(loadedKeys))));
    }

    private static Step<RunningServer> start() {
        return new Step<>("ready", List.of(READY), false, false, Group.nothing());
    }

    /** What a client sees of a server that has just started, before anything is compiled or cached. */
    private static Step<RunningServer> cold() {
        Row row = new Row("cold-put-c1m1", "put c1m1 from the start on, no warm-up", "/s", null);
        return new Step<>(row.id(), List.of(row), false, false, (server, seconds, sink) -> {
            Outcome outcome = server.generator().unary(Kind.PUT, ONE, KEYS, new Timing(0, seconds));
            sink.put(row.id(), Measurement.of(outcome));
        });
    }

    private static List<Step<RunningServer>> h2LoadPuts() {
        List<Step<RunningServer>> steps = new ArrayList<>();
        for (Shape shape : List.of(ONE, HUNDRED, THOUSAND, THOUSAND_CONNECTIONS)) {
            String id = "h2load-put-" + shape;
            String cpuId = shape.equals(THOUSAND) ? id + "-cpu" : "";
            List<Row> rows = new ArrayList<>();
            rows.add(new Row(id, "put " + shape + ", h2load", "/s", times(PUT_AIMS.get(shape))));
            if (!cpuId.isEmpty()) {
                rows.add(cpuRow(cpuId, "server CPU per put " + shape + ", h2load"));
            }
            steps.add(new Step<>(id, rows, false, false, h2Load(Rpc.PUT, shape, id, cpuId)));
        }
        return steps;
    }

    private static List<Step<RunningServer>> h2LoadRanges() {
        List<Step<RunningServer>> steps = new ArrayList<>();
        for (Shape shape : List.of(HUNDRED, THOUSAND, THOUSAND_CONNECTIONS)) {
            String id = "h2load-range-" + shape;
            Row row = new Row(id, "range one key " + shape + ", h2load", "/s", times(RANGE_AIMS.get(shape)));
            steps.add(new Step<>(id, List.of(row), false, false, h2Load(Rpc.RANGE, shape, id, "")));
        }
        return steps;
    }

    private static List<Step<RunningServer>> puts() {
        List<Step<RunningServer>> steps = new ArrayList<>();
        for (Shape shape : List.of(ONE, HUNDRED, THOUSAND, THOUSAND_CONNECTIONS)) {
            String id = "put-" + shape;
            String cpuId = shape.equals(THOUSAND) ? id + "-cpu" : "";
            List<Row> rows = new ArrayList<>();
            rows.add(new Row(id, "put " + shape, "/s", times(PUT_AIMS.get(shape))));
            if (!cpuId.isEmpty()) {
                rows.add(cpuRow(cpuId, "server CPU per put " + shape));
            }
            steps.add(new Step<>(id, rows, false, false, unary(Kind.PUT, shape, id, cpuId)));
        }
        return steps;
    }

    private static List<Step<RunningServer>> reads() {
        List<Step<RunningServer>> steps = new ArrayList<>();
        for (Shape shape : List.of(HUNDRED, THOUSAND, THOUSAND_CONNECTIONS)) {
            steps.add(unaryStep(Kind.RANGE, "range", shape, times(RANGE_AIMS.get(shape)), false));
        }
        steps.add(unaryStep(Kind.SERIALIZABLE_RANGE, "serializable-range", THOUSAND, null, true));
        steps.add(unaryStep(Kind.TXN, "txn", HUNDRED, Aim.atLeastTimes(1.5), false));
        steps.add(unaryStep(Kind.TXN, "txn", THOUSAND, Aim.atLeastTimes(1.5), true));
        steps.add(unaryStep(Kind.MIXED, "mixed", HUNDRED, null, false));
        steps.add(unaryStep(Kind.MIXED, "mixed", THOUSAND, null, true));
        return steps;
    }

    private static List<Step<RunningServer>> streams() {
        List<Step<RunningServer>> steps = new ArrayList<>();
        for (int watchers : new int[] {1, 10, 100, 1000}) {
            steps.add(watchStep(watchers, false, watchers == 10 || watchers == 100));
        }
        for (int watchers : new int[] {10, 100, 1000}) {
            steps.add(watchStep(watchers, true, watchers < 1000));
        }
        Row row = new Row("lease", "lease keep-alive, 10,000 leases on 100 streams", "/s", null);
        steps.add(new Step<>("lease", List.of(row), true, false, (server, seconds, sink) -> {
            sink.put("lease", Measurement.of(server.generator().keepAlive(10_000, 10, 100, timing(seconds))));
        }));
        return steps;
    }

    private static Step<RunningServer> watchStep(int watchers, boolean oneKey, boolean onlyFull) {
        String id = "watch-" + watchers + (oneKey ? "-one-key" : "");
        String title = "watch deliveries, " + watchers + (oneKey ? " on one key" : " on a key each");
        Row row = new Row(id, title, "/s", Aim.atLeastTimes(2));
        return new Step<>(id, List.of(row), watchers == 1, onlyFull, watch(watchers, oneKey, id));
    }

    private static Step.Probe<RunningServer> watch(int watchers, boolean oneKey, String id) {
        WatchShape shape = new WatchShape(watchers, oneKey, 1, 32);
        KeySpace keys = new KeySpace(watchers, 15, 64);
        return (server, seconds, sink) ->
                sink.put(id, Measurement.of(server.generator().watch(shape, 10, keys, timing(seconds))));
    }

    private static Step<RunningServer> unaryStep(
            Kind kind, String name, Shape shape, @Nullable Aim aim, boolean onlyFull) {
        String id = name + "-" + shape;
        Row row = new Row(id, name.replace('-', ' ') + " " + shape, "/s", aim);
        return new Step<>(id, List.of(row), aim == null, onlyFull, unary(kind, shape, id, ""));
    }

    private static Step.Probe<RunningServer> unary(Kind kind, Shape shape, String id, String cpuId) {
        return (server, seconds, sink) -> {
            Outcome outcome = server.generator().unary(kind, shape, KEYS, timing(seconds));
            put(sink, id, cpuId, Measurement.of(outcome));
        };
    }

    private static Step.Probe<RunningServer> h2Load(Rpc rpc, Shape shape, String id, String cpuId) {
        return (server, seconds, sink) -> put(sink, id, cpuId, H2Load.run(server, Fixed.grpc(rpc), shape, seconds));
    }

    private static Step<RunningServer> million(int loadedKeys) {
        Row load = new Row("million-load", "load of " + loadedKeys + " keys, c10m100", "/s", null);
        Row rss = new Row("million-rss", "resident memory after it", "MB", null);
        Row restart = new Row("million-restart", "stop, then exec to healthy on that data", "s", null);
        KeySpace keys = new KeySpace(loadedKeys, 15, 64);
        return new Step<>("million", List.of(load, rss, restart), false, false, (server, seconds, sink) -> {
            Outcome loaded = server.generator().load(THOUSAND, keys);
            sink.put(load.id(), Measurement.of(loaded));
            sink.put(rss.id(), Measurement.ofValue(server.residentBytes() / 1e6));
            server.restart();
            Outcome check = server.generator().unary(Kind.RANGE, HUNDRED, keys, new Timing(0, 1));
            Measurement ready = Measurement.ofValue(server.readySeconds());
            sink.put(restart.id(), ready.withErrors(check.errors()));
        });
    }

    private static void put(Step.Sink sink, String id, String cpuId, Measurement measurement) {
        sink.put(id, measurement);
        if (!cpuId.isEmpty()) {
            sink.put(cpuId, Measurement.ofValue(measurement.serverCpuMicros()));
        }
    }

    private static Row cpuRow(String id, String title) {
        return new Row(id, title, "us", Aim.atMostTimes(0.6));
    }

    private static Timing timing(double seconds) {
        return new Timing(RAMP_SECONDS, seconds);
    }

    private static @Nullable Aim times(@Nullable Double factor) {
        return factor == null ? null : Aim.atLeastTimes(factor);
    }
}
