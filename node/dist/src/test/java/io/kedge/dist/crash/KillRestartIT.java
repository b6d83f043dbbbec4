/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * kill -9 under load, again and again, on one data folder: nothing acknowledged is lost, no revision means two things,
 * watchers that resume see every write once, and leases with their keys stay. -Dkedge.kill.rounds sets the rounds.
 */
final class KillRestartIT {
    private static final int WRITERS = 8;
    private static final int WRITES_PER_ROUND = 300;
    private static final long LEASE = 4711;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Random random = new Random(Long.getLong("kedge.seed", 1));
    private final Acknowledged acknowledged = new Acknowledged();
    private final List<Watching> watchers =
            List.of(new Watching("w/", "w0"), new Watching("w/0", "w/1"), new Watching("w/3", "w/4"));
    private Vertx vertx;
    private ServerUnderTest server;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        server = ServerUnderTest.start(ServerBinary.underTest());
    }

    @AfterEach
    void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void survives_some_kills() {
        kill(Integer.getInteger("kedge.kill.rounds", 5));
    }

    @Test
    @Tag("proof")
    void survives_fifty_kills() {
        kill(Integer.getInteger("kedge.kill.rounds", 50));
    }

    private void kill(int rounds) {
        grantLease();
        for (int round = 0; round < rounds; round++) {
            oneLife(round);
            server.restart();
            check(round);
        }
        System.out.println(rounds + " kills of " + server.binary() + ", " + acknowledged.count()
                + " writes acknowledged, " + watchers.get(0).seen().size() + " seen");
        assertThat(acknowledged.count()).as("writes under load").isGreaterThanOrEqualTo(rounds * WRITES_PER_ROUND);
    }

    /** Load and watchers until the kill, which comes at a random moment after a number of writes. */
    private void oneLife(int round) {
        AtomicBoolean stopping = new AtomicBoolean();
        WireClient client = new WireClient(vertx, server.clientPort());
        watchers.forEach(watcher -> watcher.resume(client));
        int target = acknowledged.count() + WRITES_PER_ROUND + random.nextInt(WRITES_PER_ROUND);
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(CompletableFuture.runAsync(
                    () -> write(client, round, writer, stopping), task -> new Thread(task, "writer").start()));
        }
        Await.until(LIMIT, () -> "enough writes, got " + acknowledged.count(), () -> acknowledged.count() >= target);
        server.kill();
        stopping.set(true);
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
        client.close();
    }

    private void write(WireClient client, int round, int writer, AtomicBoolean stopping) {
        for (int i = 0; !stopping.get(); i++) {
            String key = "w/" + writer + "/" + i % 10;
            Acknowledged.Write write = new Acknowledged.Write(key, round + "." + writer + "." + i);
            acknowledged.attempt(write);
            Outcome outcome =
                    client.call(put(write).setLease(i % 7 == 0 ? LEASE : 0).build());
            if (!outcome.ok()) {
                return;
            }
            acknowledged.acknowledge(outcome.as(PutResponse.class).getHeader().getRevision(), write);
        }
    }

    private void check(int round) {
        try (WireClient client = new WireClient(vertx, server.clientPort())) {
            Acknowledged.Write last = new Acknowledged.Write("w/end", "end of " + round);
            acknowledged.attempt(last);
            long revision = client.call(put(last).build())
                    .as(PutResponse.class)
                    .getHeader()
                    .getRevision();
            acknowledged.acknowledge(revision, last);
            Watching all = watchers.get(0);
            all.resume(client);
            Await.until(LIMIT, () -> "all events, at " + all.resumeRevision(), () -> all.resumeRevision() > revision);
            checkStream(all.seen(), revision);
            for (Watching part : watchers.subList(1, watchers.size())) {
                checkPart(client, part, all.seen());
            }
            checkState(client, all.seen());
        }
    }

    /** Every revision is there once, with what was acknowledged for it or at least attempted. */
    private void checkStream(TreeMap<Long, Acknowledged.Write> seen, long newest) {
        long expected = seen.firstKey();
        for (Map.Entry<Long, Acknowledged.Write> event : seen.entrySet()) {
            assertThat(event.getKey()).as("no gap in the revisions watched").isEqualTo(expected++);
            assertThat(acknowledged.wasAttempted(event.getValue()))
                    .as("somebody wrote " + event)
                    .isTrue();
        }
        assertThat(seen.lastKey()).isEqualTo(newest);
        acknowledged.all().forEach((revision, write) -> assertThat(seen.get(revision))
                .as("acknowledged at revision " + revision)
                .isEqualTo(write));
    }

    private static void checkPart(WireClient client, Watching part, TreeMap<Long, Acknowledged.Write> all) {
        part.resume(client);
        TreeMap<Long, Acknowledged.Write> wanted = new TreeMap<>(all);
        String prefix = part.prefix();
        wanted.values().removeIf(write -> !write.key().startsWith(prefix));
        Await.until(LIMIT, () -> "what the watcher of everything saw under " + prefix, () -> part.seen()
                .equals(wanted));
    }

    /**
     * The keys' present values are those of their last events, and the lease holds the keys that were given to it last.
     */
    private static void checkState(WireClient client, TreeMap<Long, Acknowledged.Write> seen) {
        Map<String, String> last = new TreeMap<>();
        Map<String, Long> revisions = new TreeMap<>();
        seen.forEach((revision, write) -> {
            last.put(write.key(), write.value());
            revisions.put(write.key(), revision);
        });
        RangeResponse range = client.call(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("w/"))
                        .setRangeEnd(ByteString.copyFromUtf8("w0"))
                        .build())
                .as(RangeResponse.class);
        Map<String, String> present = new TreeMap<>();
        List<ByteString> leased = new ArrayList<>();
        range.getKvsList().forEach(kv -> {
            present.put(kv.getKey().toStringUtf8(), kv.getValue().toStringUtf8());
            assertThat(kv.getModRevision()).isEqualTo(revisions.get(kv.getKey().toStringUtf8()));
            if (kv.getLease() == LEASE) {
                leased.add(kv.getKey());
            }
        });
        assertThat(present).isEqualTo(last);
        LeaseTimeToLiveResponse lease = client.call(LeaseTimeToLiveRequest.newBuilder()
                        .setID(LEASE)
                        .setKeys(true)
                        .build())
                .as(LeaseTimeToLiveResponse.class);
        assertThat(lease.getTTL()).as("the lease lives").isPositive();
        assertThat(lease.getKeysList()).containsExactlyInAnyOrderElementsOf(leased);
        assertThat(leased).isNotEmpty();
    }

    private void grantLease() {
        try (WireClient client = new WireClient(vertx, server.clientPort())) {
            client.call(LeaseGrantRequest.newBuilder()
                            .setID(LEASE)
                            .setTTL(100_000)
                            .build())
                    .as(LeaseGrantResponse.class);
        }
    }

    private static PutRequest.Builder put(Acknowledged.Write write) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(write.key()))
                .setValue(ByteString.copyFromUtf8(write.value()));
    }
}
