/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.WireClient;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.WatchRequest;
import io.kedge.simulator.history.WatchStream;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Watches on the wire, one after the other, each for some moments at some member: mostly it goes on where the last one
 * ended, sometimes it begins anywhere in the past or with what comes.
 */
final class WireWatcher implements RecordedWatcher {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LIFE_MILLIS_MAX = 3_000;

    private final List<WireClient> clients = new ArrayList<>();
    private final List<WatchStream> streams = new ArrayList<>();
    private final KeySet keys;
    private final Random random;
    private final long oldest;
    private final Thread thread;
    private volatile boolean stopping;
    private long next;

    WireWatcher(Vertx vertx, List<Integer> ports, KeySet keys, Random random, long oldest) {
        ports.forEach(port -> clients.add(new WireClient(vertx, port)));
        this.keys = keys;
        this.random = random;
        this.oldest = oldest;
        next = oldest;
        thread = new Thread(this::live, name());
        thread.start();
    }

    @Override
    public String name() {
        return "wire watcher of " + keys;
    }

    private void live() {
        while (!stopping) {
            int lot = random.nextInt(10);
            long start = lot == 0 ? 0 : lot < 4 ? oldest + (long) (random.nextDouble() * (next - oldest)) : next;
            WatchRequest request = new WatchRequest(
                    keys, start, random.nextBoolean(), random.nextInt(12) == 0, random.nextInt(12) == 0);
            Duration life = Duration.ofMillis(1 + random.nextInt(LIFE_MILLIS_MAX));
            try (WireWatch watch = new WireWatch(anyClient(), request)) {
                Await.holds(life, () -> stopping || watch.hasEnded());
                keep(watch);
            }
        }
    }

    private void keep(WireWatch watch) {
        watch.close();
        WatchStream seen = watch.recorded();
        streams.add(seen);
        boolean all = !seen.request().noPuts() && !seen.request().noDeletes();
        if (all && seen.request().startRevision() > 0 && seen.request().startRevision() <= next) {
            next = Math.max(next, watch.reached() + 1);
        }
    }

    private WireClient anyClient() {
        return clients.get(random.nextInt(clients.size()));
    }

    @Override
    public void finish(long revision) {
        stop();
        try (WireWatch last = new WireWatch(anyClient(), new WatchRequest(keys, next, true, false, false))) {
            boolean reached = next > revision || last.await(revision, LIMIT);
            keep(last);
            if (!reached) {
                throw new AssertionError(name() + " is at " + last.reached() + ", not at " + revision);
            }
        }
        clients.forEach(WireClient::close);
    }

    @Override
    public List<WatchStream> streams() {
        return List.copyOf(streams);
    }

    @Override
    public void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
