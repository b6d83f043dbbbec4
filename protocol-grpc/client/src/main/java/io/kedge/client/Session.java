/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lease that is kept alive. It is renewed every third of its time to live. All times are monotonic and count from the
 * moment the last answered renewal was <em>sent</em>, which is never later than when the server began to count; so
 * {@link State#LOST} comes before the lease can expire on the server, by {@link #margin}.
 */
public final class Session {

    /** How it stands with the lease, as far as this client knows. */
    public enum State {
        /** Renewed in time. */
        ALIVE,
        /** Two thirds of the time to live have gone by since the last answered renewal: it may still come back. */
        SUSPECT,
        /** Expired, revoked, or about to expire unrenewed: whatever it protected must stop. Final. */
        LOST,
        /** Given back by {@link #close()}. Final. */
        CLOSED
    }

    private static final long MARGIN_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

    private final Transport transport;
    private final Leases leases;
    private final long leaseId;
    private final long ttlNanos;
    private final List<MultiEmitter<? super State>> observers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final Runnable closeHook = () -> end(State.LOST);
    private final Backoff backoff = new Backoff(50, 1_000);
    private volatile State state = State.ALIVE;

    /** Loop only: when the last answered renewal was sent. */
    private long renewedNanos;

    private long watchdog = -1;
    private long next = -1;
    private @Nullable Cancellable inFlight;

    Session(Transport transport, Leases leases, long leaseId, Duration timeToLive, long sentNanos) {
        this.transport = transport;
        this.leases = leases;
        this.leaseId = leaseId;
        this.ttlNanos = timeToLive.toNanos();
        this.renewedNanos = sentNanos;
    }

    Session start() {
        transport.onClose(closeHook);
        transport.run(() -> {
            armWatchdog();
            renewIn(ttlNanos / 3);
        });
        return this;
    }

    /** The lease's id. */
    public long leaseId() {
        return leaseId;
    }

    /** The state now. */
    public State state() {
        return state;
    }

    /** True while the lease is held for sure: {@link State#ALIVE} or {@link State#SUSPECT}. */
    public boolean isAlive() {
        return state == State.ALIVE || state == State.SUSPECT;
    }

    /** The state now and each change; completes after a final one. */
    public Multi<State> states() {
        return Multi.createFrom().emitter(observer -> {
            synchronized (this) {
                observer.emit(state);
                if (isAlive()) {
                    observers.add(observer);
                    observer.onTermination(() -> observers.remove(observer));
                } else {
                    observer.complete();
                }
            }
        });
    }

    /** An item when the lease is lost; none after {@link #close()}. */
    public Uni<Void> lost() {
        return Uni.createFrom().completionStage(lost::copy);
    }

    /** Stops renewing and revokes the lease. A lease that is gone already is no failure. */
    public Uni<Void> close() {
        return Uni.createFrom().deferred(() -> {
            end(State.CLOSED);
            return leases.revoke(leaseId)
                    .onFailure(cause ->
                            cause instanceof KedgeClientException known && known.code() == ErrorCode.LEASE_NOT_FOUND)
                    .recoverWithNull();
        });
    }

    /**
     * How long before the server's earliest expiry the loss is told: a tenth of the time to live, at most half a
     * second.
     */
    private long margin() {
        return Math.min(ttlNanos / 10, MARGIN_NANOS_MAX);
    }

    private void renewIn(long nanos) {
        if (isAlive()) {
            next = transport.vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), id -> renew());
        }
    }

    private void renew() {
        long leftNanos = renewedNanos + ttlNanos - margin() - System.nanoTime();
        if (!isAlive() || leftNanos <= 0) {
            return;
        }
        long sentNanos = System.nanoTime();
        Duration limit = Duration.ofNanos(Math.max(1_000_000, Math.min(ttlNanos / 3, leftNanos)));
        inFlight = leases.renew(leaseId, limit)
                .subscribe()
                .with(ttl -> transport.run(() -> renewed(sentNanos)), failure -> transport.run(() -> failed(failure)));
    }

    private void renewed(long sentNanos) {
        if (isAlive()) {
            renewedNanos = sentNanos;
            backoff.reset();
            change(State.ALIVE);
            armWatchdog();
            renewIn(ttlNanos / 3);
        }
    }

    private void failed(Throwable failure) {
        if (failure instanceof KedgeClientException known && known.code() == ErrorCode.LEASE_NOT_FOUND) {
            end(State.LOST);
        } else {
            renewIn(TimeUnit.MILLISECONDS.toNanos(backoff.nextDelayMillis()));
        }
    }

    /** One timer for the next thing silence leads to: SUSPECT, then LOST. */
    private void armWatchdog() {
        transport.vertx.cancelTimer(watchdog);
        if (!isAlive()) {
            return;
        }
        long quietNanos = System.nanoTime() - renewedNanos;
        boolean suspect = quietNanos >= ttlNanos / 3 * 2;
        long untilNanos = (suspect ? ttlNanos - margin() : ttlNanos / 3 * 2) - quietNanos;
        if (suspect && untilNanos <= 0) {
            end(State.LOST);
            return;
        }
        if (suspect) {
            change(State.SUSPECT);
        }
        watchdog = transport.vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(untilNanos) + 1, id -> armWatchdog());
    }

    private synchronized void change(State to) {
        if (state != to && isAlive()) {
            state = to;
            observers.forEach(observer -> observer.emit(to));
        }
    }

    private void end(State last) {
        synchronized (this) {
            if (!isAlive()) {
                return;
            }
            state = last;
            observers.forEach(observer -> observer.emit(last));
            observers.forEach(MultiEmitter::complete);
        }
        if (last == State.LOST) {
            lost.complete(null);
        }
        transport.forget(closeHook);
        transport.run(() -> {
            transport.vertx.cancelTimer(watchdog);
            transport.vertx.cancelTimer(next);
            if (inFlight != null) {
                inFlight.cancel();
            }
        });
    }
}
