/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Runs of seeds one after the other, on two threads; a seed's run does not depend on the other. */
final class SeedRuns {

    private static final int THREADS = 2;

    private final Profile profile;
    private final long end;
    private final int events;
    private final AtomicLong next;
    private final ClusterTotals totals = new ClusterTotals();
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    private SeedRuns(Profile profile, long first, long seeds, int events) {
        this.profile = profile;
        this.next = new AtomicLong(first);
        this.end = first + seeds;
        this.events = events;
    }

    /** Throws the first failure, with all others attached, after all runs. */
    static ClusterTotals of(Profile profile, long first, long seeds, int events) throws InterruptedException {
        SeedRuns runs = new SeedRuns(profile, first, seeds, events);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(runs::work, "seeds-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!runs.failures.isEmpty()) {
            AssertionError all = new AssertionError(runs.failures.size() + " runs failed, first: "
                    + runs.failures.get(0).getMessage());
            runs.failures.forEach(all::addSuppressed);
            throw all;
        }
        return runs.totals;
    }

    private void work() {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            try {
                ClusterTotals one = new ClusterSimulation(seed, profile, ClusterMember::new, line -> {}).run(events);
                synchronized (totals) {
                    totals.add(one);
                }
            } catch (ClusterFailure failure) {
                System.out.println(failure.getMessage());
                failures.add(failure);
            } catch (RuntimeException | Error broken) {
                failures.add(new AssertionError("seed " + seed + " broke the simulator", broken));
            }
        }
    }
}
