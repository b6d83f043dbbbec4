/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import io.kedge.disk.Disk;
import io.kedge.disk.recording.CrashStyle;
import io.kedge.disk.recording.RecordingDisk;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * One node that lives through crash after crash in simulated time, each at a boundary between two of its outputs: an
 * append handed over, written, reported; a flush ordered, written, reported; log released. One ledger holds all its
 * lives to what each has told.
 */
final class CrashingNode {

    private static final int CRASH_ONE_STEP_IN = 25;

    /** Opens a node, sound or broken. */
    interface Opener {
        SimulatedNode open(Disk disk, long seed) throws IOException;
    }

    private final SplittableRandom random;
    private final Opener opener;
    private final Ledger ledger = new Ledger();
    private RecordingDisk disk = new RecordingDisk();
    private int crashes;

    CrashingNode(long seed, Opener opener) {
        this.random = new SplittableRandom(seed);
        this.opener = opener;
    }

    /** Runs {@code steps}, over as many lives as it takes; returns the number of crashes. */
    int run(int steps) throws IOException {
        int left = steps;
        while (left > 0) {
            left = live(left);
            crash();
        }
        return crashes;
    }

    private int live(int steps) throws IOException {
        try (SimulatedNode node = opener.open(disk, random.nextLong())) {
            NodeLife life = new NodeLife(disk, ledger, random, node);
            long told = ledger.toldBy(Integer.MAX_VALUE);
            if (random.nextInt(4) != 0) {
                life.settle();
                ledger.check(
                        node.raft(),
                        node.recoveredIndex(),
                        told,
                        Digest.of(node.replica().stores()));
            }
            for (int left = steps; left > 0; left--) {
                life.step();
                if (random.nextInt(CRASH_ONE_STEP_IN) == 0) {
                    return left - 1;
                }
            }
            return 0;
        }
    }

    private void crash() {
        crashes++;
        CrashStyle[] styles = CrashStyle.values();
        disk = disk.image(disk.position(), styles[random.nextInt(styles.length)], random.nextLong());
        ledger.newLife();
    }
}
