/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.client.KedgeClient;
import io.kedge.dist.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes one key after the other, and remembers which were acknowledged. */
final class SteadyWriter implements AutoCloseable {
    private static final int WRITES_BETWEEN = 500;

    private final KedgeClient client;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::write, "steady writer");
    private volatile boolean stopping;

    SteadyWriter(String... endpoints) {
        client = KedgeClient.connect(endpoints);
        thread.setDaemon(true);
        thread.start();
    }

    private void write() {
        for (int i = 0; !stopping; i++) {
            String key = "steady/" + i;
            try {
                client.kv().put(key, Integer.toString(i)).await().indefinitely();
                acknowledged.add(key);
            } catch (RuntimeException e) {
                failures.add(key + ": " + e);
            }
        }
    }

    /** Returns when some hundred more writes were acknowledged. */
    void awaitWrites() {
        int wanted = acknowledged.size() + WRITES_BETWEEN;
        Await.until(Member.LIMIT, () -> wanted + " writes; " + this, () -> acknowledged.size() >= wanted);
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
    }

    /** Whether {@code endpoint} has all that was acknowledged. */
    void checkAllAt(String endpoint) {
        List<String> missing = new ArrayList<>();
        try (KedgeClient reader = KedgeClient.connect(endpoint)) {
            for (String key : acknowledged) {
                if (reader.kv().get(key).await().indefinitely().isEmpty()) {
                    missing.add(key);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Override
    public String toString() {
        return acknowledged.size() + " writes acknowledged, failed: " + failures;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        client.close();
    }
}
