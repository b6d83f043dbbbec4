/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import java.util.EnumSet;
import java.util.SplittableRandom;

/** Draws what one run has: kinds of faults, and rates that differ by orders of magnitude. */
public final class Swarm {

    private Swarm() {}

    /** Each kind with even odds; in one run of sixteen none, in another one all. */
    public static <E extends Enum<E>> EnumSet<E> subset(Class<E> kinds, SplittableRandom random) {
        EnumSet<E> all = EnumSet.allOf(kinds);
        int run = random.nextInt(16);
        if (run > 0) {
            boolean some = run > 1;
            all.removeIf(kind -> some && random.nextBoolean());
            return all;
        }
        return EnumSet.noneOf(kinds);
    }

    /** Between the two, as likely among small values as among large ones. */
    public static long logUniform(long low, long high, SplittableRandom random) {
        double exponent = random.nextDouble() * (Math.log(high) - Math.log(low));
        return Math.min(high, Math.max(low, Math.round(low * Math.exp(exponent))));
    }

    /** With a mean, and now and then several times as much. */
    public static long exponential(long mean, SplittableRandom random) {
        return Math.round(-mean * Math.log(1 - random.nextDouble()));
    }
}
