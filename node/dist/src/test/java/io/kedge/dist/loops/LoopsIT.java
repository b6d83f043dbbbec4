/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.loops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.WireClient;
import io.kedge.dist.support.WireStream;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No event loop of the node is kept busy for more than 20 ms by one piece of work, however much is asked of it. */
@EnabledOnOs(OS.LINUX)
final class LoopsIT {
    private static final int KEYS = 20_000;
    private static final int KEYS_OF_A_LEASE = 5_000;
    private static final int CALLS_AT_ONCE = 200;
    private static final ByteString NUL = ByteString.copyFrom(new byte[1]);

    private static Vertx vertx;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void long_work_keeps_no_loop() throws IOException, InterruptedException {
        Path report = folder.resolve("report");
        ServerBinary watched = ServerBinary.underTest().withJavaOptions("-javaagent:" + agent() + "=" + report);
        try (ServerUnderTest server = ServerUnderTest.startInMemory(watched);
                WireClient client = new WireClient(vertx, server.clientPort())) {
            // What a loop does for the first time loads classes, which is not what is measured.
            work(server, client, KEYS / 10);
            Files.createFile(report);
            work(server, client, KEYS);
            List<String> lines = Files.readAllLines(report);
            assertThat(lines.get(0)).as("the watch at work").matches("watching [1-9]\\d* loops");
            assertThat(lines.subList(1, lines.size())).isEmpty();
        }
    }

    private static void work(ServerUnderTest server, WireClient client, int keys)
            throws IOException, InterruptedException {
        long first = put(client, 0, keys, 0);
        RangeRequest everything =
                RangeRequest.newBuilder().setKey(NUL).setRangeEnd(NUL).build();
        assertThat(client.call(everything).as(RangeResponse.class).getCount()).isEqualTo(keys);
        ask(client, everything.toBuilder().setCountOnly(true).build());
        ask(
                client,
                everything.toBuilder()
                        .setSortOrder(RangeRequest.SortOrder.DESCEND)
                        .setSortTarget(RangeRequest.SortTarget.VALUE)
                        .setLimit(1)
                        .build());
        WireStream history = client.stream(Rpc.WATCH);
        history.send(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(NUL)
                        .setRangeEnd(NUL)
                        .setStartRevision(first))
                .build());
        ask(client, TxnRequest.newBuilder().addSuccess(op(everything)).build());
        ask(client, HashKVRequest.getDefaultInstance());
        ask(client, HashRequest.getDefaultInstance());
        assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
        lease(client);
        DeleteRangeRequest all = DeleteRangeRequest.newBuilder()
                .setKey(NUL)
                .setRangeEnd(NUL)
                .setPrevKv(true)
                .build();
        DeleteRangeResponse deleted = client.call(all).as(DeleteRangeResponse.class);
        assertThat(deleted.getDeleted()).isEqualTo(keys);
        ask(
                client,
                CompactionRequest.newBuilder()
                        .setRevision(deleted.getHeader().getRevision())
                        .setPhysical(true)
                        .build());
        ask(client, DefragmentRequest.getDefaultInstance());
        history.close();
    }

    /** Many keys of one lease, ended at once. */
    private static void lease(WireClient client) {
        ask(client, LeaseGrantRequest.newBuilder().setID(5).setTTL(600).build());
        put(client, 1_000_000, KEYS_OF_A_LEASE, 5);
        ask(client, LeaseTimeToLiveRequest.newBuilder().setID(5).setKeys(true).build());
        ask(client, LeaseRevokeRequest.newBuilder().setID(5).build());
    }

    /** Puts so many keys, many at a time; returns the first revision. */
    private static long put(WireClient client, int from, int count, long lease) {
        ByteString value = ByteString.copyFrom(new byte[200]);
        long first = Long.MAX_VALUE;
        for (int at = 0; at < count; at += CALLS_AT_ONCE) {
            List<Future<Outcome>> calls = new ArrayList<>();
            for (int i = at; i < Math.min(count, at + CALLS_AT_ONCE); i++) {
                calls.add(client.send(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("key" + (from + i)))
                        .setValue(value)
                        .setLease(lease)
                        .build()));
            }
            for (Future<Outcome> call : calls) {
                PutResponse reply =
                        WireClient.await(call, Duration.ofSeconds(20)).as(PutResponse.class);
                first = Math.min(first, reply.getHeader().getRevision());
            }
        }
        return first;
    }

    private static void ask(WireClient client, Message request) {
        Outcome outcome = client.call(request);
        assertThat(outcome.ok()).as("%s", outcome).isTrue();
    }

    private static RequestOp op(RangeRequest range) {
        return RequestOp.newBuilder().setRequestRange(range).build();
    }

    /** A jar with nothing but the agent. */
    private Path agent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), LoopWatch.class.getName());
        Path jar = folder.resolve("watch.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : List.of("LoopWatch", "LoopWatch$Work")) {
                String file = name + ".class";
                out.putNextEntry(new JarEntry(LoopWatch.class.getPackageName().replace('.', '/') + "/" + file));
                try (InputStream bytes = Objects.requireNonNull(LoopWatch.class.getResourceAsStream(file))) {
                    bytes.transferTo(out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }
}
