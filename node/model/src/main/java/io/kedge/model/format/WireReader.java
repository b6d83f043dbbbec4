/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import java.util.Arrays;

/** Reads what {@link WireWriter} wrote. Throws IllegalArgumentException on bytes that end early or make no sense. */
public final class WireReader {

    private final byte[] bytes;
    private final int end;
    private int position;

    public WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public WireReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    public boolean hasMore() {
        return position < end;
    }

    public int position() {
        return position;
    }

    public int u8() {
        require(1);
        return bytes[position++] & 0xff;
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint longer than 10 bytes at " + position);
    }

    /** Reads a length and checks that so many bytes follow. */
    public int lengthPrefix() {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new IllegalArgumentException("length " + length + " at " + position + " exceeds the input");
        }
        return (int) length;
    }

    /** A number of items to follow, each at least one byte; reserve memory with {@link #capacity} only. */
    public int count() {
        return lengthPrefix();
    }

    /** Room to reserve for {@code count} items: little, so that nested broken counts cannot ask for memory. */
    public static int capacity(int count) {
        return Math.min(count, 64);
    }

    public byte[] bytes() {
        int length = lengthPrefix();
        byte[] out = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return out;
    }

    public void skip(int length) {
        require(length);
        position += length;
    }

    /** One of a closed set of constants by its place. */
    <T> T constant(T[] constants) {
        int code = u8();
        if (code >= constants.length) {
            throw new UnknownFormatException("constant " + code + " of " + constants.length + " at " + position);
        }
        return constants[code];
    }

    /** The number of the next protobuf field. */
    public int nextField() {
        return (int) (varint() >>> 3);
    }

    private void require(int length) {
        if (length < 0 || end - position < length) {
            throw new IllegalArgumentException("input ends at " + end + ", " + length + " bytes wanted at " + position);
        }
    }
}
