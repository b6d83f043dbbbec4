/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import com.google.protobuf.Message;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One unary call with its deadline and retries. All state lives on the transport's loop; the answer goes to the
 * subscriber's Vert.x context if it had one.
 *
 * <p>A read is asked again while the servers are unavailable and time is left. A write is sent again only if it surely
 * was not looked at: no connection, or the server refused the stream. A write that was sent and got no clear answer
 * fails with {@link OutcomeUnknownException}.
 */
final class UnaryCall<Q extends Message, R> {

    private static final long RETRY_BASE_MILLIS = 25;
    private static final long RETRY_CAP_MILLIS = 1_000;

    private final Transport transport;
    private final ServiceMethod<R, Q> method;
    private final Q request;
    private final CallKind kind;
    private final UniEmitter<? super R> emitter;
    private final @Nullable Context subscriber = Vertx.currentContext();
    private final Backoff backoff = new Backoff(RETRY_BASE_MILLIS, RETRY_CAP_MILLIS);
    private final Runnable closeHook = this::closed;
    private final long limitMillis;
    private final long startNanos = System.nanoTime();
    private @Nullable GrpcClientRequest<Q, R> wire;
    private @Nullable KedgeClientException lastFailure;
    private long timer = -1;
    private int attempts;
    private int endpoint;
    private boolean sent;
    private boolean done;

    UnaryCall(
            Transport transport,
            ServiceMethod<R, Q> method,
            Q request,
            CallKind kind,
            Duration limit,
            UniEmitter<? super R> emitter) {
        this.transport = transport;
        this.method = method;
        this.request = request;
        this.kind = kind;
        this.limitMillis = Math.max(1, limit.toMillis());
        this.emitter = emitter;
    }

    void start() {
        if (request.getSerializedSize() > Transport.REQUEST_BYTES_MAX) {
            emitter.fail(new KedgeClientException(
                    ErrorCode.TOO_LARGE,
                    "request of " + request.getSerializedSize() + " bytes is above the limit of "
                            + Transport.REQUEST_BYTES_MAX));
            return;
        }
        emitter.onTermination(() -> transport.run(this::release));
        transport.onClose(closeHook);
        transport.run(() -> {
            if (!done) {
                timer = transport.vertx.setTimer(limitMillis, id -> expired());
                attempt();
            }
        });
    }

    private void attempt() {
        attempts++;
        transport.<Q, R>open(method).onComplete(opened -> {
            if (done) {
                if (opened.succeeded()) {
                    opened.result().wire().cancel();
                }
            } else if (opened.failed()) {
                retryOrFail(Errors.ofTransport(opened.cause()));
            } else {
                send(opened.result());
            }
        });
    }

    private void send(Transport.Opened<Q, R> next) {
        GrpcClientRequest<Q, R> opened = next.wire();
        wire = opened;
        endpoint = next.endpoint();
        long left = Math.max(1, limitMillis - elapsedMillis());
        opened.timeout(left, TimeUnit.MILLISECONDS);
        sent = true;
        opened.end(request);
        opened.response().onComplete(answer -> {
            if (answer.succeeded()) {
                receive(opened, answer.result());
            } else {
                unanswered(opened, Errors.ofTransport(answer.cause()), Errors.refused(answer.cause()));
            }
        });
    }

    private void receive(GrpcClientRequest<Q, R> from, GrpcClientResponse<Q, R> response) {
        Object[] message = new Object[1];
        response.handler(received -> message[0] = received);
        response.errorHandler(error -> unanswered(from, Errors.ofReset(error), false));
        response.end().onComplete(end -> {
            if (end.failed()) {
                unanswered(from, Errors.ofResponse(response, end.cause()), false);
            } else if (message[0] == null) {
                unanswered(from, new KedgeClientException(ErrorCode.INTERNAL, "an answer without a message"), false);
            } else {
                @SuppressWarnings("unchecked")
                R result = (R) message[0];
                wire = null;
                finish(() -> emitter.complete(result));
            }
        });
    }

    /** The attempt on {@code from} ended without a result. */
    private void unanswered(GrpcClientRequest<Q, R> from, KedgeClientException failure, boolean refused) {
        if (done || wire != from) {
            return;
        }
        wire = null;
        if (refused) {
            sent = false;
            retryOrFail(failure);
        } else if (kind == CallKind.WRITE) {
            fail(isVague(failure) ? new OutcomeUnknownException(failure) : failure);
        } else if (failure.code() == ErrorCode.UNAVAILABLE || failure.code() == ErrorCode.NO_LEADER) {
            transport.leave(endpoint);
            retryOrFail(failure);
        } else {
            fail(failure);
        }
    }

    /** A failure that leaves open whether the server did the work. */
    private static boolean isVague(KedgeClientException failure) {
        return switch (failure.code()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, INTERNAL -> true;
            default -> false;
        };
    }

    /** Goes round the endpoints at once, then waits before the next round. */
    private void retryOrFail(KedgeClientException failure) {
        lastFailure = failure;
        int round = attempts / transport.endpointCount();
        boolean roundDone = attempts % transport.endpointCount() == 0;
        if (failure.code() == ErrorCode.CLOSED || roundDone && round > transport.retryRoundsMax) {
            fail(failure);
        } else if (roundDone) {
            transport.vertx.setTimer(backoff.nextDelayMillis(), id -> {
                if (!done) {
                    attempt();
                }
            });
        } else {
            attempt();
        }
    }

    private void expired() {
        KedgeClientException late = new KedgeClientException(
                ErrorCode.DEADLINE_EXCEEDED, "no answer within " + limitMillis + " ms", lastFailure);
        if (wire != null) {
            transport.leave(endpoint);
        }
        if (kind == CallKind.WRITE && sent) {
            fail(new OutcomeUnknownException(late));
        } else {
            fail(wire == null && lastFailure != null ? lastFailure : late);
        }
    }

    private void closed() {
        KedgeClientException closed = new KedgeClientException(ErrorCode.CLOSED, "the client is closed");
        transport.run(() -> fail(kind == CallKind.WRITE && sent ? new OutcomeUnknownException(closed) : closed));
    }

    private void fail(KedgeClientException failure) {
        finish(() -> emitter.fail(failure));
    }

    private void finish(Runnable emission) {
        if (done) {
            return;
        }
        release();
        if (subscriber == null) {
            emission.run();
        } else {
            Transport.run(subscriber, emission);
        }
    }

    /** Ends the call whatever its state; called again when the emitter terminates. */
    private void release() {
        if (done) {
            return;
        }
        done = true;
        transport.forget(closeHook);
        transport.vertx.cancelTimer(timer);
        if (wire != null) {
            wire.cancel();
        }
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
