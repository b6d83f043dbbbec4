/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.simulator.tla.TlaTrace;
import io.kedge.simulator.tla.Tlc;
import io.kedge.simulator.tla.TlcVerdict;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces of simulated clusters against the specification {@code Raft.tla}. */
final class RaftTraceTest {

    private static final int EVENTS = 10_000;

    /** In these traces members crash, lead, install snapshots and change. */
    @ParameterizedTest
    @CsvSource({"8, 800"})
    void aClusterIsABehaviourOfTheSpecification(long seed, int records) {
        TlcVerdict verdict = Tlc.check("sound-" + seed, TlaProbe.record(seed, EVENTS, records));
        assertThat(verdict.records()).isEqualTo(records);
        assertThat(verdict.isAccepted()).as("seed %s: %s", seed, verdict).isTrue();
    }

    /** {@code -Dkedge.tla.seeds} traces of {@code -Dkedge.tla.records} records, from {@code -Dkedge.tla.seed} on. */
    @Test
    @Tag("proof")
    void manyClustersAreBehavioursOfTheSpecification() {
        long first = Long.getLong("kedge.tla.seed", 1);
        int seeds = Integer.getInteger("kedge.tla.seeds", 20);
        int records = Integer.getInteger("kedge.tla.records", 2_000);
        for (long seed = first; seed < first + seeds; seed++) {
            TlcVerdict verdict = Tlc.check("sound-" + seed, TlaProbe.record(seed, EVENTS, records));
            System.out.println("seed " + seed + ": " + verdict);
            assertThat(verdict.isAccepted()).as("seed %s: %s", seed, verdict).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"ACKNOWLEDGES_BEFORE_THE_WRITE, 2, 400", "FORGETS_ITS_VOTE, 2, 400"})
    void aClusterOfBrokenMembersIsNot(ClusterMutants mutant, long seed, int records) {
        TlaTrace trace = TlaProbe.record(seed, EVENTS, records, mutant.maker);
        assertRejected(mutant.name(), seed, trace.module());
    }

    @ParameterizedTest
    @CsvSource({
        "SENDS_BEFORE_ITS_TERM_IS_FORCED, 2, 400",
        "ACKNOWLEDGES_ENTRIES_BEFORE_THEY_ARE_FORCED, 2, 400",
        "LEADER_COUNTS_ITSELF_BEFORE_ITS_FORCE, 2, 400"
    })
    void aClusterOfPatchedMembersIsNot(SourceMutant mutant, long seed, int records) throws Exception {
        assertRejected(mutant.name(), seed, TlaProbe.record(mutant, seed, EVENTS, records));
    }

    @ParameterizedTest
    @CsvSource({"APPLIES_BEFORE_COMMIT, 2, 400", "VOTES_FOR_A_SHORTER_LOG, 9, 1200"})
    @Tag("proof")
    void aClusterOfPatchedMembersIsNotInTheEnd(SourceMutant mutant, long seed, int records) throws Exception {
        aClusterOfPatchedMembersIsNot(mutant, seed, records);
    }

    private static void assertRejected(String mutant, long seed, String trace) {
        TlcVerdict verdict = Tlc.check(mutant + "-" + seed, trace);
        assertThat(verdict.records()).isPositive();
        assertThat(verdict.isAccepted())
                .as("%s at seed %s: %s", mutant, seed, verdict)
                .isFalse();
    }

    /** The first record that fits is changed or, if there is nothing to put in its place, left out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a leader commits alone ; (role .-> .leader.*)commit .-> 0 ; $1commit |-> 1",
                "a follower has an entry of its own ; (role .-> .follower.*<<Entry.\\d+, )\\d+ ; $1999999",
                "a vote for somebody who did not stand ; vote .-> [1-9](, role .-> .follower) ; vote |-> 9$1",
                "a leader without an election ; .candidate. ; \"leader\"",
                "an entry takes effect too soon ; commit .-> 0, applied .-> 0 ; commit |-> 0, applied |-> 1",
                "a write that was never handed over ; .*.write..*\\n ;"
            })
    void aForgedTraceIsNot(String what, String record, String forged) {
        String sound = TlaProbe.record(36, EVENTS, 120);
        Matcher fits = Pattern.compile(record).matcher(sound);
        assertThat(fits.find()).isTrue();
        int place = (int) sound.substring(0, fits.start())
                .lines()
                .filter(line -> line.startsWith("[kind"))
                .count();
        String trace = sound.substring(0, fits.start())
                + Pattern.compile(record)
                        .matcher(sound.substring(fits.start()))
                        .replaceFirst(forged == null ? "" : forged);
        TlcVerdict verdict = Tlc.check("forged", trace);
        assertThat(verdict.isAccepted()).as(what).isFalse();
        assertThat(verdict.reached()).as("%s at %s", what, place).isBetween(place - 1, place + 25);
    }
}
