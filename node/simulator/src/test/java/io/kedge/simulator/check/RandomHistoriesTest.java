/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.simulator.history.History;
import io.kedge.simulator.history.HistoryReader;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The checker on histories made by the thousand, sound and broken, and against a checker that tries everything. */
class RandomHistoriesTest {

    private static final Budget ENOUGH = Budget.steps(200_000);

    @Test
    void soundHistoriesPassAndBrokenOnesDoNot() {
        Map<Mutation, Integer> broken = new EnumMap<>(Mutation.class);
        for (long seed = 1; seed <= 1_000; seed++) {
            boolean unknown = seed % 2 == 0;
            RandomHistory sound = new RandomHistory(seed, 20 + (int) (seed % 60), (int) (seed % 7), unknown ? 8 : 0);
            History history = sound.history();
            Verdict verdict = Linearizability.check(KvModel.of(history), history, ENOUGH);
            assertThat(verdict.isLinearizable())
                    .as("seed %s: %s\n%s", seed, verdict, history)
                    .isTrue();
            assertThat(PastReads.check(history, sound.log)).as("seed %s", seed).isEmpty();
            SplittableRandom random = new SplittableRandom(seed);
            for (Mutation mutation : Mutation.values()) {
                if (!unknown || !mutation.needsKnownOutcomes) {
                    long number = seed;
                    mutation.apply(sound, random).forEach(mutant -> {
                        Verdict bad = Linearizability.check(KvModel.of(mutant), mutant, ENOUGH);
                        assertThat(bad.isViolation())
                                .as("seed %s, %s: %s\n%s", number, mutation, bad, mutant)
                                .isTrue();
                        broken.merge(mutation, 1, Integer::sum);
                    });
                }
            }
        }
        assertThat(broken.keySet()).containsExactly(Mutation.values());
        assertThat(broken.values()).allMatch(count -> count > 300, broken.toString());
    }

    @Test
    void theLogOfEventsMakesItNoStricter() {
        for (long seed = 1; seed <= 200; seed++) {
            RandomHistory sound = new RandomHistory(seed, 100, 10, 20);
            History history = sound.history();
            Verdict verdict = Linearizability.check(KvModel.of(history, sound.log), history, ENOUGH);
            assertThat(verdict.isLinearizable())
                    .as("seed %s: %s\n%s", seed, verdict, history)
                    .isTrue();
        }
    }

    /** With revisions in the replies the search must stay close to one step for each operation. */
    @Test
    void longHistoriesAreNearlyAWalk() {
        RandomHistory sound = new RandomHistory(7, 5_000, 10, 3);
        History history = sound.history();
        Verdict verdict = Linearizability.check(KvModel.of(history), history, Budget.steps(2_000_000));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.LINEARIZABLE);
        assertThat(verdict.steps()).isLessThan(1_000_000);
    }

    @Test
    void textKeepsEveryHistory() {
        for (long seed = 1; seed <= 100; seed++) {
            History history = new RandomHistory(seed, 50, 3, 10).history();
            assertThat(HistoryReader.read(history.toString()))
                    .as("seed %s", seed)
                    .isEqualTo(history);
        }
    }

    @Test
    void agreesWithBruteForceOnTinyStores() {
        int bad = 0;
        int total = 6_000;
        for (long seed = 1; seed <= total; seed++) {
            History history = tinyStore(seed);
            boolean right = BruteForce.isLinearizable(KvModel.plain(), history);
            bad += right ? 0 : 1;
            assertVerdict(seed, history, KvModel.of(history), right);
            assertVerdict(seed, history, KvModel.plain(), right);
        }
        assertThat(bad).isBetween(total / 5, total * 4 / 5);
    }

    @Test
    void agreesWithBruteForceOnTinyRegisters() {
        int bad = 0;
        int total = 20_000;
        for (long seed = 1; seed <= total; seed++) {
            History history = tinyRegisters(seed);
            boolean right = BruteForce.isLinearizable(new RegisterModel(), history);
            bad += right ? 0 : 1;
            assertVerdict(seed, history, new RegisterModel(), right);
        }
        assertThat(bad).isBetween(total / 5, total * 4 / 5);
    }

    private static <S> void assertVerdict(long seed, History history, Model<S> model, boolean right) {
        Verdict verdict = Linearizability.check(model, history, ENOUGH);
        assertThat(verdict.kind())
                .as("seed %s: %s\n%s", seed, verdict, history)
                .isEqualTo(right ? Verdict.Kind.LINEARIZABLE : Verdict.Kind.VIOLATION);
    }

    /** Up to seven operations; in three of four histories some replies and times are changed, which may not matter. */
    private static History tinyStore(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomHistory sound = new RandomHistory(seed, 3 + random.nextInt(5), 3, 15);
        List<Operation> operations = new ArrayList<>(sound.operations);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(operations.size());
            operations.set(at, disturbed(operations.get(at), sound, random));
        }
        if (random.nextInt(5) == 0) {
            operations.replaceAll(RandomHistory::withoutRevisions);
        }
        return new History(operations);
    }

    private static Operation disturbed(Operation operation, RandomHistory sound, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            long shift = random.nextInt(1_000) - 500L;
            long end = operation.isUnknown() ? Operation.NEVER : operation.returnedAt() + shift;
            return new Operation(
                    operation.number(),
                    operation.client(),
                    operation.invokedAt() + shift,
                    end,
                    operation.request(),
                    operation.outcome());
        }
        if (operation.isUnknown()) {
            return operation;
        }
        KvState state = sound.states.get(random.nextInt(sound.states.size()));
        return operation.withOutcome(
                KvMachine.execute(state, operation.request()).outcome());
    }

    private static History tinyRegisters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> operations = new ArrayList<>();
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            int from = random.nextInt(12);
            String to = random.nextInt(6) == 0 ? "?" : Integer.toString(from + 1 + random.nextInt(6));
            String what =
                    switch (random.nextInt(8)) {
                        case 0, 1, 2 -> "w" + random.nextInt(3);
                        case 3, 4 -> "r" + random.nextInt(3);
                        case 5 -> "r-";
                        case 6 -> "d" + random.nextInt(2);
                        default -> "c" + random.nextInt(3) + random.nextInt(3) + (random.nextBoolean() ? "+" : "-");
                    };
            operations.add(from + "-" + to + " " + (random.nextInt(4) == 0 ? "other:" : "") + what);
        }
        return HistoryReader.read(Registers.lines(operations));
    }

    @Test
    void aSerializableReadOrALostOneIsNotJudged() {
        Request read = new Request.Range(KeySet.single("k0"), 0, true);
        Item wrong = Item.created("k0", "never", 40);
        Outcome seen = new Outcome.Ok(new Response.Range(40, List.of(wrong)));
        History history = new History(List.of(new Operation(0, 1, 1, 2, read, seen)));
        assertThat(Linearizability.check(KvModel.of(history), history, ENOUGH).isLinearizable())
                .isTrue();
        assertThat(Linearizability.check(KvModel.of(history), history, ENOUGH).order())
                .isEmpty();
    }
}
