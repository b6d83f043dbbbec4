/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerExtension;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Oversized, malformed and hostile input gets a clear answer, and the node serves others as before. A real etcd leaves
 * a call without a message unanswered; that is accepted from it alone.
 */
final class HostileInputIT {
    private static final int SLOW_CONNECTIONS = 200;

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension();

    private static final List<String> REPORT = new ArrayList<>();
    private static Vertx vertx;
    private static int puts;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void report() {
        System.out.println("hostile input to " + SERVER.server().binary() + ":\n" + String.join("\n", REPORT));
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static Stream<Attack> attacks() {
        return Attacks.all().stream();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void a_clear_answer_and_the_node_lives(Attack attack) throws IOException {
        String verdict;
        try (RawHttp2 connection = new RawHttp2(SERVER.server().clientPort())) {
            attack.act().on(connection);
            verdict = connection.verdict();
        }
        report(attack.name(), verdict);
        boolean real = SERVER.server().binary().family() == ServerBinary.Family.ETCD;
        assertThat(verdict).as(attack.name()).matches(attack.accepted() + (real ? "|held" : ""));
        assertServes();
    }

    @Test
    void requests_above_the_limits_are_refused_by_size() {
        assertThat(put(1_572_000).ok()).isTrue();
        Outcome large = put(1_572_864);
        report("put of 1.5 MiB", large.toString());
        assertThat(large.toString()).isEqualTo("INVALID_ARGUMENT \"etcdserver: request is too large\"");
        Outcome larger = put((2 << 20) + 1);
        report("put of 2 MiB", larger.toString());
        assertThat(larger.status()).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        assertServes();
    }

    @Test
    void slow_connections_do_not_stand_in_the_way() throws IOException {
        List<RawHttp2> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CONNECTIONS; i++) {
                RawHttp2 connection = new RawHttp2(SERVER.server().clientPort());
                slow.add(connection);
                connection.greet().call(1, "/etcdserverpb.KV/Put", 0).frame(RawHttp2.DATA, 0, 1, new byte[3]);
            }
            assertServes();
        } finally {
            for (RawHttp2 connection : slow) {
                connection.close();
            }
        }
        report(SLOW_CONNECTIONS + " connections that stop within a message", "others served");
    }

    private static void assertServes() {
        assertThat(SERVER.server().alive()).as("the process lives").isTrue();
        ByteString value = ByteString.copyFromUtf8("still here " + ++puts);
        ByteString key = ByteString.copyFromUtf8("alive");
        try (WireClient client = new WireClient(vertx, SERVER.server().clientPort())) {
            client.call(PutRequest.newBuilder().setKey(key).setValue(value).build())
                    .as(PutResponse.class);
            RangeResponse read =
                    client.call(RangeRequest.newBuilder().setKey(key).build()).as(RangeResponse.class);
            assertThat(read.getKvs(0).getValue()).isEqualTo(value);
        }
    }

    private static Outcome put(int valueBytes) {
        try (WireClient client = new WireClient(vertx, SERVER.server().clientPort())) {
            return client.call(PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("large"))
                    .setValue(ByteString.copyFrom(new byte[valueBytes]))
                    .build());
        }
    }

    private static void report(String what, String verdict) {
        REPORT.add(String.format("  %-45s %s", what, verdict));
    }
}
