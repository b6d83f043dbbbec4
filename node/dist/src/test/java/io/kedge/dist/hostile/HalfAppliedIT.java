/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.ServerExtension;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeRequest;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions that only read come while an entry of many keys is applied in slices: they wait, and it ends. */
final class HalfAppliedIT {
    private static final int KEYS = 20_000;
    private static final int PUTS_PER_TXN = 100;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension();

    private static Vertx vertx;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void reading_transactions_see_all_or_nothing_of_a_large_delete() {
        int port = SERVER.server().clientPort();
        try (WireClient writer = new WireClient(vertx, port);
                WireClient reader = new WireClient(vertx, port)) {
            for (int i = 0; i < KEYS; i += PUTS_PER_TXN) {
                assertThat(writer.call(puts(i)).ok()).isTrue();
            }
            Future<Outcome> delete = writer.send(DeleteRangeRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("many/"))
                    .setRangeEnd(ByteString.copyFromUtf8("many0"))
                    .build());
            List<Long> seen = new ArrayList<>();
            do {
                Outcome counted = WireClient.await(reader.send(count()), LIMIT);
                seen.add(counted.as(TxnResponse.class)
                        .getResponses(0)
                        .getResponseRange()
                        .getCount());
            } while (!delete.isComplete());
            Outcome deleted = WireClient.await(delete, LIMIT);
            assertThat(deleted.as(DeleteRangeResponse.class).getDeleted()).isEqualTo(KEYS);
            assertThat(seen).isNotEmpty().containsAnyOf((long) KEYS, 0L).isSubsetOf((long) KEYS, 0L);
        }
    }

    private static TxnRequest puts(int from) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        for (int i = from; i < from + PUTS_PER_TXN; i++) {
            ByteString key = ByteString.copyFromUtf8(String.format("many/%06d", i));
            txn.addSuccess(
                    RequestOp.newBuilder().setRequestPut(PutRequest.newBuilder().setKey(key)));
        }
        return txn.build();
    }

    private static TxnRequest count() {
        RangeRequest range = RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("many/"))
                .setRangeEnd(ByteString.copyFromUtf8("many0"))
                .setCountOnly(true)
                .build();
        return TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestRange(range))
                .build();
    }
}
