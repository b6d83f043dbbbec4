/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The header block being received: a place in the read buffer, or a copy once CONTINUATION frames follow. */
final class HeaderBlockBuffer {

    private int offset;
    private int length;
    private boolean endsStream;
    private byte @Nullable [] copy;

    /** A HEADERS frame: skips padding and priority. */
    void begin(int flags, ByteBuffer in, int at, int lengthBytes) {
        int from = at;
        int end = at + lengthBytes;
        if ((flags & Frames.PADDED) != 0) {
            end -= in.get(from++) & 0xff;
        }
        if ((flags & Frames.PRIORITY) != 0) {
            from += 5;
        }
        copy = null;
        offset = from;
        length = end - from;
        endsStream = (flags & Frames.END_STREAM) != 0;
        if ((flags & Frames.END_HEADERS) == 0) {
            copy = new byte[length];
            in.get(from, copy);
            offset = 0;
        }
    }

    /** A CONTINUATION frame. */
    void add(ByteBuffer in, int at, int lengthBytes) {
        byte[] bytes = Arrays.copyOf(copy == null ? new byte[0] : copy, length + lengthBytes);
        in.get(at, bytes, length, lengthBytes);
        copy = bytes;
        length += lengthBytes;
    }

    ByteBuffer bytes(ByteBuffer in) {
        return copy == null ? in : ByteBuffer.wrap(copy);
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    boolean endsStream() {
        return endsStream;
    }
}
