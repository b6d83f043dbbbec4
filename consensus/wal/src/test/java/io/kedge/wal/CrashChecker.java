/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import static org.assertj.core.api.Assertions.fail;

import io.kedge.disk.recording.CrashPoint;
import io.kedge.disk.recording.CrashStyle;
import io.kedge.disk.recording.RecordingDisk;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Cuts the power at every operation of a workload. The recovered log must be the state of the last acknowledged flush
 * or of the one in flight: nothing lost, nothing invented, no gap, no half batch; also if the power goes again during
 * recovery. And the recovered log must take writes.
 */
final class CrashChecker {

    private final WalWorkload workload;
    private final SplittableRandom random;
    private final int randomImagesPerPoint;
    private int images;
    private int acknowledged;

    CrashChecker(WalWorkload workload, long seed, int randomImagesPerPoint) {
        this.workload = workload;
        this.random = new SplittableRandom(seed);
        this.randomImagesPerPoint = randomImagesPerPoint;
    }

    /** Returns the number of images checked. */
    int run() {
        for (CrashPoint point : workload.recording.points()) {
            if (point.number() < workload.snapshots.get(0).ackPosition()) {
                continue;
            }
            while (acknowledged + 1 < workload.snapshots.size()
                    && workload.snapshots.get(acknowledged + 1).ackPosition() <= point.number()) {
                acknowledged++;
            }
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
        RecordingDisk image = workload.recording.image(point.number(), style, seed);
        int recoverySteps = recover(image, point, where);
        if (random.nextInt(4) == 0) {
            int again = random.nextInt(recoverySteps + 1);
            RecordingDisk second = image.image(again, CrashStyle.RANDOM_SECTORS, seed);
            recover(second, point, where + ", again after " + again);
        }
    }

    /** Returns how many operations opening the log took. */
    private int recover(RecordingDisk image, CrashPoint point, String where) {
        images++;
        try (Wal wal = Wal.open(image, WalWorkload.DIRECTORY, WalWorkload.OPTIONS)) {
            int recoverySteps = image.position();
            WalRecovered recovered = wal.recovered();
            long released = workload.releases.floorEntry(point.number()).getValue();
            String difference = workload.snapshots.get(acknowledged).differenceTo(recovered, released);
            if (difference != null && acknowledged + 1 < workload.snapshots.size()) {
                String other = workload.snapshots.get(acknowledged + 1).differenceTo(recovered, released);
                difference = other == null ? null : difference + "; nor the flush in flight: " + other;
            }
            if (difference != null) {
                fail(where + ": not the acknowledged flush " + acknowledged + ": " + difference);
            }
            goOn(wal, image, recovered, where);
            return recoverySteps;
        } catch (IOException e) {
            return fail(where + ": does not open: " + e, e);
        }
    }

    private void goOn(Wal wal, RecordingDisk image, WalRecovered recovered, String where) throws IOException {
        long next = recovered.lastIndex() + 1;
        WalEntry added = new WalEntry(next, recovered.hardState().term(), (byte) 9, new byte[40]);
        wal.appendEntry(added.index(), added.term(), added.type(), added.payload());
        wal.flush();
        RecordingDisk later = image.image(image.position(), CrashStyle.DROP_ALL_UNFORCED, 0);
        try (Wal reopened = Wal.open(later, WalWorkload.DIRECTORY, WalWorkload.OPTIONS)) {
            WalRecovered again = reopened.recovered();
            int old = recovered.entries().size();
            if (again.entries().size() != old + 1
                    || !again.entries().get(old).equals(added)
                    || !again.entries().subList(0, old).equals(recovered.entries())) {
                fail(where + ": an entry appended after recovery is not there");
            }
        }
    }
}
