/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import io.kedge.benchmarks.h2.H2Connection;
import io.kedge.benchmarks.h2.H2Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Drives etcd v3 endpoints, connections in turn to each: every call opens its own connections, runs on the caller's
 * thread and closes them.
 */
public final class Generator {

    /** What the unary workloads send. */
    public enum Kind {
        PUT,
        RANGE,
        SERIALIZABLE_RANGE,
        TXN,
        /** Half put, half linearizable range. */
        MIXED,
        /** One put to nine linearizable ranges. */
        MOSTLY_RANGE
    }

    private static final long CONNECT_MILLIS = 10_000;
    private static final double DRAIN_SECONDS = 10;
    private static final double SETUP_SECONDS = 60;
    private static final double LOAD_SECONDS_MAX = 3600;

    private final List<InetSocketAddress> endpoints;
    private final List<Long> serverPids;
    private final long seed;
    private final double drainSeconds;

    /** @param serverPid whose CPU is measured too, if there is one on this machine */
    public Generator(InetSocketAddress endpoint, OptionalLong serverPid, long seed) {
        this(endpoint, serverPid, seed, DRAIN_SECONDS);
    }

    /** @param serverPids whose CPU is measured together; empty to measure none */
    public Generator(List<InetSocketAddress> endpoints, List<Long> serverPids, long seed) {
        this(endpoints, serverPids, seed, DRAIN_SECONDS);
    }

    Generator(InetSocketAddress endpoint, OptionalLong serverPid, long seed, double drainSeconds) {
        this(List.of(endpoint), serverPid.isPresent() ? List.of(serverPid.getAsLong()) : List.of(), seed, drainSeconds);
    }

    private Generator(List<InetSocketAddress> endpoints, List<Long> serverPids, long seed, double drainSeconds) {
        this.endpoints = List.copyOf(endpoints);
        this.serverPids = List.copyOf(serverPids);
        this.seed = seed;
        this.drainSeconds = drainSeconds;
    }

    /** Unary calls on random keys; all kinds but PUT need the keys written before, see {@link #load}. */
    public Outcome unary(Kind kind, Shape shape, KeySpace keys, Timing timing) throws IOException {
        try (H2Loop loop = new H2Loop()) {
            Recorder recorder = new Recorder();
            SplittableRandom random = new SplittableRandom(seed);
            Workload work = closedLoop(loop, kind, shape, keys, () -> random.nextInt(keys.count()), recorder);
            return measure(loop, kind.name().toLowerCase(java.util.Locale.ROOT) + " " + shape, work, recorder, timing);
        }
    }

    /** Writes every key once, in order; the outcome covers the whole of it. */
    public Outcome load(Shape shape, KeySpace keys) throws IOException {
        try (H2Loop loop = new H2Loop()) {
            Recorder recorder = new Recorder();
            Workload work = closedLoop(loop, Kind.PUT, shape, keys, new Counter(keys.count()), recorder);
            return runToEnd(loop, "load " + keys.count() + " " + shape, work, recorder);
        }
    }

    /** Watchers and puts on their keys; counts deliveries. */
    public Outcome watch(WatchShape shape, int connections, KeySpace keys, Timing timing) throws IOException {
        try (H2Loop loop = new H2Loop()) {
            Recorder recorder = new Recorder();
            List<H2Connection> watching = connect(loop, Math.min(connections, shape.watchers()));
            H2Connection writer = connect(loop, 1).get(0);
            WatchFanOut work = new WatchFanOut(watching, writer, shape, keys, seed, recorder);
            work.watch();
            run(loop, SETUP_SECONDS, work::watching);
            if (!work.watching()) {
                throw new IOException("not all watches were confirmed within " + SETUP_SECONDS + " s");
            }
            String name = "watch " + shape.watchers() + (shape.oneKey() ? " on one key" : " on a key each");
            return measure(loop, name, work, recorder, timing);
        }
    }

    /** Grants leases, then renews them in turn over long-lived streams. */
    public Outcome keepAlive(int leases, int connections, int streams, Timing timing) throws IOException {
        try (H2Loop loop = new H2Loop()) {
            Recorder recorder = new Recorder();
            long firstId = (System.nanoTime() & 0x7fffffffL) << 24 | 1;
            LeaseGrantOperation grant = new LeaseGrantOperation(firstId);
            List<H2Connection> opened = connect(loop, connections);
            Workload grants = new ClosedLoop(opened, 10, () -> grant, new Counter(leases), recorder);
            runToEnd(loop, "grant", grants, recorder);
            Workload work = new LeaseKeepAlive(opened, streams, firstId, leases, recorder);
            return measure(loop, "keep-alive " + leases + " leases, " + streams + " streams", work, recorder, timing);
        }
    }

    /**
     * Puts on random keys at a rate that does not depend on how fast they are answered, until {@code done}, which is
     * asked on this thread; the outcome covers all of it.
     */
    public Outcome paced(int perSecond, int connections, KeySpace keys, BooleanSupplier done) throws IOException {
        try (H2Loop loop = new H2Loop()) {
            Recorder recorder = new Recorder();
            PacedPuts puts = new PacedPuts(connect(loop, connections), keys, seed, recorder);
            CpuMeter cpu = new CpuMeter(serverPids);
            recorder.open();
            cpu.start();
            long begin = System.nanoTime();
            long next = begin;
            while (!done.getAsBoolean() && !recorder.givenUp()) {
                puts.send();
                next += TimeUnit.SECONDS.toNanos(1) / perSecond;
                loop.runUntil(next, done);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            run(loop, drainSeconds, puts::idle);
            cpu.stop();
            recorder.shut();
            if (!puts.idle()) {
                recorder.error("replies were missing " + drainSeconds + " s after the end");
            }
            return Outcome.of("paced put " + perSecond + "/s", seconds, recorder, cpu);
        }
    }

    /** Opens connections, as many to each endpoint; the first endpoints get those that are left. */
    private List<H2Connection> connect(H2Loop loop, int count) throws IOException {
        List<H2Connection> opened = new ArrayList<>(count);
        for (int i = 0; i < endpoints.size(); i++) {
            int share = (count - i + endpoints.size() - 1) / endpoints.size();
            if (share > 0) {
                opened.addAll(loop.connect(endpoints.get(i), share, CONNECT_MILLIS));
            }
        }
        return opened;
    }

    private Workload closedLoop(
            H2Loop loop, Kind kind, Shape shape, KeySpace keys, IntSupplier chooser, Recorder recorder)
            throws IOException {
        List<H2Connection> connections = connect(loop, shape.connections());
        int allowed = connections.get(0).streamsMax();
        if (allowed < shape.streams()) {
            throw new IOException("the server allows only " + allowed + " streams on a connection");
        }
        return new ClosedLoop(connections, shape.streams(), Operations.of(kind, keys, seed), chooser, recorder);
    }

    private Outcome runToEnd(H2Loop loop, String name, Workload work, Recorder recorder) throws IOException {
        CpuMeter cpu = new CpuMeter(serverPids);
        long begin = System.nanoTime();
        recorder.open();
        cpu.start();
        work.start();
        run(loop, LOAD_SECONDS_MAX, work::idle);
        cpu.stop();
        recorder.shut();
        return Outcome.of(name, (System.nanoTime() - begin) / 1e9, recorder, cpu);
    }

    private Outcome measure(H2Loop loop, String name, Workload work, Recorder recorder, Timing timing)
            throws IOException {
        CpuMeter cpu = new CpuMeter(serverPids);
        work.start();
        run(loop, timing.warmupSeconds(), recorder::givenUp);
        long begin = System.nanoTime();
        recorder.open();
        cpu.start();
        run(loop, timing.seconds(), recorder::givenUp);
        cpu.stop();
        recorder.shut();
        double seconds = (System.nanoTime() - begin) / 1e9;
        work.stop();
        run(loop, drainSeconds, work::idle);
        if (!work.idle()) {
            recorder.error("replies or deliveries were missing " + drainSeconds + " s after the end");
        }
        return Outcome.of(name, seconds, recorder, cpu);
    }

    private static void run(H2Loop loop, double seconds, BooleanSupplier done) throws IOException {
        loop.runUntil(System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1)), done);
    }
}
