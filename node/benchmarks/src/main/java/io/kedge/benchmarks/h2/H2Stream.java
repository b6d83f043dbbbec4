/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One call in flight: its listener, its windows and the beginning of a message that came in pieces. */
public final class H2Stream {

    private static final int PREFIX_BYTES = 5;

    final int id;
    final StreamListener listener;

    /** What the peer still allows us to send here; may be negative after its settings shrink. */
    int sendWindowBytes;

    /** Received since the last window update of this stream. */
    int receivedBytes;

    /** The rest of a request the peer's window did not take yet; null when nothing waits. */
    byte @Nullable [] unsent;

    int unsentOffset;
    boolean unsentEndsStream;

    /** Bytes of an incomplete message, prefix included: {@code 0 <= partialBytes <= partial.length}. */
    private byte[] partial = EMPTY;

    private int partialBytes;

    private static final byte[] EMPTY = new byte[0];

    H2Stream(int id, StreamListener listener, int sendWindowBytes) {
        this.id = id;
        this.listener = listener;
        this.sendWindowBytes = sendWindowBytes;
    }

    /** Takes a DATA payload and hands over every message that is complete. */
    void receive(ByteBuffer buffer, int offset, int lengthBytes) {
        int at = offset;
        int end = offset + lengthBytes;
        if (partialBytes == 0) {
            at = deliver(buffer, at, end);
        }
        if (at == end) {
            return;
        }
        int rest = end - at;
        if (partialBytes + rest > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(partialBytes + rest, 2 * partial.length));
        }
        buffer.get(at, partial, partialBytes, rest);
        partialBytes += rest;
        int used = deliver(ByteBuffer.wrap(partial), 0, partialBytes);
        partialBytes -= used;
        System.arraycopy(partial, used, partial, 0, partialBytes);
    }

    /** True if a message has begun and not ended. */
    boolean insideMessage() {
        return partialBytes > 0;
    }

    private int deliver(ByteBuffer buffer, int from, int end) {
        int at = from;
        while (end - at >= PREFIX_BYTES) {
            int length = buffer.getInt(at + 1);
            if (length < 0 || length > end - at - PREFIX_BYTES) {
                break;
            }
            listener.onMessage(this, buffer, at + PREFIX_BYTES, length);
            at += PREFIX_BYTES + length;
        }
        return at;
    }
}
