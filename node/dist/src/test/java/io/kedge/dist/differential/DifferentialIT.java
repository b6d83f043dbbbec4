/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.ServerBinary;
import io.kedge.grpc.proto.etcdserverpb.CompactionRequest;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same random requests to a real etcd and to the server under test, both fresh at the start of each sequence, must
 * get the same replies. -Dkedge.seed repeats a run, -Dkedge.requests sets its length, -Dkedge.etcd36 names the etcd;
 * -Dkedge.survey prints the first difference of every sequence and goes on with the next.
 */
final class DifferentialIT {
    private static final int REQUESTS_DEFAULT = 2_000;
    private static final int REQUESTS_IN_FULL = 20_000;
    private static final int STEPS_PER_SEQUENCE = 1_000;
    private static final int SEQUENCES_MORE = 10;
    private static final Duration SHRINK_LIMIT = Duration.ofSeconds(Integer.getInteger("kedge.shrinkSeconds", 90));

    private static Vertx vertx;

    private final long seed = Long.getLong("kedge.seed", System.nanoTime());
    private final ServerBinary reference = ServerBinary.reference();
    private final ServerBinary tested = ServerBinary.underTest();
    private final Differences differences =
            new Differences(Path.of(System.getProperty("basedir", "."), "../docs/differences.md"), reference, tested);
    private final Coverage coverage = new Coverage();

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void answers_random_requests_as_etcd_does() {
        compare(Integer.getInteger("kedge.requests", REQUESTS_DEFAULT));
    }

    @Test
    @Tag("proof")
    void answers_every_kind_of_request_as_etcd_does() {
        compare(Integer.getInteger("kedge.requests", REQUESTS_IN_FULL));
    }

    private void compare(int requests) {
        System.out.println(reference + " against " + tested + ": " + requests + " requests, -Dkedge.seed=" + seed);
        int sequences = Math.max(1, requests / STEPS_PER_SEQUENCE);
        int sequencesMax = requests < REQUESTS_IN_FULL ? sequences : sequences + SEQUENCES_MORE;
        CompletableFuture<Pair> next = startInBackground();
        try {
            for (int i = 0; i < sequences || i < sequencesMax && isThin(); i++) {
                try (Pair pair = next.join()) {
                    next = startInBackground();
                    sequence(pair, seed + i, Math.min(requests, STEPS_PER_SEQUENCE));
                }
            }
        } finally {
            next.join().close();
        }
        System.out.println("coverage of " + coverage.steps() + " steps:\n" + coverage);
        System.out.printf(
                "successes: %.1f %%, rows of differences.md in force: %s%n",
                100 * coverage.successShare(), differences.inForce());
        assertThat(coverage.successShare()).as("share of successes").isGreaterThanOrEqualTo(0.4);
        if (requests >= REQUESTS_IN_FULL) {
            assertThat(coverage.thin(Wanted.labels(reference)))
                    .as("hit fewer than " + Coverage.HITS_MIN + " times")
                    .isEmpty();
            assertThat(differences.unused())
                    .as("rows of differences.md that nothing used")
                    .isEmpty();
        }
    }

    /** The rarest kinds of request may need some sequences more. */
    private boolean isThin() {
        return !coverage.thin(Wanted.labels(reference)).isEmpty();
    }

    private void sequence(Pair pair, long ownSeed, int length) {
        Random random = new Random(ownSeed);
        Knowledge known = new Knowledge();
        RequestGenerator generator = new RequestGenerator(random, known, reference);
        List<Step> steps = new ArrayList<>();
        boolean compacted = false;
        boolean leased = false;
        for (int i = 0; i < length; i++) {
            Step step = generator.next();
            steps.add(step);
            Pair.Answer answer = ask(pair, step, steps);
            if (answer.mismatch().isPresent()) {
                fail(pair, ownSeed, steps, answer.mismatch().get());
                return;
            }
            Outcome outcome = answer.outcome();
            coverage.record(step, outcome, known);
            known.learn(step, outcome);
            if (step instanceof Step.Call call && outcome.ok()) {
                compacted |= call.request() instanceof CompactionRequest;
                leased |= call.request() instanceof PutRequest put && put.getLease() != 0;
            }
        }
        pair.compareWatches(steps.get(steps.size() - 1)).ifPresent(mismatch -> fail(pair, ownSeed, steps, mismatch));
        assertThat(compacted).as("a compaction in the sequence").isTrue();
        assertThat(leased).as("a lease on a key in the sequence").isTrue();
        assertThat(pair.caughtUp()).as("a watch that caught up in the sequence").isTrue();
    }

    private static Pair.Answer ask(Pair pair, Step step, List<Step> steps) {
        try {
            return pair.ask(step);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("step " + (steps.size() - 1) + " " + step + "\n" + pair.logs(), e);
        }
    }

    private void fail(Pair pair, long ownSeed, List<Step> steps, Mismatch mismatch) {
        if (Boolean.getBoolean("kedge.survey")) {
            System.out.println("SURVEY " + mismatch);
            return;
        }
        String first = mismatch + "\n" + pair.logs();
        List<Mismatch> seen = new ArrayList<>(List.of(mismatch));
        List<Step> small = new Shrinker(SHRINK_LIMIT, part -> {
                    Optional<Mismatch> again = replay(part);
                    again.ifPresent(seen::add);
                    return again.map(found -> OptionalInt.of(found.index())).orElse(OptionalInt.empty());
                })
                .shrink(steps);
        throw new AssertionError("-Dkedge.seed=" + ownSeed + " -Dkedge.requests=" + STEPS_PER_SEQUENCE + "\n" + first
                + "\nshrunk to " + small.size() + " steps, with " + seen.get(seen.size() - 1) + "\n"
                + Pair.list(small));
    }

    private Optional<Mismatch> replay(List<Step> steps) {
        try (Pair pair = Pair.start(vertx, reference, tested, differences)) {
            for (Step step : steps) {
                Optional<Mismatch> mismatch = pair.ask(step).mismatch();
                if (mismatch.isPresent()) {
                    return mismatch;
                }
            }
            return pair.compareWatches(steps.get(steps.size() - 1));
        } catch (AssertionError | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private CompletableFuture<Pair> startInBackground() {
        return CompletableFuture.supplyAsync(() -> Pair.start(vertx, reference, tested, differences), Background.POOL);
    }
}
