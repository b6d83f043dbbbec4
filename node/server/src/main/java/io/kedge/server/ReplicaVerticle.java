/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.Replica;
import io.kedge.wal.WalThread;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Gives the replica its first loop and its ticks. */
final class ReplicaVerticle extends VerticleBase {

    private final NodeParts parts;
    private @Nullable ReplicaLoop loop;

    ReplicaVerticle(NodeParts parts) {
        this.parts = parts;
    }

    /**
     * What the replica's loop stands on.
     *
     * @param inboxes filled before the replica's first turn with results
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
            NodeMeters meters) {}

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
                parts.meters);
        loop = started;
        vertx.setPeriodic(parts.config.heartbeatMillis(), timer -> started.execute(this::tick));
        return Future.succeededFuture();
    }

    private void tick(Replica replica, long nowNanos) {
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

    /** Writes what is only in the log into the store, so that the next start is quick. */
    Future<Void> flush(long timeoutMillis) {
        Promise<Void> flushed = Promise.promise();
        AtomicBoolean done = new AtomicBoolean();
        loop().execute((replica, now) -> replica.requestFlush());
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        waitFor(
                () -> {
                    loop().execute((replica, now) -> done.set(replica.isFlushed()));
                    return done.get();
                },
                deadline,
                "the store was not flushed within " + timeoutMillis + " ms",
                flushed);
        return flushed.future();
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
