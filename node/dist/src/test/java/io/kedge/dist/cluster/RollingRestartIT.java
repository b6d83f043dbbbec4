/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.client.Bytes;
import io.kedge.client.Compare;
import io.kedge.client.KedgeClient;
import io.kedge.client.KeyValue;
import io.kedge.client.Op;
import io.kedge.client.TxnResult;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerBinary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each of three members is told to stop by SIGTERM and started again, one after the other, under load. Clients with a
 * deadline of five seconds, which repeat reads and such writes as surely were not done, see no error at all; nothing is
 * done twice or lost.
 */
final class RollingRestartIT {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CLIENTS = 6;
    private static final int CALLS_BETWEEN = 400;

    @TempDir
    Path folder;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> increments = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    @Test
    void clients_see_no_error() throws InterruptedException {
        try (ClusterUnderTest cluster = ClusterUnderTest.start(ServerBinary.underTest(), folder, 3)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                threads.add(new Thread(() -> work(cluster, number), "client " + i));
            }
            threads.forEach(Thread::start);
            for (int member = 0; member < cluster.size(); member++) {
                awaitCalls();
                assertThat(cluster.stop(member)).as("exit code of SIGTERM").isZero();
                awaitCalls();
                cluster.restart(member);
            }
            awaitCalls();
            stopping = true;
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println("rolling restart: " + calls + " calls, the slowest took "
                    + slowestNanos.get() / 1_000_000 + " ms, " + errors.size() + " errors " + errors);
            assertThat(errors).isEmpty();
            checkCounters(cluster);
        }
    }

    private void awaitCalls() {
        int wanted = calls.get() + CALLS_BETWEEN;
        Await.until(
                LIMIT,
                () -> wanted + " calls, there were " + calls + ", errors " + errors,
                () -> calls.get() >= wanted);
    }

    /** Begins at a member of its own; goes on to the next where it must. */
    private void work(ClusterUnderTest cluster, int number) {
        String[] endpoints = new String[cluster.size()];
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i] = cluster.endpoint((i + number) % endpoints.length);
        }
        try (KedgeClient client =
                KedgeClient.builder().endpoints(endpoints).timeout(DEADLINE).build()) {
            for (int i = 0; !stopping; i++) {
                long startNanos = System.nanoTime();
                try {
                    call(client, number, i);
                } catch (RuntimeException e) {
                    errors.add("client " + number + ", call " + i + ": " + e);
                }
                long took = System.nanoTime() - startNanos;
                slowestNanos.accumulateAndGet(took, Math::max);
                calls.incrementAndGet();
            }
        }
    }

    private void call(KedgeClient client, int number, int call) {
        if (call % 3 == 0) {
            client.kv().put("put/" + number, "value " + call).await().indefinitely();
        } else if (call % 3 == 1) {
            Optional<KeyValue> found = client.kv().get("put/" + number).await().indefinitely();
            if (!found.map(kv -> kv.value().equals(Bytes.of("value " + (call - 1))))
                    .orElse(false)) {
                throw new IllegalStateException("read " + found + " after call " + (call - 1));
            }
        } else {
            increment(client, number);
        }
    }

    private void increment(KedgeClient client, int number) {
        Bytes key = Bytes.of("counter/" + number);
        int next = increments.getOrDefault(number, 0) + 1;
        Compare isLast = next == 1
                ? Compare.missing(key)
                : Compare.value(key, Compare.Relation.EQUAL, Bytes.of(Integer.toString(next - 1)));
        TxnResult result = client.kv()
                .txn()
                .when(isLast)
                .then(Op.put(key, Bytes.of(Integer.toString(next))))
                .commit()
                .await()
                .indefinitely();
        if (!result.succeeded()) {
            throw new IllegalStateException("the counter was not " + (next - 1));
        }
        increments.put(number, next);
    }

    private void checkCounters(ClusterUnderTest cluster) {
        for (int i = 0; i < cluster.size(); i++) {
            try (KedgeClient client = KedgeClient.connect(cluster.endpoint(i))) {
                increments.forEach((number, count) -> {
                    KeyValue kv = client.kv()
                            .get("counter/" + number)
                            .await()
                            .indefinitely()
                            .orElseThrow();
                    assertThat(kv.value()).isEqualTo(Bytes.of(Integer.toString(count)));
                    assertThat(kv.version()).as("puts of the counter").isEqualTo(count.longValue());
                });
            }
        }
    }
}
