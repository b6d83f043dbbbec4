/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.vertx.core.buffer.Buffer;

/**
 * Looks at the flag byte in front of each message of a call as its bytes arrive, because Vert.x leaves a call without
 * an answer when that says "compressed" and no encoding was named. On the connection's loop.
 */
final class MessagePrefixes {

    private static final int PREFIX_BYTES = 5;

    /** Bytes of the present prefix seen so far. */
    private int prefixBytes;

    private long lengthBytes;
    private long payloadBytesLeft;

    /** Walks over the next bytes; false when a message begins that is not plain. */
    boolean arePlain(Buffer bytes) {
        int at = 0;
        while (at < bytes.length()) {
            if (payloadBytesLeft > 0) {
                int passed = (int) Math.min(payloadBytesLeft, bytes.length() - at);
                payloadBytesLeft -= passed;
                at += passed;
                continue;
            }
            int next = bytes.getByte(at++) & 0xff;
            if (prefixBytes == 0) {
                if (next != 0) {
                    return false;
                }
                lengthBytes = 0;
            } else {
                lengthBytes = lengthBytes << 8 | next;
            }
            if (++prefixBytes == PREFIX_BYTES) {
                prefixBytes = 0;
                payloadBytesLeft = lengthBytes;
            }
        }
        return true;
    }
}
