/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.benchmarks.load.Generator;
import io.kedge.benchmarks.load.KeySpace;
import io.kedge.benchmarks.load.OneCall;
import io.kedge.benchmarks.load.Outcome;
import io.kedge.grpc.proto.etcdserverpb.MemberAddRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberAddResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberPromoteRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A member joins a cluster that holds data and is written to: added as a learner, started with
 * {@code --initial-cluster-state existing}, promoted. The clock runs from the request to add it until it has applied
 * what the leader had applied a moment before, and is promoted.
 */
final class CatchUp {

    private static final int PUTS_PER_SECOND = 500;
    private static final int CONNECTIONS = 6;
    private static final double ALONE_SECONDS = 5;
    private static final double CAUGHT_UP_SECONDS_MAX = 180;
    private static final long CALL_MILLIS_MAX = 10_000;
    private static final long POLL_NANOS = 20_000_000;

    private CatchUp() {}

    /** Seconds it took, and what the writers saw before and meanwhile. */
    record Result(double seconds, Outcome before, Outcome meanwhile) {}

    static Result measure(RunningCluster cluster, KeySpace keys) throws IOException {
        Generator writers = cluster.everyone();
        ClusterMember leader = cluster.leader();
        long begin = System.nanoTime();
        Outcome before = writers.paced(
                PUTS_PER_SECOND, CONNECTIONS, keys, () -> System.nanoTime() - begin > ALONE_SECONDS * 1e9);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Outcome> writing = CompletableFuture.supplyAsync(() -> {
            try {
                return writers.paced(PUTS_PER_SECOND, CONNECTIONS, keys, done::get);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        double seconds;
        try {
            seconds = join(cluster, leader);
        } finally {
            done.set(true);
        }
        try {
            return new Result(seconds, before, writing.join());
        } catch (CompletionException e) {
            throw new IOException("the writers failed: " + e.getCause(), e);
        }
    }

    private static double join(RunningCluster cluster, ClusterMember leader) throws IOException {
        ClusterMember joiner = cluster.another();
        long begin = System.nanoTime();
        long deadline = begin + (long) (CAUGHT_UP_SECONDS_MAX * TimeUnit.SECONDS.toNanos(1));
        MemberAddRequest add = MemberAddRequest.newBuilder()
                .addPeerURLs(joiner.peerUrl())
                .setIsLearner(true)
                .build();
        byte[] reply = OneCall.ask(leader.address(), Rpc.MEMBER_ADD, add, CALL_MILLIS_MAX);
        long id = addedId(reply);
        joiner.start(cluster.initialCluster(), "existing");
        while (!hasCaughtUp(leader, joiner)) {
            pause(joiner, deadline, "it has not applied what the leader has");
        }
        for (String refusal = promote(leader, id); refusal != null; refusal = promote(leader, id)) {
            pause(joiner, deadline, refusal);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static long addedId(byte[] reply) throws IOException {
        try {
            return MemberAddResponse.parseFrom(reply).getMember().getID();
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("an answer to MemberAdd that does not decode", e);
        }
    }

    private static boolean hasCaughtUp(ClusterMember leader, ClusterMember joiner) {
        try {
            long wanted = leader.status().getRaftAppliedIndex();
            return joiner.status().getRaftAppliedIndex() >= wanted;
        } catch (IOException e) {
            return false;
        }
    }

    /** Null if it was promoted. */
    private static @Nullable String promote(ClusterMember leader, long id) {
        try {
            MemberPromoteRequest request =
                    MemberPromoteRequest.newBuilder().setID(id).build();
            OneCall.ask(leader.address(), Rpc.MEMBER_PROMOTE, request, CALL_MILLIS_MAX);
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static void pause(ClusterMember joiner, long deadline, String reason) throws IOException {
        if (!joiner.isAlive()) {
            throw new IOException("the new member ended" + joiner.lastLines());
        }
        if (System.nanoTime() > deadline) {
            throw new IOException("the new member has not caught up within " + CAUGHT_UP_SECONDS_MAX + " s: " + reason
                    + joiner.lastLines());
        }
        LockSupport.parkNanos(POLL_NANOS);
    }
}
