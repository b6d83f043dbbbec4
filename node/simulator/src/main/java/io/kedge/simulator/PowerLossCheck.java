/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import io.kedge.disk.recording.CrashPoint;
import io.kedge.disk.recording.CrashStyle;
import io.kedge.disk.recording.RecordingDisk;
import io.kedge.model.Key;
import io.kedge.model.PutRequest;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Cuts the power at every operation of a recorded life. The whole node must open from each image with everything it had
 * told, with nothing that was never written, in a state it was in; and it must take writes again, which survive the
 * next loss.
 */
final class PowerLossCheck {

    private final RecordingDisk recording;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final int randomImagesPerPoint;
    private int images;

    PowerLossCheck(RecordingDisk recording, Ledger ledger, long seed, int randomImagesPerPoint) {
        this.recording = recording;
        this.ledger = ledger;
        this.random = new SplittableRandom(seed);
        this.randomImagesPerPoint = randomImagesPerPoint;
    }

    /** Returns the number of images checked; throws AssertionError at the first that breaks a promise. */
    int run() {
        for (CrashPoint point : recording.points()) {
            for (CrashStyle style : CrashStyle.values()) {
                int count = style == CrashStyle.RANDOM_SECTORS ? randomImagesPerPoint : 1;
                for (int i = 0; i < count; i++) {
                    check(point, style, random.nextLong());
                }
            }
        }
        return images;
    }

    private void check(CrashPoint point, CrashStyle style, long seed) {
        String where = point + " " + style + " image seed " + seed;
        try {
            long told = ledger.toldBy(point.number());
            RecordingDisk image = recording.image(point.number(), style, seed);
            int openedAt = recover(image, told, random.nextInt(8) == 0);
            if (random.nextInt(5) == 0) {
                int again = random.nextInt(openedAt + 1);
                where += ", again after " + again;
                recover(image.image(again, CrashStyle.RANDOM_SECTORS, seed), told, false);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }

    /** Opens and checks a node; returns how many operations of its disk the opening took. */
    private int recover(RecordingDisk image, long told, boolean goesOn) throws IOException {
        images++;
        try (SimulatedNode node = new SimulatedNode(image, 1)) {
            int openedAt = image.position();
            long recovered = node.recoveredIndex();
            node.settle(turn -> {});
            // The new leader's own entry follows and changes nothing.
            ledger.check(node.raft(), recovered, told, Digest.of(node.replica().stores()));
            if (goesOn) {
                goOn(node, image);
            }
            return openedAt;
        }
    }

    private void goOn(SimulatedNode node, RecordingDisk image) throws IOException {
        for (int i = 0; i < 3; i++) {
            node.propose(PutRequest.of(Key.utf8("after"), new byte[] {(byte) i}));
            node.settle(turn -> {});
        }
        Digest before = Digest.of(node.replica().stores());
        RecordingDisk later = image.image(image.position(), CrashStyle.DROP_ALL_UNFORCED, 0);
        try (SimulatedNode again = new SimulatedNode(later, 2)) {
            again.settle(turn -> {});
            Digest after = Digest.of(again.replica().stores());
            if (!after.equals(before)) {
                throw new AssertionError("written after recovery: " + before + ", found later: " + after);
            }
        }
    }
}
