/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.load.TurnPuts;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the leader again and again. A round: all members healthy and of one mind about the leader, a client connected
 * to the others that had a put acknowledged, a pause; then kill -9, and the time to the client's next
 * acknowledgement; then the killed member is started again.
 */
final class FailOver {

    private static final double ACKNOWLEDGED_SECONDS_MAX = 30;

    /** Longer than an election timeout, so that no round begins while the last election still has effects. */
    private static final long PAUSE_MILLIS = 1_500;

    private FailOver() {}

    /** Seconds of each round, sorted. */
    record Times(double[] seconds) {

        double percentile(double percent) {
            int index = (int) Math.ceil(percent / 100 * seconds.length) - 1;
            return seconds[Math.max(0, index)];
        }

        double median() {
            return Samples.median(seconds);
        }
    }

    static Times measure(RunningCluster cluster, int rounds) throws IOException {
        double[] seconds = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            seconds[round] = round(cluster);
            System.err.printf(Locale.ROOT, "  fail-over %d of %d: %.2f s%n", round + 1, rounds, seconds[round]);
        }
        Arrays.sort(seconds);
        return new Times(seconds);
    }

    private static double round(RunningCluster cluster) throws IOException {
        ClusterMember leader = cluster.leader();
        List<ClusterMember> others =
                cluster.members().stream().filter(member -> member != leader).toList();
        try (TurnPuts client =
                new TurnPuts(others.stream().map(ClusterMember::address).toList())) {
            acknowledged(client, System.nanoTime());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            long killed = System.nanoTime();
            leader.kill();
            double seconds = acknowledged(client, killed);
            leader.stop();
            leader.start(cluster.initialCluster(), "new");
            leader.awaitHealthy();
            return seconds;
        }
    }

    private static double acknowledged(TurnPuts client, long since) throws IOException {
        OptionalDouble seconds = client.secondsToAcknowledged(since, ACKNOWLEDGED_SECONDS_MAX);
        if (seconds.isEmpty()) {
            throw new IOException("no put was acknowledged within " + ACKNOWLEDGED_SECONDS_MAX + " s");
        }
        return seconds.getAsDouble();
    }
}
