/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several clients at the same keys at the same time. */
class V2RacesIT {

    private static final int CLIENTS = 6;

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension(
            ServerBinary.underTest().family() == ServerBinary.Family.ETCD
                    ? new String[] {"--enable-v2=true"}
                    : new String[0]);

    private static V2Client client() {
        return new V2Client(SERVER.server().endpoint());
    }

    private static void together(IntConsumer work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            running.add(threads.submit(() -> work.accept(number)));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        for (Future<?> one : running) {
            one.get();
        }
    }

    /** Whoever comes first decides which of the two a path is; then the other is refused. */
    @Test
    void aPathIsNeverAFileAndADirectory() throws Exception {
        for (int round = 0; round < 10; round++) {
            String path = "/either" + round;
            together(i -> {
                V2Reply reply = client().put(i % 2 == 0 ? path : path + "/child", "value=1");
                assertThat(reply.errorCode()).isIn(0, 102, 104);
            });
            V2Reply file = client().get(path, "quorum=true");
            V2Reply child = client().get(path + "/child", "quorum=true");
            boolean isDirectory = file.node().getBoolean("dir", false);
            assertThat(child.errorCode()).isEqualTo(isDirectory ? 0 : 104);
        }
    }

    @Test
    void everyPostGetsANameOfItsOwnAndNoIncrementIsLost() throws Exception {
        int rounds = 8;
        client().put("/counter", "value=0");
        together(i -> {
            V2Client client = client();
            for (int round = 0; round < rounds; round++) {
                assertThat(client.post("/names", "value=1").status()).isEqualTo(201);
                V2Reply swapped;
                do {
                    V2Reply read = client.get("/counter", "quorum=true");
                    int value = Integer.parseInt(read.node().getString("value"));
                    swapped = client.put("/counter", "value=" + (value + 1) + "&prevIndex=" + read.modified());
                } while (swapped.errorCode() == 101);
                assertThat(swapped.errorCode()).isZero();
            }
        });
        assertThat(client().get("/names", "").node().getJsonArray("nodes")).hasSize(CLIENTS * rounds);
        assertThat(client().get("/counter", "").node().getString("value")).isEqualTo("" + CLIENTS * rounds);
    }
}
