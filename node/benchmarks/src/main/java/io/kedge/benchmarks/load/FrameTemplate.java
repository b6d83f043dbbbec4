/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A gRPC frame built once for key 0; every next request only rewrites the digits of the keys in it. */
final class FrameTemplate {

    private static final int PREFIX_BYTES = 5;

    private final byte[] frame;

    /** One past the last digit of each key in the frame. */
    private final int[] digitEnds;

    private final int digits;

    FrameTemplate(MessageLite messageForKeyZero, KeySpace keys) {
        frame = frame(messageForKeyZero);
        byte[] zero = keys.key(0);
        digits = keys.varyingDigits();
        int[] ends = new int[frame.length];
        int found = 0;
        for (int at = PREFIX_BYTES; at + zero.length <= frame.length; at++) {
            if (Arrays.equals(frame, at, at + zero.length, zero, 0, zero.length)) {
                ends[found++] = at + zero.length;
            }
        }
        digitEnds = Arrays.copyOf(ends, found);
    }

    /** The gRPC frame of a message: no compression, length, bytes. */
    static byte[] frame(MessageLite message) {
        byte[] body = message.toByteArray();
        return ByteBuffer.allocate(PREFIX_BYTES + body.length)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** The frame for one key; the same array every time. */
    byte[] aim(int keyIndex) {
        for (int end : digitEnds) {
            int rest = keyIndex;
            for (int i = 1; i <= digits; i++) {
                frame[end - i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return frame;
    }
}
