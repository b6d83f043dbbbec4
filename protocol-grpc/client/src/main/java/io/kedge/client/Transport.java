/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import com.google.protobuf.Message;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to the servers: one event loop, one HTTP/2 connection per endpoint in use, one current endpoint. A call that
 * cannot reach the current endpoint moves on to the next one, for all later calls too. Calls and streams keep their
 * state on {@link #loop}.
 */
final class Transport {

    /** Largest request this client sends, in bytes; the default limit of etcd's own client. */
    static final int REQUEST_BYTES_MAX = 2 << 20;

    /** A request on its way to be sent, and the index of its endpoint for {@link #leave}. */
    record Opened<Q, R>(GrpcClientRequest<Q, R> wire, int endpoint) {}

    private static final int STREAM_WINDOW_BYTES = 1 << 20;
    private static final int CONNECTION_WINDOW_BYTES = 64 << 20;

    final Vertx vertx;
    final Context loop;
    final Duration timeout;
    final int retryRoundsMax;
    private final GrpcClient grpc;
    private final ConnectionProbe probe;
    private final List<Endpoint> endpoints;
    private final AtomicInteger current = new AtomicInteger();
    private final Set<Runnable> closeHooks = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Transport(List<Endpoint> endpoints, KedgeClient.Builder settings) {
        this.endpoints = List.copyOf(endpoints);
        this.timeout = settings.timeout;
        this.retryRoundsMax = settings.retryRoundsMax;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true));
        this.loop = vertx.getOrCreateContext();
        this.grpc = GrpcClient.client(
                vertx,
                new GrpcClientOptions().setMaxMessageSize(Integer.MAX_VALUE).setScheduleDeadlineAutomatically(false),
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                        .setInitialSettings(new Http2Settings().setInitialWindowSize(STREAM_WINDOW_BYTES))
                        .setTcpNoDelay(true)
                        .setConnectTimeout(Math.toIntExact(settings.connectTimeout.toMillis())));
        this.probe = new ConnectionProbe(vertx, settings.probeInterval.toMillis(), settings.probeTimeout.toMillis());
    }

    /** A unary call with the client's own time limit. */
    <Q extends Message, R> Uni<R> call(ServiceMethod<R, Q> method, Q request, CallKind kind) {
        return call(method, request, kind, timeout);
    }

    /** A unary call; each subscription is one call, cancelled with it. */
    <Q extends Message, R> Uni<R> call(ServiceMethod<R, Q> method, Q request, CallKind kind, Duration limit) {
        return Uni.createFrom()
                .emitter(emitter -> new UnaryCall<Q, R>(this, method, request, kind, limit, emitter).start());
    }

    /**
     * Opens a request on the current endpoint; fails with UNAVAILABLE naming it when it cannot be reached, and then
     * moves on. Loop only.
     */
    <Q, R> Future<Opened<Q, R>> open(ServiceMethod<R, Q> method) {
        if (closed) {
            return Future.failedFuture(new KedgeClientException(ErrorCode.CLOSED, "the client is closed"));
        }
        int index = current.get();
        Endpoint endpoint = endpoints.get(index);
        Future<GrpcClientRequest<Q, R>> request = grpc.request(endpoint.address(), method);
        return request.map(wire -> opened(wire, index)).recover(cause -> {
            leave(index);
            return Future.failedFuture(new KedgeClientException(
                    ErrorCode.UNAVAILABLE, "cannot connect to " + endpoint + ": " + Errors.words(cause), cause));
        });
    }

    /** A server that is about to stop says so: the next call goes elsewhere, for here it might be cut off. */
    private <Q, R> Opened<Q, R> opened(GrpcClientRequest<Q, R> wire, int index) {
        wire.connection().goAwayHandler(leaving -> leave(index));
        return new Opened<>(wire, index);
    }

    /** The endpoint did not do its work: let the next one try, if no other call has said so already. */
    void leave(int index) {
        current.compareAndSet(index, (index + 1) % endpoints.size());
    }

    /** Runs {@code task} on the loop; at once, on this thread, when the loop has ended with the client. */
    void run(Runnable task) {
        run(loop, task);
    }

    static void run(Context context, Runnable task) {
        try {
            context.runOnContext(v -> task.run());
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    int endpointCount() {
        return endpoints.size();
    }

    ConnectionProbe probe() {
        return probe;
    }

    /** Registers what ends an open call when the client closes; the hook must end it at once, on any thread. */
    void onClose(Runnable hook) {
        closeHooks.add(hook);
        if (closed) {
            hook.run();
        }
    }

    void forget(Runnable hook) {
        closeHooks.remove(hook);
    }

    boolean isClosed() {
        return closed;
    }

    Uni<Void> close() {
        return Uni.createFrom().completionStage(() -> {
            closed = true;
            closeHooks.forEach(Runnable::run);
            Promise<Void> done = Promise.promise();
            // Two turns of the loop let what the hooks queued, and what that queued, come before the end.
            run(() -> run(() -> vertx.close().onComplete(done)));
            return done.future().toCompletionStage();
        });
    }
}
