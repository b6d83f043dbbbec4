/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.WireClient;
import io.kedge.dist.support.WireStream;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Dashboards and alerts made for etcd find what they ask for: the same names, types, labels and bounds, but for those
 * that the table in differences.md leaves out. -Dkedge.etcd36 names the etcd to compare with.
 */
final class MetricsIT {
    private static final ByteString KEY = ByteString.copyFromUtf8("k");

    private static Vertx vertx;

    private final ServerBinary tested = ServerBinary.underTest();

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void meters_are_those_of_etcd() throws IOException, InterruptedException {
        ServerBinary reference = ServerBinary.reference();
        Map<String, Exposition.Family> wanted = used(reference).families();
        Exposition found = used(tested);
        assertThat(found.strange()).as("lines that are no samples").isEmpty();

        LeftOutMeters leftOut = LeftOutMeters.read();
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (Map.Entry<String, Exposition.Family> family : wanted.entrySet()) {
            boolean isLeftOut = leftOut.contains(family.getKey());
            Exposition.Family own = found.families().get(family.getKey());
            if (!isLeftOut && !family.getValue().equals(own)) {
                wrong.add(family.getKey() + " is " + family.getValue() + ", here " + own);
            } else if (isLeftOut && own != null) {
                wrong.add(family.getKey() + " is said to be left out");
            }
            compared += isLeftOut ? 0 : 1;
        }
        System.out.println(
                reference + ": " + wanted.size() + " meters, " + compared + " of them compared with " + tested);
        assertThat(wrong).as("meters unlike those of " + reference).isEmpty();
    }

    @Test
    void meters_count_what_was_done() throws IOException, InterruptedException {
        try (ServerUnderTest server = ServerUnderTest.startInMemory(tested);
                WireClient client = new WireClient(vertx, server.clientPort())) {
            Map<String, Double> before = values(server.get("/metrics").body());
            use(server, client);
            Map<String, Double> after = values(server.get("/metrics").body());
            Map<String, Double> expected = new TreeMap<>(Map.of(
                    "etcd_mvcc_put_total", 2.0,
                    "etcd_mvcc_delete_total", 1.0,
                    "etcd_mvcc_range_total", 2.0,
                    "etcd_mvcc_txn_total", 1.0,
                    "etcd_debugging_mvcc_events_total", 3.0,
                    "etcd_debugging_lease_granted_total", 1.0,
                    "etcd_debugging_lease_renewed_total", 1.0,
                    "etcd_debugging_lease_revoked_total", 1.0,
                    "etcd_server_health_success", 1.0,
                    "etcd_debugging_mvcc_current_revision", 2.0));
            expected.put("etcd_server_client_requests_total{client_api_version=\"unknown\",type=\"unary\"}", 8.0);
            expected.put("etcd_server_client_requests_total{client_api_version=\"unknown\",type=\"stream\"}", 2.0);
            expected.put("etcd_mvcc_hash_rev_duration_seconds_count", 1.0);
            Map<String, Double> grown = new TreeMap<>();
            expected.keySet()
                    .forEach(name ->
                            grown.put(name, after.getOrDefault(name, Double.NaN) - before.getOrDefault(name, 0.0)));
            assertThat(grown).isEqualTo(expected);
            assertThat(after.get("etcd_server_proposals_applied_total"))
                    .isGreaterThanOrEqualTo(before.get("etcd_server_proposals_applied_total") + 4);
            assertThat(after.get("etcd_server_leader_changes_seen_total")).isEqualTo(1.0);
            assertThat(after.get("etcd_server_has_leader")).isEqualTo(1.0);
            assertThat(after.get("etcd_debugging_mvcc_keys_total")).isEqualTo(1.0);
            Await.until(
                    Duration.ofSeconds(10),
                    () -> "the watch stream is counted",
                    () -> values(server.get("/metrics").body()).get("etcd_debugging_mvcc_watch_stream_total") == 1.0);
        }
    }

    private Exposition used(ServerBinary binary) throws IOException, InterruptedException {
        try (ServerUnderTest server = ServerUnderTest.startInMemory(binary);
                WireClient client = new WireClient(vertx, server.clientPort())) {
            use(server, client);
            server.get("/readyz");
            return Exposition.parse(server.get("/metrics").body());
        }
    }

    /** Two puts (one in a transaction), a delete, a range and that of the health check, and one of all the others. */
    private static void use(ServerUnderTest server, WireClient client) throws IOException, InterruptedException {
        WireStream watch = client.stream(Rpc.WATCH);
        watch.send(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder().setKey(KEY))
                .build());
        watch.await(0, WatchResponse.class);
        PutRequest put = PutRequest.newBuilder()
                .setKey(KEY)
                .setValue(ByteString.copyFromUtf8("v"))
                .build();
        client.call(put).as(PutResponse.class);
        client.call(RangeRequest.newBuilder().setKey(KEY).build()).as(RangeResponse.class);
        client.call(TxnRequest.newBuilder()
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestDeleteRange(
                                        DeleteRangeRequest.newBuilder().setKey(KEY)))
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestPut(put.toBuilder().setKey(ByteString.copyFromUtf8("other"))))
                        .build())
                .as(TxnResponse.class);
        client.call(LeaseGrantRequest.newBuilder().setID(7).setTTL(600).build()).as(LeaseGrantResponse.class);
        WireStream keepAlive = client.stream(Rpc.KEEP_ALIVE);
        keepAlive.send(LeaseKeepAliveRequest.newBuilder().setID(7).build());
        keepAlive.await(0, LeaseKeepAliveResponse.class);
        client.call(LeaseRevokeRequest.newBuilder().setID(7).build()).as(LeaseRevokeResponse.class);
        client.call(HashKVRequest.getDefaultInstance()).as(HashKVResponse.class);
        client.call(HashRequest.getDefaultInstance()).as(HashResponse.class);
        client.call(DefragmentRequest.getDefaultInstance()).as(DefragmentResponse.class);
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }

    private static Map<String, Double> values(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }
}
