/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

/** Takes messages with gRPC's prefix of five bytes in front of them. On the call's loop. */
public interface FrameSink {

    boolean isWritable();

    /** Sends a message, whether writable or not; the array is given away. The call must not be over. */
    void write(byte[] frame);
}
