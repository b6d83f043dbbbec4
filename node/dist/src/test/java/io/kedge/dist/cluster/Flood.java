/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Many puts of few keys, in calm, while a member is down, which has to catch up then, by an image if need be. */
final class Flood {
    private static final int PUTS = 5_500;

    private static final int KEYS = 10;
    private static final String FILLING = "x".repeat(4 << 10);
    private static final int OPEN_MAX = 64;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Flood() {}

    /** Through the member that listens at this port; each put is answered or has failed when this returns. */
    static void pour(Vertx vertx, int port, String name) {
        Deque<Future<Outcome>> open = new ArrayDeque<>();
        try (WireClient client = new WireClient(vertx, port)) {
            Await.until(LIMIT, () -> "a leader", () -> client.call(put(name, 0)).ok());
            for (int i = 1; i <= PUTS; i++) {
                open.add(client.send(put(name, i)));
                if (open.size() >= OPEN_MAX) {
                    WireClient.await(open.poll(), LIMIT);
                }
            }
            open.forEach(call -> WireClient.await(call, LIMIT));
        }
    }

    private static PutRequest put(String name, int number) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("flood/" + number % KEYS))
                .setValue(ByteString.copyFromUtf8(name + "." + number + FILLING))
                .build();
    }
}
