/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import java.nio.ByteBuffer;

/** Walks the fields of a protobuf message in place, without allocating; for the few messages that arrive in masses. */
final class ProtoCursor {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int at;
    private int end;
    private int wireType;

    void reset(ByteBuffer source, int offset, int lengthBytes) {
        buffer = source;
        at = offset;
        end = offset + lengthBytes;
    }

    /** The next field's number, or 0 at the end; its value must be read or skipped before the next call. */
    int nextField() {
        if (at >= end) {
            return 0;
        }
        int tag = (int) varint();
        wireType = tag & 7;
        return tag >>> 3;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = buffer.get(at++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("malformed varint");
    }

    /**
     * Length of a bytes field whose content begins at {@link #position()}; move past it with {@link #position(int)}.
     */
    int length() {
        int length = (int) varint();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("field of " + length + " bytes reaches past its message");
        }
        return length;
    }

    int position() {
        return at;
    }

    void position(int position) {
        at = position;
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> at += 8;
            case BYTES -> {
                int length = length();
                at += length;
            }
            case FIXED32 -> at += 4;
            default -> throw new IllegalArgumentException("wire type " + wireType);
        }
    }
}
