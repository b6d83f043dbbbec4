/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Key;
import io.kedge.model.Space;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.Liveness;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the storage thread leaves undone when the node stops. */
final class StorageThreadTest {

    private static final long LIMIT_SECONDS = 20;

    private final CountDownLatch merging = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger steps = new AtomicInteger();
    private final List<String> fatal = new CopyOnWriteArrayList<>();

    @Test
    void aMergeWithStepsLeftIsNoFailureOfAStoppingNode() throws InterruptedException {
        NodeMeters meters = new NodeMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        StorageThread storage =
                new StorageThread(backend(), nothingLives(), (what, cause) -> fatal.add(what + ": " + cause), meters);
        storage.requestMerge();
        assertThat(merging.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        Thread stopping = new Thread(() -> close(storage));
        stopping.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        // It waits for the step under way only after it has closed the queue.
        while (stopping.getState() != Thread.State.TIMED_WAITING && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        stopping.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        assertThat(stopping.isAlive()).isFalse();
        assertThat(steps).hasValue(1);
        assertThat(fatal).isEmpty();
    }

    private static void close(StorageThread storage) {
        try {
            storage.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that always has another step to merge. */
    private Backend backend() {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("merge")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    steps.incrementAndGet();
                    merging.countDown();
                    return goOn.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                });
    }

    private static Liveness nothingLives() {
        return new Liveness() {
            @Override
            public boolean isLive(Space space, Key key, long revision, int sub) {
                return false;
            }

            @Override
            public long liveCount(Space space) {
                return 0;
            }
        };
    }
}
