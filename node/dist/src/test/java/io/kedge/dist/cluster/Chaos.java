/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.dist.support.Command;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.Tools;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.MemberListRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberListResponse;
import io.kedge.grpc.proto.etcdserverpb.StatusRequest;
import io.kedge.grpc.proto.etcdserverpb.StatusResponse;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Does acts to a cluster, one or two at a time, and takes them back. One thread. */
final class Chaos {
    private static final Duration STATUS_LIMIT = Duration.ofMillis(500);

    private final ClusterUnderTest cluster;
    private final PeerProxies proxies;
    private final Vertx vertx;
    private final Map<Long, Integer> places = new HashMap<>();
    /** Acts that have not ended, and when they do. */
    private final Map<Act, Long> running = new HashMap<>();

    private final Map<Act, Process> tracers = new HashMap<>();
    private final Map<Act.Kind, Integer> counts = new EnumMap<>(Act.Kind.class);
    private final List<String> story = new ArrayList<>();

    /** Of a cluster that is well: learns its members' ids. */
    Chaos(ClusterUnderTest cluster, PeerProxies proxies, Vertx vertx) {
        this.cluster = cluster;
        this.proxies = proxies;
        this.vertx = vertx;
        try (WireClient client = new WireClient(vertx, cluster.clientPort(0))) {
            MemberListResponse members =
                    client.call(MemberListRequest.getDefaultInstance()).as(MemberListResponse.class);
            members.getMembersList().forEach(member -> {
                int place = Integer.parseInt(member.getName().substring(1));
                places.put(member.getID(), place);
                proxies.learn(member.getID(), place);
            });
        }
    }

    /** How often each kind was done. */
    Map<Act.Kind, Integer> counts() {
        return counts;
    }

    /** What was done when. */
    List<String> story() {
        return story;
    }

    /** Acts until the time is over, then until the last of them has ended; all is well then but for what it left. */
    void run(Random random, Duration time) {
        long endNanos = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < endNanos) {
            begin(Act.draw(random, cluster.size(), leader()));
            if (random.nextInt(3) > 0) {
                endNext();
            }
            if (running.size() > 1) {
                endNext();
            }
            if (random.nextInt(3) == 0) {
                sleep(random.nextInt(1_500));
            }
        }
        while (!running.isEmpty()) {
            endNext();
        }
    }

    private void begin(Act act) {
        boolean busy =
                running.keySet().stream().anyMatch(other -> isProcessAct(other) && other.member() == act.member());
        if (busy && isProcessAct(act) || !isPossible(act)) {
            return;
        }
        tell("begin " + act);
        counts.merge(act.kind(), 1, Integer::sum);
        switch (act.kind()) {
            case KILL -> cluster.kill(act.member());
            case PAUSE -> cluster.signal(act.member(), "STOP");
            case FULL_DISK -> limitFiles(act.member(), Integer.toString(act.amount()));
            case SLOW_DISK -> tracers.put(act, slowForces(act));
            default -> {}
        }
        running.put(act, System.nanoTime() + act.millis() * 1_000_000L);
        setLinks();
    }

    private static boolean isProcessAct(Act act) {
        return switch (act.kind()) {
            case KILL, PAUSE, FULL_DISK, SLOW_DISK -> true;
            default -> false;
        };
    }

    private static boolean isPossible(Act act) {
        return switch (act.kind()) {
            case FULL_DISK -> Tools.find("prlimit").isPresent();
            case SLOW_DISK -> Tools.find("strace").isPresent();
            default -> true;
        };
    }

    /** Waits for the act that ends first, and ends it. */
    private void endNext() {
        Map.Entry<Act, Long> first =
                running.entrySet().stream().min(Map.Entry.comparingByValue()).orElse(null);
        if (first == null) {
            return;
        }
        sleep(Math.max(0, first.getValue() - System.nanoTime()) / 1_000_000);
        Act act = first.getKey();
        running.remove(act);
        int member = act.member();
        switch (act.kind()) {
            case KILL -> cluster.launch(member);
            case PAUSE -> cluster.signal(member, "CONT");
            case FULL_DISK -> endFullDisk(member);
            case SLOW_DISK -> stopTracer(tracers.remove(act));
            default -> {}
        }
        setLinks();
        tell("end " + act);
        requireAlive();
    }

    /** A member that could not write has halted, or did not have to write; it is never told to go on with a lie. */
    private void endFullDisk(int member) {
        if (cluster.alive(member)) {
            limitFiles(member, "unlimited");
        }
        if (!cluster.alive(member) || halts(member)) {
            int exit = cluster.awaitExit(member);
            tell(ClusterUnderTest.name(member) + " has halted with " + exit);
            if (exit == 0) {
                throw new AssertionError("a member whose disk was full ended with 0:\n" + cluster.logTail(member));
            }
            cluster.launch(member);
        }
    }

    /** Whether it is about to end for a write that failed just now. */
    private boolean halts(int member) {
        return io.kedge.dist.support.Await.holds(Duration.ofMillis(300), () -> !cluster.alive(member));
    }

    private void limitFiles(int member, String bytes) {
        // The soft limit only, so that it can be taken back.
        Command.Result done = Command.of(
                        "prlimit", "--pid", Long.toString(cluster.pid(member)), "--fsize=" + bytes + ":unlimited")
                .run();
        if (done.exit() != 0 && cluster.alive(member)) {
            throw new AssertionError(done.toString());
        }
    }

    /** Attaches a tracer that holds each force up; the whole member becomes slower too. */
    private Process slowForces(Act act) {
        String delay = "inject=fsync,fdatasync:delay_enter=" + act.amount() * 1_000;
        try {
            return new ProcessBuilder(
                            "strace",
                            "-f",
                            "-qq",
                            "-p",
                            Long.toString(cluster.pid(act.member())),
                            "-e",
                            "trace=fsync,fdatasync",
                            "-e",
                            delay)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void stopTracer(Process tracer) {
        tracer.destroy();
        try {
            tracer.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void setLinks() {
        for (int from = 0; from < cluster.size(); from++) {
            for (int to = 0; to < cluster.size(); to++) {
                if (from != to) {
                    proxies.set(from, to, wanted(from, to));
                }
            }
        }
    }

    /** The worst that running acts ask of a link. */
    private LinkState wanted(int from, int to) {
        LinkState worst = LinkState.OPEN;
        for (Act act : running.keySet()) {
            LinkState asked = asked(act, from, to);
            boolean worse = asked.kind() == LinkState.Kind.CUT
                    || asked.kind() != LinkState.Kind.OPEN && worst.kind() == LinkState.Kind.OPEN
                    || asked.kind() == LinkState.Kind.SILENT && worst.kind() == LinkState.Kind.LATE;
            worst = worse ? asked : worst;
        }
        return worst;
    }

    private static LinkState asked(Act act, int from, int to) {
        boolean out = act.member() == from;
        boolean in = act.member() == to;
        return switch (act.kind()) {
            case CUT -> in || out ? LinkState.CUT : LinkState.OPEN;
            case SILENCE -> in || out ? LinkState.SILENT : LinkState.OPEN;
            case DEAF -> in ? LinkState.SILENT : LinkState.OPEN;
            case MUTE -> out ? LinkState.SILENT : LinkState.OPEN;
            case ONE_LINK -> out && to == act.other() ? LinkState.SILENT : LinkState.OPEN;
            case DELAY -> in || out ? LinkState.late(act.amount()) : LinkState.OPEN;
            default -> LinkState.OPEN;
        };
    }

    /** No member may end but for what was done to it. */
    void requireAlive() {
        for (int i = 0; i < cluster.size(); i++) {
            int member = i;
            boolean mayEnd = running.keySet().stream()
                    .anyMatch(act -> act.member() == member
                            && (act.kind() == Act.Kind.KILL || act.kind() == Act.Kind.FULL_DISK));
            if (!mayEnd && !cluster.alive(member)) {
                throw new AssertionError(
                        ClusterUnderTest.name(member) + " has ended by itself; its log:\n" + cluster.logTail(member));
            }
        }
    }

    /** The place of the member that some member takes for the leader now, or -1. */
    int leader() {
        for (int i = 0; i < cluster.size(); i++) {
            StatusResponse status = status(i);
            if (status != null && status.getLeader() != 0) {
                return places.getOrDefault(status.getLeader(), -1);
            }
        }
        return -1;
    }

    /** Null if it does not answer at once. */
    StatusResponse status(int member) {
        WireClient client = new WireClient(vertx, cluster.clientPort(member));
        try {
            Outcome outcome = WireClient.await(client.send(StatusRequest.getDefaultInstance()), STATUS_LIMIT);
            return outcome.ok() ? outcome.as(StatusResponse.class) : null;
        } catch (AssertionError e) {
            return null;
        } finally {
            client.close();
        }
    }

    private void tell(String what) {
        story.add(Instant.now() + " " + what);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a failure: nothing stays stopped or traced. */
    void abandon() {
        tracers.values().forEach(Chaos::stopTracer);
        for (Act act : running.keySet()) {
            if (act.kind() == Act.Kind.PAUSE && cluster.alive(act.member())) {
                cluster.signal(act.member(), "CONT");
            }
        }
    }
}
