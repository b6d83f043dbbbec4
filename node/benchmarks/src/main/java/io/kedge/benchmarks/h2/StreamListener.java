/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import java.nio.ByteBuffer;

/** Receives what arrives on one stream; called on the loop's thread only. */
public interface StreamListener {

    /**
     * One whole gRPC message, without its five-byte prefix.
     *
     * @param buffer holds the message at {@code offset}; valid only during the call, position and limit stay untouched
     */
    void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes);

    /** The call is over; nothing follows. */
    void onClosed(H2Stream stream, GrpcStatus status);
}
