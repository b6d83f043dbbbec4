/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerExtension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The two lock recipes of the v2 tutorials, each with three clients that want the lock again and again. */
class V2LocksIT {

    private static final int CLIENTS = 3;
    private static final int ROUNDS = Integer.getInteger("kedge.lock.rounds", 8);

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension(
            ServerBinary.underTest().family() == ServerBinary.Family.ETCD
                    ? new String[] {"--enable-v2=true"}
                    : new String[0]);

    private final AtomicInteger holders = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();

    private static V2Client client() {
        return new V2Client(SERVER.server().endpoint());
    }

    private void critical() {
        assertThat(holders.incrementAndGet()).as("holders of the lock").isEqualTo(1);
        turns.incrementAndGet();
        Thread.yield();
        holders.decrementAndGet();
    }

    private static void compete(Callable<Void> competitor) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(threads.submit(competitor));
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            for (Future<Void> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Who creates the key has the lock; the others wait for its end, from the index that told them of it. */
    @Test
    void theKeyThatMustNotExist() throws Exception {
        compete(() -> {
            V2Client client = client();
            for (int round = 0; round < ROUNDS; round++) {
                V2Reply taken = client.put("/lock", "value=me&prevExist=false&ttl=30");
                while (taken.errorCode() != 0) {
                    assertThat(taken.errorCode()).isEqualTo(105);
                    V2Reply held = client.get("/lock", "quorum=true");
                    if (held.errorCode() == 0) {
                        client.waiting("/lock", "waitIndex=" + (held.modified() + 1))
                                .join();
                    }
                    taken = client.put("/lock", "value=me&prevExist=false&ttl=30");
                }
                assertThat(taken.status()).isEqualTo(201);
                critical();
                assertThat(client.delete("/lock", "prevIndex=" + taken.modified())
                                .action())
                        .isEqualTo("compareAndDelete");
            }
            return null;
        });
        assertThat(turns).hasValue(CLIENTS * ROUNDS);
    }

    /** Each takes a number; the lowest has the lock, the others wait for the one before them to go. */
    @Test
    void numbersInOrder() throws Exception {
        compete(() -> {
            V2Client client = client();
            for (int round = 0; round < ROUNDS; round++) {
                String own = client.post("/queue", "value=me&ttl=30").node().getString("key");
                for (String before = before(client, own); before != null; before = before(client, own)) {
                    V2Reply other = client.get(before, "quorum=true");
                    if (other.errorCode() == 0) {
                        client.waiting(before, "waitIndex=" + (other.modified() + 1))
                                .join();
                    }
                }
                critical();
                assertThat(client.delete(own, "").action()).isEqualTo("delete");
            }
            return null;
        });
        assertThat(turns).hasValue(CLIENTS * ROUNDS);
    }

    private static String before(V2Client client, String own) {
        JsonArray nodes = client.get("/queue", "sorted=true&quorum=true").node().getJsonArray("nodes");
        String before = null;
        for (Object node : nodes) {
            String key = ((JsonObject) node).getString("key");
            if (key.equals(own)) {
                return before;
            }
            before = key;
        }
        throw new AssertionError(own + " is not in " + nodes);
    }
}
