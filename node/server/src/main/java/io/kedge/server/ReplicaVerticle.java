/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.MemberAttributes;
import io.kedge.model.MemberInfo;
import io.kedge.model.format.CommandCodec;
import io.kedge.replica.Proposal;
import io.kedge.replica.Replica;
import io.kedge.server.peers.PeerNetwork;
import io.kedge.wal.WalThread;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gives the replica its first loop and its ticks. */
final class ReplicaVerticle extends VerticleBase {

    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Between two heartbeats; etcd counts the same as a failure to send. */
    private static final int LATE_TICKS = 2;

    private static final int TICKS_PER_PUBLICATION = 20;
    private static final long PUBLICATION_MILLIS_MIN = 1_000;

    private final NodeParts parts;
    private @Nullable ReplicaLoop loop;
    /** Of the replica's run. */
    private long lastTickNanos = System.nanoTime() - TimeUnit.DAYS.toNanos(1);

    ReplicaVerticle(NodeParts parts) {
        this.parts = parts;
    }

    /**
     * What the replica's loop stands on.
     *
     * @param inboxes filled before the replica's first turn with results
     * @param awaitedIndex until which the member table is older than what this member was told when it joined
     * @param removed called when this member's own log says that it was removed
     */
    record NodeParts(
            NodeConfig config,
            Replica replica,
            WalThread wal,
            StorageThread storage,
            StorageView sizes,
            SharedState shared,
            FatalHandler fatal,
            List<LoopInbox> inboxes,
            NodeMeters meters,
            PeerNetwork peers,
            long awaitedIndex,
            Runnable removed) {}

    @Override
    public Future<?> start() {
        ReplicaLoop started = new ReplicaLoop(
                context,
                parts.replica,
                parts.wal,
                parts.storage,
                parts.shared,
                parts.fatal,
                parts.inboxes,
                parts.meters,
                parts.peers,
                parts.awaitedIndex,
                parts.removed);
        loop = started;
        vertx.setPeriodic(parts.config.heartbeatMillis(), timer -> started.execute(this::tick));
        return Future.succeededFuture();
    }

    /** After a pause of the process only one of the ticks missed counts: in the others nothing could be heard. */
    private void tick(Replica replica, long nowNanos) {
        if (nowNanos - lastTickNanos < parts.config.heartbeatMillis() * NANOS_PER_MILLI / 2) {
            return;
        }
        if (parts.shared.isLeader()
                && nowNanos - lastTickNanos > LATE_TICKS * parts.config.heartbeatMillis() * NANOS_PER_MILLI) {
            parts.meters.heartbeatLate();
        }
        lastTickNanos = nowNanos;
        replica.tick(nowNanos);
        parts.meters.tick(replica.expiredLeases(), replica.pendingProposals());
        parts.shared.dbBytes(parts.sizes.sizeBytes() + replica.stores().unflushedBytes());
    }

    ReplicaLoop loop() {
        return Objects.requireNonNull(loop, "not started");
    }

    /** Completes once the replica leads and has applied its first entry. */
    Future<Void> lead(long timeoutMillis) {
        Promise<Void> ready = Promise.promise();
        loop().execute((replica, now) -> replica.campaign(now));
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        waitFor(
                () -> parts.shared.readsLocally(),
                deadline,
                "the node did not become leader within " + timeoutMillis + " ms",
                ready);
        return ready.future();
    }

    /** Completes once this member knows a leader and has applied what it knows to be committed; fails after a time. */
    Future<Void> follow(long timeoutMillis) {
        Promise<Void> ready = Promise.promise();
        SharedState shared = parts.shared;
        waitFor(
                () -> shared.leader() != 0 && shared.commitIndex() > 0 && shared.appliedIndex() >= shared.commitIndex(),
                System.nanoTime() + timeoutMillis * NANOS_PER_MILLI,
                "no leader was found within " + timeoutMillis + " ms",
                ready);
        return ready.future();
    }

    /** Hands leadership over if this member leads; completes when another one does. */
    Future<Void> handOver() {
        AwaitedMove move = new AwaitedMove(0);
        loop().execute((replica, now) -> replica.moveLeader(move, now));
        return move.outcome();
    }

    /**
     * Has {@code attributes} made known to the cluster, trying again until they are, also beyond the result: that fails
     * after {@code timeoutMillis}.
     */
    Future<Void> publish(MemberAttributes attributes, long timeoutMillis) {
        context.runOnContext(nothing -> {
            long period = Math.max(TICKS_PER_PUBLICATION * parts.config.heartbeatMillis(), PUBLICATION_MILLIS_MIN);
            publishOnce(attributes, vertx.setPeriodic(period, timer -> publishOnce(attributes, timer)));
        });
        return waitForReplica(
                replica -> isPublished(replica, attributes),
                timeoutMillis,
                "this member's name was not made known within " + timeoutMillis + " ms");
    }

    private static boolean isPublished(Replica replica, MemberAttributes attributes) {
        MemberInfo known = replica.stores().system().members().all().get(attributes.memberId());
        return known != null
                && known.name().equals(attributes.name())
                && known.clientUrls().equals(attributes.clientUrls());
    }

    private void publishOnce(MemberAttributes attributes, long timer) {
        loop().execute((replica, now) -> {
            if (isPublished(replica, attributes)) {
                vertx.cancelTimer(timer);
            } else {
                Command command = Command.of(Caller.NODE, attributes);
                replica.propose(new Proposal(command, CommandCodec.encode(command)), now);
            }
        });
    }

    /** Writes what is only in the log into the store, so that the next start is quick. */
    Future<Void> flush(long timeoutMillis) {
        loop().execute((replica, now) -> replica.requestFlush());
        return waitForReplica(
                Replica::isFlushed, timeoutMillis, "the store was not flushed within " + timeoutMillis + " ms");
    }

    /** Completes once {@code condition}, asked in the replica's runs, holds. */
    private Future<Void> waitForReplica(Predicate<Replica> condition, long timeoutMillis, String otherwise) {
        Promise<Void> promise = Promise.promise();
        AtomicBoolean done = new AtomicBoolean();
        waitFor(
                () -> {
                    loop().execute((replica, now) -> done.set(condition.test(replica)));
                    return done.get();
                },
                System.nanoTime() + timeoutMillis * NANOS_PER_MILLI,
                otherwise,
                promise);
        return promise.future();
    }

    private void waitFor(Condition condition, long deadlineNanos, String otherwise, Promise<Void> promise) {
        context.runOnContext(nothing -> {
            if (condition.holds()) {
                promise.complete();
            } else if (System.nanoTime() - deadlineNanos > 0) {
                promise.fail(otherwise);
            } else {
                vertx.setTimer(2, timer -> waitFor(condition, deadlineNanos, otherwise, promise));
            }
        });
    }

    private interface Condition {

        boolean holds();
    }
}
