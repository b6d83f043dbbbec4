/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import io.kedge.disk.recording.RecordingDisk;
import io.kedge.raft.Append;
import io.kedge.replica.Turn;
import java.io.IOException;
import java.util.SplittableRandom;

/** Drives a node through a seeded order of writes, turns, disk steps and time, keeping the ledger. */
final class NodeLife {

    private final RecordingDisk recording;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final Workload workload;
    private final SimulatedNode node;
    private long reported;

    /**
     * @param recording where the moments come from
     * @param node running on that disk, possibly by way of another
     */
    NodeLife(RecordingDisk recording, Ledger ledger, SplittableRandom random, SimulatedNode node) {
        this.recording = recording;
        this.ledger = ledger;
        this.random = random;
        this.workload = new Workload(random);
        this.node = node;
        this.reported = node.replica().appliedIndex();
    }

    /** One step of one of the node's threads, or of the world. */
    void step() throws IOException {
        int choice = random.nextInt(100);
        if (choice < 30) {
            node.propose(workload.next(node.replica().stores().users().revision()));
        } else if (choice < 58) {
            turned(node.turn());
        } else if (choice < 80) {
            node.stepLog();
        } else if (choice < 88) {
            node.stepFlush();
        } else if (choice < 91) {
            node.release();
        } else if (choice < 93) {
            node.prepareLog();
        } else if (choice < 96) {
            node.merge(random.nextInt(3) == 0);
        } else {
            node.tick(1 + random.nextInt(900));
        }
    }

    /** Runs until all that was proposed is applied. */
    void settle() throws IOException {
        node.settle(this::turned);
    }

    private void turned(Turn turn) {
        Append append = turn.append();
        if (append != null) {
            append.entries().forEach(ledger::appended);
        }
        long applied = node.replica().appliedIndex();
        if (applied != reported) {
            reported = applied;
            ledger.applied(
                    recording.position(), applied, Digest.of(node.replica().stores()));
        }
    }
}
