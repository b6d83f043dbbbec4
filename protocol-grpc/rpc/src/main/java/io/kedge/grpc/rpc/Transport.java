/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.model.Caller;

/**
 * The client's side of one {@link Call}: who asks, and the way back. Each wire has its own; a call knows no other thing
 * of it. Everything happens on the connection's event loop, and after one of the three ends the call says no more.
 */
public interface Transport {

    Caller caller();

    Connection connection();

    /** Whether the client would rather have an error than wait for a leader (metadata {@code hasleader}). */
    boolean requiresLeader();

    /** The time the client gives the call from its start; 0 if it set none, negative if it has passed. */
    long timeoutMillis();

    /** Sends one message of several. */
    void send(byte[] message);

    /** Sends the only message, and that all is well. */
    void end(byte[] message);

    /** Ends well, without a further message. */
    void end();

    void fail(GrpcOutcome outcome);

    /** Whether the client keeps up: false from when what waits to be sent is much until it is little. */
    boolean isWritable();

    /** {@code drained} is to be called each time that {@link #isWritable} turns true; one at a time. */
    void onWritable(Runnable drained);

    /** What sends messages that are laid out already; in place of {@link #send} and {@link #onWritable}. */
    FrameSink frames(Runnable drained);

    void pauseReading();

    void resumeReading();
}
