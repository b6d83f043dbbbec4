/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.grpc.server.Connections.Connection;
import io.kedge.grpc.server.wire.MalformedMessageException;
import io.kedge.grpc.server.wire.ProtoReader;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.impl.GrpcReadStreamBase;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gRPC call from its headers to its status, on its connection's event loop. It ends exactly once: by {@link #end},
 * by {@link #fail}, at its deadline, or when the client goes; whatever the node says after that is dropped.
 */
abstract class Call {

    private static final Logger log = LoggerFactory.getLogger(Call.class);

    private static final GrpcOutcome MALFORMED =
            new GrpcOutcome(GrpcStatus.INTERNAL, "grpc: error unmarshalling request");
    private static final GrpcOutcome NOTHING_SENT =
            new GrpcOutcome(GrpcStatus.INTERNAL, "grpc: the call ended without a request");
    private static final GrpcOutcome COMPRESSED =
            new GrpcOutcome(GrpcStatus.INTERNAL, "grpc: compressed flag set with identity or empty encoding");
    private static final long NO_TIMER = -1;

    private final Loop loop;
    private final MethodMetrics metrics;
    private final Connection connection;
    private final GrpcServerRequest<Buffer, Buffer> request;
    private final GrpcServerResponse<Buffer, Buffer> response;
    private long deadlineTimer = NO_TIMER;
    private boolean ended;

    Call(Loop loop, MethodMetrics metrics, Connection connection, GrpcServerRequest<Buffer, Buffer> request) {
        this.loop = loop;
        this.metrics = metrics;
        this.connection = connection;
        this.request = request;
        this.response = request.response();
    }

    /** One message of the client. May throw what the reader throws, or KedgeException; either ends the call. */
    abstract void message(ProtoReader message);

    /** The client will send no more. */
    abstract void halfClosed();

    /** The call has ended, for whatever reason; takes back what is still under way. Called once. */
    abstract void closed();

    final void start() {
        metrics.started();
        request.handler(this::received);
        request.endHandler(v -> {
            if (!ended) {
                halfClosed();
            }
        });
        request.errorHandler(error -> clientGone());
        request.exceptionHandler(error -> clientGone());
        response.exceptionHandler(error -> clientGone());
        request.invalidMessageHandler(error -> fail(loop.tooLarge()));
        checkPrefixes(loop.arriving(), (GrpcReadStreamBase<?, ?>) request);
        if (requiresLeader() && !loop.node().hasLeader()) {
            fail(GrpcStatusMapper.of(StatusCode.NO_LEADER));
            return;
        }
        if (!isForLearners() && loop.node().isLearner()) {
            fail(GrpcStatusMapper.of(StatusCode.NOT_SUPPORTED_FOR_LEARNER));
            return;
        }
        armDeadline();
    }

    /** Whether a learner serves this too, or it depends on the message. */
    boolean isForLearners() {
        return false;
    }

    private void checkPrefixes(HttpServerRequest http, GrpcReadStreamBase<?, ?> messages) {
        MessagePrefixes prefixes = new MessagePrefixes();
        http.handler(bytes -> {
            if (ended) {
                return;
            }
            if (prefixes.arePlain(bytes)) {
                messages.handle(bytes);
            } else {
                fail(COMPRESSED);
            }
        });
    }

    final boolean requiresLeader() {
        return "true".equals(request.headers().get("hasleader"));
    }

    final Loop loop() {
        return loop;
    }

    final Caller caller() {
        return connection.caller();
    }

    final boolean ended() {
        return ended;
    }

    /** Sends a message and goes on; nothing after the end. */
    final void send(byte[] message) {
        if (!ended) {
            metrics.sent(message.length);
            response.write(wrap(message));
        }
    }

    /** Sends the only message and status OK in one go. */
    final void end(byte[] message) {
        if (!ended) {
            markEnded(GrpcStatus.OK);
            metrics.sent(message.length);
            response.end(wrap(message));
            closed();
        }
    }

    final void end() {
        if (!ended) {
            markEnded(GrpcStatus.OK);
            response.end();
            closed();
        }
    }

    final void fail(GrpcOutcome outcome) {
        if (!ended) {
            markEnded(outcome.status());
            response.status(outcome.status()).statusMessage(outcome.text());
            response.end();
            closed();
        }
    }

    /** How this service tells an error; Lock and Election differ. */
    GrpcOutcome outcome(KedgeException reason) {
        return GrpcStatusMapper.of(reason);
    }

    /** Whether the client keeps up: false from when the response's write queue is full until it is drained. */
    public boolean isWritable() {
        return !response.writeQueueFull();
    }

    /** Calls {@code drained} each time the response can take more after having been full. */
    final void onWritable(Runnable drained) {
        response.drainHandler(v -> {
            if (!ended) {
                drained.run();
            }
        });
    }

    final void pauseReading() {
        request.pause();
    }

    final void resumeReading() {
        request.resume();
    }

    final void failNothingSent() {
        fail(NOTHING_SENT);
    }

    private void received(Buffer message) {
        if (ended) {
            return;
        }
        metrics.received(message.length());
        try {
            message(ProtoReader.of(message));
        } catch (MalformedMessageException e) {
            fail(new GrpcOutcome(MALFORMED.status(), MALFORMED.text() + ": " + e.getMessage()));
        } catch (KedgeException e) {
            fail(outcome(e));
        } catch (RuntimeException e) {
            log.error("call failed", e);
            fail(new GrpcOutcome(GrpcStatus.INTERNAL, "internal error: " + e));
        }
    }

    private void clientGone() {
        if (!ended) {
            markEnded(GrpcStatus.CANCELLED);
            closed();
        }
    }

    /** A deadline below a millisecond has passed already, and Vert.x shows it as none. */
    private void armDeadline() {
        long timeoutMillis = request.timeout();
        if (timeoutMillis > 0) {
            deadlineTimer = loop.vertx().setTimer(timeoutMillis, id -> deadlinePassed());
        } else if (request.headers().get("grpc-timeout") != null) {
            deadlinePassed();
        }
    }

    private void deadlinePassed() {
        deadlineTimer = NO_TIMER;
        fail(GrpcStatusMapper.of(StatusCode.DEADLINE_EXCEEDED));
    }

    private void markEnded(GrpcStatus status) {
        ended = true;
        metrics.handled(status);
        if (deadlineTimer != NO_TIMER) {
            loop.vertx().cancelTimer(deadlineTimer);
        }
    }

    private static Buffer wrap(byte[] message) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(message));
    }
}
