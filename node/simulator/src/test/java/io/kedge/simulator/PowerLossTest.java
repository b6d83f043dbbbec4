/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.Disk;
import io.kedge.disk.ForgetfulDisk;
import io.kedge.disk.recording.CrashPoint;
import io.kedge.disk.recording.RecordingDisk;
import io.kedge.raft.Append;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole node loses power at every operation of its disk; and the same check must catch nodes that are broken. */
final class PowerLossTest {

    private static final int STEPS = 500;

    @Test
    void whatWasToldSurvivesAnyPowerLoss() throws Exception {
        assertThat(checkSeeds(1, 8, 3)).isGreaterThanOrEqualTo(10_000);
    }

    /** More with {@code -Dkedge.power.seeds}. */
    @Test
    @Tag("proof")
    void whatWasToldSurvivesAnyPowerLossAtLength() throws Exception {
        int seeds = Integer.getInteger("kedge.power.seeds", 50);
        assertThat(checkSeeds(1_000, seeds, 10)).isGreaterThanOrEqualTo(2_500 * seeds);
    }

    private static int checkSeeds(long first, int seeds, int randomImagesPerPoint) throws IOException {
        int images = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            try {
                images += check(seed, randomImagesPerPoint, disk -> disk, SimulatedNode::new);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        return images;
    }

    /** The workload must reach what the proof is about. */
    @Test
    void theLivesRollFlushMergeAndRelease() throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        for (long seed = 1; seed <= 8; seed++) {
            for (CrashPoint point :
                    live(seed, disk -> disk, SimulatedNode::new, new Ledger()).points()) {
                String operation = point.lastOperation();
                count(counts, operation, "log segments deleted", "Delete[name=data/wal/");
                count(counts, operation, "store segments deleted", "Delete[name=data/store/segment");
                count(counts, operation, "manifests", "to=data/store/manifest,");
            }
        }
        assertThat(counts.values()).hasSize(3).allMatch(count -> count >= 20, counts.toString());
    }

    private static void count(Map<String, Integer> counts, String operation, String what, String sign) {
        if (operation.contains(sign)) {
            counts.merge(what, 1, Integer::sum);
        }
    }

    private static int check(
            long seed, int randomImagesPerPoint, UnaryOperator<Disk> wrapper, CrashingNode.Opener opener)
            throws IOException {
        Ledger ledger = new Ledger();
        RecordingDisk recording = live(seed, wrapper, opener, ledger);
        return new PowerLossCheck(recording, ledger, seed, randomImagesPerPoint).run();
    }

    private static RecordingDisk live(long seed, UnaryOperator<Disk> wrapper, CrashingNode.Opener opener, Ledger ledger)
            throws IOException {
        RecordingDisk recording = new RecordingDisk();
        try (SimulatedNode node = opener.open(wrapper.apply(recording), seed)) {
            NodeLife life = new NodeLife(recording, ledger, new SplittableRandom(seed), node);
            for (int i = 0; i < STEPS; i++) {
                life.step();
            }
            life.settle();
        }
        return recording;
    }

    private static void assertCaught(UnaryOperator<Disk> wrapper, CrashingNode.Opener opener) {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= 3; seed++) {
                        check(seed, 3, wrapper, opener);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("image seed");
    }

    @Test
    void aNodeThatDoesNotForceItsLogIsCaught() {
        assertCaught(disk -> ForgetfulDisk.of(disk, name -> name.startsWith("data/wal/")), SimulatedNode::new);
    }

    @Test
    void aNodeThatDoesNotForceItsSegmentsIsCaught() {
        assertCaught(
                disk -> ForgetfulDisk.of(disk, name -> name.startsWith("data/store/segment-")), SimulatedNode::new);
    }

    @Test
    void aNodeThatDoesNotForceItsManifestIsCaught() {
        assertCaught(
                disk -> ForgetfulDisk.of(
                        disk, name -> name.toLowerCase(java.util.Locale.ROOT).contains("manifest")),
                SimulatedNode::new);
    }

    @Test
    void aNodeThatDoesNotForceTheStoresDirectoryIsCaught() {
        assertCaught(disk -> ForgetfulDisk.of(disk, "data/store"::equals), SimulatedNode::new);
    }

    @Test
    void aNodeThatAcknowledgesBeforeTheLogIsWrittenIsCaught() {
        assertCaught(disk -> disk, Hasty::new);
    }

    /** Reports an append as durable before it is. */
    private static final class Hasty extends SimulatedNode {

        Hasty(Disk disk, long seed) throws IOException {
            super(disk, seed);
        }

        @Override
        protected void appended(Append append) {
            replica().persisted(append.id());
        }
    }
}
