/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

/** Shortens the measured time of later rounds so that all of them fit the time allowed. */
final class Pace {

    /** Measuring less than this part of the time asked for says too little: then a round is left out. */
    static final double LEAST = 0.3;

    private Pace() {}

    /**
     * The part of the measured time that the next rounds may take, at most 1; negative or small if there is no room.
     *
     * @param measuringMinutes of one round at full length
     * @param overheadMinutes of one round for starts, warm-up and preparation
     */
    static double of(double minutesLeft, int roundsLeft, double measuringMinutes, double overheadMinutes) {
        double part = (minutesLeft / roundsLeft - overheadMinutes) / measuringMinutes;
        return Math.min(1, part);
    }
}
