/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.grpc.proto.etcdserverpb.CompactionRequest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A fresh reference and a fresh server under test, asked the same steps one by one. */
final class Pair implements AutoCloseable {
    private static final int SETTLE_EVERY_STEPS = 100;

    private final Side reference;
    private final Side tested;
    private final Differences differences;
    private int index;

    private Pair(Side reference, Side tested, Differences differences) {
        this.reference = reference;
        this.tested = tested;
        this.differences = differences;
    }

    /** Starts both servers side by side. */
    static Pair start(Vertx vertx, ServerBinary reference, ServerBinary tested, Differences differences) {
        CompletableFuture<ServerUnderTest> other = inBackground(() -> ServerUnderTest.startInMemory(tested));
        ServerUnderTest first = ServerUnderTest.startInMemory(reference);
        return new Pair(new Side(vertx, first), new Side(vertx, other.join()), differences);
    }

    /** What the reference answered, and where the other differed. */
    record Answer(Outcome outcome, Optional<Mismatch> mismatch) {}

    /** Asks both; before steps whose effect depends on how far watches have got, waits until all are up to date. */
    Answer ask(Step step) {
        if (needsSettledWatches(step) || index % SETTLE_EVERY_STEPS == SETTLE_EVERY_STEPS - 1) {
            Optional<Mismatch> watches = compareWatches(step);
            if (watches.isPresent()) {
                return new Answer(null, watches);
            }
        }
        CompletableFuture<Outcome> pending = inBackground(() -> tested.execute(step));
        Outcome expected = reference.execute(step);
        Outcome actual = pending.join();
        Optional<Mismatch> mismatch = Optional.empty();
        if (!expected.equals(actual) && !differences.allows(step, expected, actual)) {
            mismatch = Optional.of(new Mismatch(index, step, expected.toString(), actual.toString(), false));
        } else if (reference.revision() != tested.revision()) {
            String text = "revision ";
            mismatch = Optional.of(
                    new Mismatch(index, step, text + reference.revision(), text + tested.revision(), false));
        }
        index++;
        return new Answer(expected, mismatch);
    }

    /** Compares what the watches were told, once all is said. */
    Optional<Mismatch> compareWatches(Step step) {
        boolean compaction = compacts(step);
        CompletableFuture<Boolean> pending = inBackground(() -> tested.settle(compaction));
        boolean complete = reference.settle(compaction);
        complete &= pending.join();
        if (!complete || !firstDifference(step, false).isEmpty()) {
            Await.holds(Duration.ofMillis(300), () -> false);
        }
        return firstDifference(step, true);
    }

    /** Whether some watch that began in the past got events. */
    boolean caughtUp() {
        return reference.caughtUp();
    }

    String logs() {
        String ended = reference.server().alive() ? "" : "THE REFERENCE'S PROCESS HAS ENDED\n";
        return ended + "log of the reference:\n" + reference.server().logTail(ended.isEmpty() ? 15 : 60)
                + "\nlog of the server under test:\n" + tested.server().logTail(15);
    }

    @Override
    public void close() {
        CompletableFuture<Void> other = inBackground(() -> {
            tested.close();
            return null;
        });
        reference.close();
        other.join();
    }

    private Optional<Mismatch> firstDifference(Step step, boolean judge) {
        for (int i = 0; i < Side.STREAM_COUNT; i++) {
            Map<Long, WatchTally> expected = reference.stream(i).tallies();
            Map<Long, WatchTally> actual = tested.stream(i).tallies();
            if (!expected.keySet().equals(actual.keySet())) {
                return Optional.of(Mismatch.ofLists(
                        index,
                        step,
                        "watch ids of stream " + i,
                        List.copyOf(expected.keySet()),
                        List.copyOf(actual.keySet())));
            }
            for (Map.Entry<Long, WatchTally> watch : new TreeMap<>(expected).entrySet()) {
                String name = "stream " + i + " watch " + watch.getKey();
                WatchTally other = actual.get(watch.getKey());
                Optional<Mismatch> found = compare(step, name, watch.getValue(), other, judge);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Mismatch> compare(Step step, String name, WatchTally expected, WatchTally actual, boolean judge) {
        List<WatchTally.Item> a = expected.fresh();
        List<WatchTally.Item> b = actual.fresh();
        if (!a.equals(b) && !(judge && differences.allowsEvents(a, b))) {
            return Optional.of(Mismatch.ofLists(index, step, name, a, b));
        }
        if (judge) {
            expected.judged(a.size());
            actual.judged(b.size());
        }
        return Optional.empty();
    }

    private static boolean needsSettledWatches(Step step) {
        return compacts(step)
                || step instanceof Step.WatchCancel
                || step instanceof Step.WatchProgress
                || (step instanceof Step.WatchCreate create && create.request().getWatchId() != 0);
    }

    private static boolean compacts(Step step) {
        return step instanceof Step.Call call && call.request() instanceof CompactionRequest;
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Background.POOL);
    }

    /** Steps as an error report lists them. */
    static String list(List<Step> steps) {
        List<String> lines = new ArrayList<>();
        steps.forEach(step -> lines.add("  " + lines.size() + ": " + step));
        return String.join("\n", lines);
    }
}
