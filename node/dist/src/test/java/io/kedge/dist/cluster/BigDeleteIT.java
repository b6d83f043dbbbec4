/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeRequest;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.StatusRequest;
import io.kedge.grpc.proto.etcdserverpb.StatusResponse;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One delete of very many keys among three members: no election, and all hold the same afterwards. */
final class BigDeleteIT {
    private static final int KEYS_PER_TXN = 100;
    private static final int OPEN_MAX = 16;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Who leads and since when, as one member sees it. */
    private record View(long leader, long term) {}

    @TempDir
    Path folder;

    private Vertx vertx;
    private ClusterUnderTest cluster;
    private final List<WireClient> clients = new ArrayList<>();

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        cluster = ClusterUnderTest.start(ServerBinary.underTest(), folder, 3);
        for (int i = 0; i < cluster.size(); i++) {
            clients.add(new WireClient(vertx, cluster.clientPort(i)));
        }
    }

    @AfterEach
    void close() {
        clients.forEach(WireClient::close);
        if (cluster != null) {
            cluster.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_hundred_thousand_keys() {
        deleteAll(100_000);
    }

    @Test
    @Tag("proof")
    void a_million_keys() {
        deleteAll(1_000_000);
    }

    private void deleteAll(int keys) {
        fill(keys);
        assertThat(count(0)).isEqualTo(keys);
        List<View> before = views();
        assertThat(before.stream().distinct()).as("one leader").hasSize(1);
        long startNanos = System.nanoTime();
        Outcome outcome = clients.get(0)
                .call(DeleteRangeRequest.newBuilder()
                        .setKey(text("big/"))
                        .setRangeEnd(text("big0"))
                        .build());
        long answeredMillis = (System.nanoTime() - startNanos) / 1_000_000;
        if (outcome.ok()) {
            assertThat(outcome.as(DeleteRangeResponse.class).getDeleted()).isEqualTo(keys);
        } else {
            // A write that takes longer than a request may is done all the same.
            assertThat(outcome.text()).startsWith("etcdserver: request timed out");
        }
        for (int i = 0; i < clients.size(); i++) {
            int member = i;
            Await.until(LIMIT, () -> "no key at " + member, () -> count(member) == 0);
        }
        System.out.println("delete of " + keys + " keys: " + outcome + " after " + answeredMillis
                + " ms, gone from all " + (System.nanoTime() - startNanos) / 1_000_000 + " ms after the call");
        assertThat(views()).as("leader and term").isEqualTo(before);
        new TrueLog(cluster, vertx).requireSameHashes(List.of(0, 1, 2), revision());
    }

    private void fill(int keys) {
        Deque<Future<Outcome>> open = new ArrayDeque<>();
        for (int from = 0; from < keys; from += KEYS_PER_TXN) {
            TxnRequest.Builder txn = TxnRequest.newBuilder();
            for (int i = from; i < from + KEYS_PER_TXN; i++) {
                PutRequest.Builder put =
                        PutRequest.newBuilder().setKey(text("big/" + i)).setValue(text("value of " + i));
                txn.addSuccess(RequestOp.newBuilder().setRequestPut(put));
            }
            open.add(clients.get(from / KEYS_PER_TXN % clients.size()).send(txn.build()));
            if (open.size() >= OPEN_MAX) {
                requireOk(open.poll());
            }
        }
        open.forEach(BigDeleteIT::requireOk);
    }

    private static void requireOk(Future<Outcome> call) {
        Outcome outcome = WireClient.await(call, LIMIT);
        assertThat(outcome.ok()).as("put: %s", outcome).isTrue();
    }

    private long count(int member) {
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(text("big/"))
                .setRangeEnd(text("big0"))
                .setCountOnly(true)
                .build();
        return clients.get(member).call(request).as(RangeResponse.class).getCount();
    }

    private long revision() {
        RangeRequest request = RangeRequest.newBuilder().setKey(text("big/")).build();
        return clients.get(0).call(request).as(RangeResponse.class).getHeader().getRevision();
    }

    private List<View> views() {
        List<View> views = new ArrayList<>();
        for (WireClient client : clients) {
            StatusResponse status =
                    client.call(StatusRequest.getDefaultInstance()).as(StatusResponse.class);
            views.add(new View(status.getLeader(), status.getRaftTerm()));
        }
        return views;
    }

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
