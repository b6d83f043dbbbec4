/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The load of one round: jetcd and Kedge's own client at each member, and one of each that knows all members. */
final class Clients {
    private static final long CALL_LIMIT_MILLIS = 2_000;
    private static final long PAUSE_MILLIS_MAX = 25;

    private final Recording recording;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopping;

    /** Starts them; values carry {@code name}, and no revision before {@code oldest} is read. */
    Clients(ClusterUnderTest cluster, Recording recording, String name, Random random, long oldest) {
        this.recording = recording;
        List<String[]> targets = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            targets.add(new String[] {cluster.endpoint(i)});
        }
        targets.add(cluster.endpoints().split(","));
        for (String[] endpoints : targets) {
            start(new JetcdCaller(CALL_LIMIT_MILLIS, endpoints), name, random, oldest);
            start(new KedgeCaller(CALL_LIMIT_MILLIS, endpoints), name, random, oldest);
        }
    }

    private void start(Caller caller, String name, Random random, long oldest) {
        int client = threads.size();
        Random own = new Random(random.nextLong());
        Workload workload = new Workload(own, name + "." + client, oldest);
        Thread thread = new Thread(() -> work(caller, client, own, workload), "client " + client);
        threads.add(thread);
        thread.start();
    }

    private void work(Caller caller, int client, Random random, Workload workload) {
        try (caller) {
            while (!stopping) {
                Request request = workload.next();
                int number = recording.begin(client, request);
                Outcome outcome = caller.call(request);
                recording.end(number, outcome);
                (outcome.equals(Outcome.UNKNOWN) ? unknown : answered).incrementAndGet();
                workload.learn(request, outcome);
                LockSupport.parkNanos((long) (random.nextDouble() * PAUSE_MILLIS_MAX * 1_000_000));
            }
        }
    }

    int answered() {
        return answered.get();
    }

    int unknown() {
        return unknown.get();
    }

    /** Returns when the last call has ended. */
    void stop() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
