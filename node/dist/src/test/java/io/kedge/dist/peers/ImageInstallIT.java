/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.Command;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.WireClient;
import io.kedge.dist.support.WireStream;
import io.kedge.grpc.proto.etcdserverpb.CompactionRequest;
import io.kedge.grpc.proto.etcdserverpb.CompactionResponse;
import io.kedge.grpc.proto.etcdserverpb.HashKVRequest;
import io.kedge.grpc.proto.etcdserverpb.HashKVResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseTimeToLiveRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseTimeToLiveResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member that was away for longer than the others keep their log takes over an image of the leader's store: it then
 * has the same data, history and leases, whether it was stopped or paused, and however often it is killed meanwhile.
 */
final class ImageInstallIT {
    private static final String RESERVE = "--snapshot-catchup-entries=50";
    /** So small a heap that a few megabytes are flushed, which lets the log before them go. */
    private static final String HEAP = "-Xmx128m";

    private static final int VALUE_BYTES = 8 << 10;
    private static final int WRITES = 3_000;
    private static final int AT_A_TIME = 100;
    private static final String TAKEN_OVER = "an image of the leader's store was taken over";
    private static final String FETCHING = "begins too late: fetching its image";
    private static final long LEASE = 77;

    @TempDir
    Path folder;

    private Vertx vertx;
    private List<Member> members;
    private Member first;
    private Member away;
    private long revision;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        members = Member.several(ServerBinary.underTest().withJavaOptions(HEAP), folder, 3, "http");
        members.forEach(this::launch);
        members.forEach(Member::awaitHealthy);
        first = members.get(0);
        away = members.stream()
                .skip(1)
                .filter(member -> !isLeader(member))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        Member.closeAll(members);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void launch(Member member) {
        member.launch(Member.initialCluster(members), RESERVE);
    }

    private static boolean isLeader(Member member) {
        try {
            return member.get("/metrics").body().contains("etcd_server_is_leader 1");
        } catch (java.io.IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aMemberThatWasStoppedTakesOverAnImage() throws Exception {
        prepare();
        away.kill();
        long compacted = writePastTheReserve();
        launch(away);
        away.awaitHealthy();
        away.awaitLog(TAKEN_OVER);
        assertSame();
        assertHistory(compacted);
        assertThat(away.get("/metrics").body()).contains("etcd_network_snapshot_receive_success{From=");
        assertThat(sent()).as("images sent").isNotEmpty();
    }

    @Test
    void aMemberThatWasPausedTakesOverAnImageAndItsWatchersHearOfIt() throws Exception {
        prepare();
        try (WireClient client = new WireClient(vertx, away.clientPort());
                WireStream before = watch(client, 0)) {
            before.await(0, WatchResponse.class);
            signal(away, "STOP");
            long compacted = writePastTheReserve();
            signal(away, "CONT");
            away.awaitLog(TAKEN_OVER);
            Await.until(Member.LIMIT, () -> "the end of the watch", () -> before.end()
                    .isComplete());
            away.awaitHealthy();
            assertSame();
            assertHistory(compacted);
        }
    }

    @Test
    @Tag("proof")
    void aMemberThatIsKilledWhileItTakesOverAnImageComesBackRight() throws Exception {
        prepare();
        away.kill();
        for (String moment : List.of(FETCHING, TAKEN_OVER, FETCHING, TAKEN_OVER)) {
            writePastTheReserve();
            int seen = count(moment);
            launch(away);
            Await.until(Member.LIMIT, () -> "\"" + moment + "\" in\n" + away.logText(), () -> count(moment) > seen);
            away.kill();
        }
        long compacted = writePastTheReserve();
        launch(away);
        away.awaitHealthy();
        away.awaitLog(TAKEN_OVER);
        assertSame();
        assertHistory(compacted);
        away.kill();
        launch(away);
        away.awaitHealthy();
        assertSame();
    }

    private int count(String part) {
        return (int) away.logText().lines().filter(line -> line.contains(part)).count();
    }

    /** A lease and a key that it holds, and a few keys, seen by all. */
    private void prepare() {
        try (WireClient client = new WireClient(vertx, first.clientPort())) {
            client.call(LeaseGrantRequest.newBuilder().setID(LEASE).setTTL(900).build())
                    .as(LeaseGrantResponse.class);
            client.call(put("leased", 1).toBuilder().setLease(LEASE).build()).as(PutResponse.class);
        }
        assertSame();
    }

    /** Writes more than is kept for members that are behind, and compacts in the middle; the compacted revision. */
    private long writePastTheReserve() {
        long middle = 0;
        try (WireClient client = new WireClient(vertx, first.clientPort())) {
            for (int done = 0; done < WRITES; done += AT_A_TIME) {
                List<Future<Outcome>> sent = new ArrayList<>();
                for (int i = 0; i < AT_A_TIME; i++) {
                    sent.add(client.send(put("key" + (done + i) % 500, VALUE_BYTES)));
                }
                for (Future<Outcome> each : sent) {
                    PutResponse reply = WireClient.await(each, Member.LIMIT).as(PutResponse.class);
                    revision = Math.max(revision, reply.getHeader().getRevision());
                }
                if (done == WRITES / 2) {
                    middle = revision;
                    client.call(CompactionRequest.newBuilder()
                                    .setRevision(middle)
                                    .build())
                            .as(CompactionResponse.class);
                }
            }
        }
        return middle;
    }

    private static PutRequest put(String key, int bytes) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    /** All members hold the same, and the lease that is older than all of it. */
    private void assertSame() {
        Await.until(Member.LIMIT, () -> "the same hashes: " + hashes(), () -> hashes().size() == 1);
        try (WireClient client = new WireClient(vertx, away.clientPort())) {
            LeaseTimeToLiveResponse lease = client.call(LeaseTimeToLiveRequest.newBuilder()
                            .setID(LEASE)
                            .setKeys(true)
                            .build())
                    .as(LeaseTimeToLiveResponse.class);
            assertThat(lease.getGrantedTTL()).isEqualTo(900);
            assertThat(lease.getKeysList()).containsExactly(ByteString.copyFromUtf8("leased"));
        }
    }

    private Set<String> hashes() {
        Set<String> hashes = new HashSet<>();
        for (Member member : members) {
            try (WireClient client = new WireClient(vertx, member.clientPort())) {
                HashKVResponse hash =
                        client.call(HashKVRequest.getDefaultInstance()).as(HashKVResponse.class);
                hashes.add(hash.getHash() + " at " + hash.getHeader().getRevision() + ", compacted "
                        + hash.getCompactRevision());
            }
        }
        return hashes;
    }

    /** A watch from before the compaction is told so, one from after it gets all that came since, and what comes. */
    private void assertHistory(long compacted) {
        try (WireClient client = new WireClient(vertx, away.clientPort());
                WireStream tooOld = watch(client, compacted - 1);
                WireStream older = watch(client, compacted + 1)) {
            tooOld.await(0, WatchResponse.class);
            WatchResponse canceled = tooOld.await(1, WatchResponse.class);
            assertThat(canceled.getCanceled()).isTrue();
            assertThat(canceled.getCompactRevision()).isEqualTo(compacted);
            try (WireClient writer = new WireClient(vertx, first.clientPort())) {
                PutResponse last = writer.call(put("key1", 1)).as(PutResponse.class);
                revision = last.getHeader().getRevision();
            }
            Await.until(
                    Member.LIMIT,
                    () -> "all revisions to " + revision + ": "
                            + revisions(older).size(),
                    () -> revisions(older).size() >= revision - compacted);
            List<Long> expected = new ArrayList<>();
            for (long each = compacted + 1; each <= revision; each++) {
                expected.add(each);
            }
            assertThat(revisions(older)).isEqualTo(expected);
        }
    }

    private static List<Long> revisions(WireStream stream) {
        List<Long> revisions = new ArrayList<>();
        stream.received().forEach(message -> ((WatchResponse) message)
                .getEventsList()
                .forEach(event -> revisions.add(event.getKv().getModRevision())));
        return revisions;
    }

    private static WireStream watch(WireClient client, long start) {
        WireStream stream = client.stream(Rpc.WATCH);
        stream.send(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("key"))
                        .setRangeEnd(ByteString.copyFromUtf8("kez"))
                        .setStartRevision(start))
                .build());
        return stream;
    }

    private List<String> sent() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Member member : members) {
            member.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("etcd_network_snapshot_send_success{"))
                    .forEach(lines::add);
        }
        return lines;
    }

    private static void signal(Member member, String name) {
        Command.of("kill", "-" + name, Long.toString(member.pid())).run().ok();
    }
}
