/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.grpc.rpc.wire.MalformedMessageException;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call from its headers to its status, on its connection's event loop. It ends exactly once: by {@link #end}, by
 * {@link #fail}, at its deadline, or when the client goes; whatever the node says after that is dropped.
 */
public abstract class Call {

    private static final Logger log = LoggerFactory.getLogger(Call.class);

    private static final GrpcOutcome MALFORMED =
            new GrpcOutcome(GrpcCode.INTERNAL, "grpc: error unmarshalling request");
    private static final GrpcOutcome NOTHING_SENT =
            new GrpcOutcome(GrpcCode.INTERNAL, "grpc: the call ended without a request");
    private static final long NO_TIMER = -1;

    private final Loop loop;
    private final MethodMetrics metrics;
    private final Transport transport;
    private long deadlineTimer = NO_TIMER;
    private boolean ended;

    Call(Loop loop, MethodMetrics metrics, Transport transport) {
        this.loop = loop;
        this.metrics = metrics;
        this.transport = transport;
    }

    /** One message of the client. May throw what the reader throws, or KedgeException; either ends the call. */
    abstract void message(ProtoReader message);

    /** The client will send no more. */
    abstract void halfClosed();

    /** The call has ended, for whatever reason; takes back what is still under way. Called once. */
    abstract void closed();

    /** To be called by the transport once it is ready to be told how the call ends, and before all that follows. */
    public final void start() {
        metrics.started();
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

    /** The client has sent a message; it is read before this returns. */
    public final void received(ProtoReader message) {
        if (ended) {
            return;
        }
        metrics.received(message.remaining());
        try {
            message(message);
        } catch (MalformedMessageException e) {
            fail(new GrpcOutcome(MALFORMED.status(), MALFORMED.text() + ": " + e.getMessage()));
        } catch (KedgeException e) {
            fail(outcome(e));
        } catch (RuntimeException e) {
            log.error("call failed", e);
            fail(new GrpcOutcome(GrpcCode.INTERNAL, "internal error: " + e));
        }
    }

    /** The client has sent its last message. */
    public final void receivedAll() {
        if (!ended) {
            halfClosed();
        }
    }

    /** Nobody listens any more; the transport is not told of the end. */
    public final void clientGone() {
        if (!ended) {
            markEnded(GrpcCode.CANCELLED);
            closed();
        }
    }

    public final boolean ended() {
        return ended;
    }

    /** Whether a learner serves this too, or it depends on the message. */
    boolean isForLearners() {
        return false;
    }

    final boolean requiresLeader() {
        return transport.requiresLeader();
    }

    final Loop loop() {
        return loop;
    }

    final Caller caller() {
        return transport.caller();
    }

    /** Sends a message and goes on; nothing after the end. */
    final void send(byte[] message) {
        if (!ended) {
            metrics.sent(message.length);
            transport.send(message);
        }
    }

    /** Sends the only message and status OK in one go. */
    final void end(byte[] message) {
        if (!ended) {
            markEnded(GrpcCode.OK);
            metrics.sent(message.length);
            transport.end(message);
            closed();
        }
    }

    final void end() {
        if (!ended) {
            markEnded(GrpcCode.OK);
            transport.end();
            closed();
        }
    }

    public final void fail(GrpcOutcome outcome) {
        if (!ended) {
            markEnded(outcome.status());
            transport.fail(outcome);
            closed();
        }
    }

    /** How this service tells an error; Lock and Election differ. */
    GrpcOutcome outcome(KedgeException reason) {
        return GrpcStatusMapper.of(reason);
    }

    /** Whether the client keeps up. */
    public boolean isWritable() {
        return transport.isWritable();
    }

    /** Calls {@code drained} each time the client can take more after it could not. */
    final void onWritable(Runnable drained) {
        transport.onWritable(() -> {
            if (!ended) {
                drained.run();
            }
        });
    }

    final void pauseReading() {
        transport.pauseReading();
    }

    final void resumeReading() {
        transport.resumeReading();
    }

    final void failNothingSent() {
        fail(NOTHING_SENT);
    }

    private void armDeadline() {
        long timeoutMillis = transport.timeoutMillis();
        if (timeoutMillis > 0) {
            deadlineTimer = loop.vertx().setTimer(timeoutMillis, id -> deadlinePassed());
        } else if (timeoutMillis < 0) {
            deadlinePassed();
        }
    }

    private void deadlinePassed() {
        deadlineTimer = NO_TIMER;
        fail(GrpcStatusMapper.of(StatusCode.DEADLINE_EXCEEDED));
    }

    private void markEnded(GrpcCode status) {
        ended = true;
        metrics.handled(status);
        if (deadlineTimer != NO_TIMER) {
            loop.vertx().cancelTimer(deadlineTimer);
        }
    }
}
