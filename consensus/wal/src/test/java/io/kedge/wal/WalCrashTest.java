/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.ForgetfulDisk;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Power loss at every operation of recorded workloads; and the same check must catch logs that are broken. */
final class WalCrashTest {

    private static final int FLUSHES = 60;

    @Test
    void anyPowerLossLeavesWhatWasFlushed() throws Exception {
        int images = 0;
        for (long seed = 1; seed <= 5; seed++) {
            images += checkSeed(seed, 5);
        }
        assertThat(images).isGreaterThan(10_000);
    }

    /** More with {@code -Dkedge.log.seeds}. */
    @Test
    @Tag("proof")
    void anyPowerLossLeavesWhatWasFlushedAtLength() throws Exception {
        int seeds = Integer.getInteger("kedge.log.seeds", 100);
        int images = 0;
        for (long seed = 1000; seed < 1000 + seeds; seed++) {
            images += checkSeed(seed, 25);
        }
        assertThat(images).isGreaterThan(3_000 * seeds);
    }

    private static int checkSeed(long seed, int randomImagesPerPoint) throws Exception {
        try {
            WalWorkload workload = new WalWorkload(seed, disk -> disk, false).run(FLUSHES);
            return new CrashChecker(workload, seed, randomImagesPerPoint).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("workload seed " + seed, e);
        }
    }

    @Test
    void aLogThatSkipsEveryForceIsCaught() throws Exception {
        assertCaught(new WalWorkload(1, disk -> new ForgetfulDisk(disk, name -> true, name -> false), false));
    }

    @Test
    void aLogThatSkipsOneForceInTwentyIsCaught() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        assertCaught(new WalWorkload(
                1, disk -> new ForgetfulDisk(disk, name -> random.nextInt(20) == 0, name -> false), false));
    }

    @Test
    void aLogThatDoesNotForceTheDirectoryIsCaught() throws Exception {
        assertCaught(new WalWorkload(1, disk -> new ForgetfulDisk(disk, name -> false, name -> true), false));
    }

    @Test
    void aLogThatAcknowledgesBeforeTheFlushIsCaught() throws Exception {
        assertCaught(new WalWorkload(1, disk -> disk, true));
    }

    private static void assertCaught(WalWorkload broken) throws Exception {
        WalWorkload recorded = broken.run(FLUSHES);
        assertThatThrownBy(() -> new CrashChecker(recorded, 1, 6).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("image seed");
    }
}
