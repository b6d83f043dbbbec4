/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerBinary;
import io.kedge.simulator.check.KvState;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three processes with real disks, behind proxies, under load, while members are killed, stopped, cut off, delayed and
 * out of disk space: what clients saw is linearizable, watches tell every event once and in order, nothing acknowledged
 * is lost, and in the end all members hold the same. All rounds are one cluster's life. -Dkedge.chaos.rounds sets the
 * rounds, -Dkedge.chaos.seed what happens, -Dkedge.chaos.only=PAUSE,CUT the kinds of {@link Act.Kind}; after a failure
 * everything lies in target/chaos-SEED.
 *
 * <p>A slow disk needs strace and a full one prlimit; without them those acts are left out.
 */
final class ChaosIT {
    private static final Duration CHAOS = Duration.ofSeconds(6);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Rounds in which what a client gave up may still happen; members drop what is older long before. */
    private static final int LATE_ROUNDS = 2;

    private static final int BARRIER_CLIENT = 100;
    /** After one of so many rounds a member is left behind by thousands of entries. */
    private static final int FLOOD_ROUNDS = 4;

    /** So small that a flood is flushed, and the log before it gone: who was away needs an image. */
    private static final String HEAP = "-Xmx160m";

    private static final String RESERVE = "--snapshot-catchup-entries=50";
    private static final String TAKEN_OVER = "an image of the leader's store was taken over";

    private final long seed = Long.getLong("kedge.chaos.seed", System.nanoTime() & 0xffff_ffffL);
    private final Path folder = Path.of(System.getProperty("basedir", "."), "target", "chaos-" + seed);
    private final Recording recording = new Recording();
    /** Of unknown outcome, by the round they were called in, the last rounds only. */
    private final List<List<Operation>> late = new ArrayList<>();

    private Vertx vertx;
    private PeerProxies proxies;
    private ClusterUnderTest cluster;
    private Chaos chaos;
    private TrueLog truth;
    private long compacted = -1;
    private int floods;
    private long answered;
    private long unknown;
    private long streams;

    @BeforeEach
    void open() throws IOException {
        System.out.println("chaos with -Dkedge.chaos.seed=" + seed);
        vertx = Vertx.vertx();
        delete(folder);
        Files.createDirectories(folder);
        proxies = new PeerProxies(3);
        ServerBinary small = ServerBinary.underTest().withJavaOptions(HEAP);
        cluster = ClusterUnderTest.start(small, folder, proxies, RESERVE);
        chaos = new Chaos(cluster, proxies, vertx);
        truth = new TrueLog(cluster, vertx);
        truth.readOn();
    }

    @AfterEach
    void close() {
        if (chaos != null) {
            chaos.abandon();
        }
        if (cluster != null) {
            cluster.close();
        }
        proxies.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void survives_some_rounds() throws IOException {
        survive(Integer.getInteger("kedge.chaos.rounds", 2));
    }

    @Test
    @Tag("proof")
    void survives_ten_rounds() throws IOException {
        survive(Integer.getInteger("kedge.chaos.rounds", 10));
    }

    private void survive(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            round(round, new Random(seed + 1_000_003L * round));
        }
        System.out.println(rounds + " rounds, " + chaos.counts() + ", " + floods + " floods, " + images() + " images, "
                + answered + " calls answered, " + unknown + " of unknown outcome, " + streams
                + " watch streams, revision " + truth.revision());
        assertThat(answered).as("calls answered").isGreaterThan(rounds * 100L);
        // Members that run would write files into what is deleted.
        cluster.close();
        delete(folder);
    }

    private void round(int round, Random random) throws IOException {
        long from = truth.revision();
        KvState before = KvState.at(from, compacted, truth.log().itemsAt(KeySet.prefixed(""), from));
        Clients clients = new Clients(cluster, recording, "v" + round, random, from);
        List<RecordedWatcher> watchers = watchers(random, from + 1);
        List<String> faults = new ArrayList<>();
        int told = chaos.story().size();
        try {
            chaos.run(random, CHAOS);
            for (int i = 0; i < cluster.size(); i++) {
                cluster.awaitHealthy(i);
            }
            clients.stop();
            long end = barrier(round, random);
            barrier(round, random);
            for (RecordedWatcher watcher : watchers) {
                watcher.finish(end);
            }
            chaos.requireAlive();
            truth.readOn();
        } catch (RuntimeException | Error e) {
            faults.add(e + "\n"
                    + String.join("\n", List.of(e.getStackTrace()).toString().split(", ")));
        } finally {
            clients.stop();
            watchers.forEach(RecordedWatcher::stop);
        }
        History history = withLate(recording.take());
        if (faults.isEmpty()) {
            faults.addAll(check(before, history, watchers));
        }
        answered += clients.answered();
        unknown += clients.unknown();
        System.out.println("round " + round + ": " + String.join(", ", acts(told)) + "; " + clients.answered()
                + " calls answered, " + clients.unknown() + " unknown, revision " + truth.revision());
        if (!faults.isEmpty()) {
            keep(round, history, watchers, faults);
            throw new AssertionError("seed " + seed + ", round " + round + ", all of it in " + folder + ":\n"
                    + String.join("\n", faults.subList(0, Math.min(5, faults.size()))));
        }
        if (random.nextBoolean()) {
            compact(random);
        }
        if (random.nextInt(FLOOD_ROUNDS) == 0) {
            flood(round, random.nextInt(cluster.size()));
        }
    }

    /** The member begins the next round with much to catch up. */
    private void flood(int round, int down) {
        floods++;
        cluster.kill(down);
        Flood.pour(vertx, cluster.clientPort((down + 1) % cluster.size()), "flood" + round);
        truth.readOn();
        cluster.launch(down);
    }

    /** Taken over by any member so far. */
    private long images() throws IOException {
        long images = 0;
        for (int i = 0; i < cluster.size(); i++) {
            try (var lines = Files.lines(cluster.log(i))) {
                images += lines.filter(line -> line.contains(TAKEN_OVER)).count();
            }
        }
        return images;
    }

    private List<RecordedWatcher> watchers(Random random, long from) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            ports.add(cluster.clientPort(i));
        }
        KeySet all = KeySet.prefixed(Workload.ALL);
        List<RecordedWatcher> watchers = new ArrayList<>();
        List<KeySet> sets = new ArrayList<>(List.of(all, all, KeySet.single(Workload.GROUPS.get(0) + "1")));
        Workload.GROUPS.forEach(group -> sets.add(KeySet.prefixed(group)));
        for (KeySet set : sets) {
            watchers.add(new WireWatcher(vertx, ports, set, new Random(random.nextLong()), from));
        }
        for (int i = 0; i < cluster.size(); i++) {
            KeySet group = KeySet.prefixed(Workload.GROUPS.get(i));
            watchers.add(new JetcdWatcher(group, from, cluster.endpoint(i)));
            watchers.add(new KedgeWatcher(all, from, cluster.endpoint(i)));
        }
        watchers.add(new JetcdWatcher(all, from, cluster.endpoints().split(",")));
        watchers.add(new KedgeWatcher(
                KeySet.prefixed(Workload.GROUPS.get(1)),
                from,
                cluster.endpoints().split(",")));
        return watchers;
    }

    /** One event in each group, at one revision, which is returned. */
    private long barrier(int round, Random random) {
        long[] revision = {0};
        try (Caller caller = new KedgeCaller(5_000, cluster.endpoints().split(","))) {
            Await.until(LIMIT, () -> "an answered write after the end of all faults", () -> {
                List<Request> puts = new ArrayList<>();
                for (String group : Workload.GROUPS) {
                    puts.add(Request.Put.of(group + "end", "end" + round + "." + random.nextLong()));
                }
                Request request = new Request.Txn(List.of(), puts, List.of());
                int number = recording.begin(BARRIER_CLIENT, request);
                Outcome outcome = caller.call(request);
                recording.end(number, outcome);
                revision[0] = outcome instanceof Outcome.Ok ok ? ok.response().revision() : 0;
                return revision[0] > 0;
            });
        }
        return revision[0];
    }

    private History withLate(History history) {
        List<Operation> operations = new ArrayList<>(history.operations());
        late.forEach(operations::addAll);
        return new History(operations);
    }

    private List<String> check(KvState before, History history, List<RecordedWatcher> watchers) {
        RoundCheck check = new RoundCheck(before, truth.log(), truth.revision());
        List<String> faults = new ArrayList<>(check.operations(check.possible(history)));
        faults.addAll(check.watches(watchers));
        streams +=
                watchers.stream().mapToLong(watcher -> watcher.streams().size()).sum();
        List<Operation> left = check.left(history);
        late.forEach(left::removeAll);
        late.add(left);
        if (late.size() > LATE_ROUNDS) {
            late.remove(0);
        }
        return faults;
    }

    private void compact(Random random) {
        long revision = truth.revision() - random.nextInt(3);
        if (revision > compacted && revision > 1) {
            try (KedgeCaller caller = new KedgeCaller(5_000, cluster.endpoints().split(","))) {
                caller.client().kv().compact(revision).await().indefinitely();
            }
            compacted = revision;
        }
    }

    private List<String> acts(int from) {
        return chaos.story().subList(from, chaos.story().size()).stream()
                .filter(line -> !line.contains(" end "))
                .map(line -> line.substring(line.indexOf(' ') + 1).replace("begin ", ""))
                .toList();
    }

    private void keep(int round, History history, List<RecordedWatcher> watchers, List<String> faults)
            throws IOException {
        Files.writeString(folder.resolve("round-" + round + ".history"), history.toString());
        Files.writeString(folder.resolve("faults.txt"), String.join("\n", faults));
        Files.writeString(folder.resolve("acts.txt"), String.join("\n", chaos.story()));
        StringBuilder seen = new StringBuilder();
        for (RecordedWatcher watcher : watchers) {
            watcher.streams().forEach(stream -> {
                seen.append(watcher.name()).append(' ').append(stream.request()).append('\n');
                seen.append("created at ").append(stream.createdRevision()).append('\n');
                stream.responses()
                        .forEach(response -> seen.append("  ").append(response).append('\n'));
            });
        }
        Files.writeString(folder.resolve("round-" + round + ".watches"), seen);
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
