/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import java.util.Arrays;

/** Writes varints, raw bytes and protobuf-laid fields into one growing array. Not thread safe. */
public final class WireWriter {

    private static final int WIRE_VARINT = 0;
    private static final int WIRE_BYTES = 2;

    private byte[] buffer;
    private int position;

    public WireWriter(int expectedBytes) {
        this.buffer = new byte[Math.max(expectedBytes, 8)];
    }

    public int position() {
        return position;
    }

    /** What was written; the writer's own array if it is exactly full. */
    public byte[] toBytes() {
        return position == buffer.length ? buffer : Arrays.copyOf(buffer, position);
    }

    public void u8(int value) {
        ensure(1);
        buffer[position++] = (byte) value;
    }

    public void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[position++] = (byte) rest;
    }

    public void raw(byte[] bytes) {
        raw(bytes, 0, bytes.length);
    }

    /** The bytes {@code from} (included) to {@code to} (not). */
    public void raw(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, buffer, position, to - from);
        position += to - from;
    }

    /** A length-prefixed run of bytes. */
    public void bytes(byte[] bytes) {
        varint(bytes.length);
        raw(bytes);
    }

    /** A protobuf varint field; nothing for 0, as proto3 asks. */
    public void varintField(int field, long value) {
        if (value != 0) {
            varint((long) field << 3 | WIRE_VARINT);
            varint(value);
        }
    }

    /** A protobuf bytes field, written even when empty. */
    public void bytesField(int field, byte[] bytes) {
        varint((long) field << 3 | WIRE_BYTES);
        bytes(bytes);
    }

    public static int sizeOfVarint(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** Bytes taken by {@link #varintField} for fields below 16. */
    public static int sizeOfVarintField(long value) {
        return value == 0 ? 0 : 1 + sizeOfVarint(value);
    }

    /** Bytes taken by {@link #bytesField} for fields below 16. */
    public static int sizeOfBytesField(int length) {
        return 1 + sizeOfVarint(length) + length;
    }

    private void ensure(int more) {
        if (buffer.length - position < more) {
            int needed = Math.addExact(position, more);
            buffer = Arrays.copyOf(buffer, Math.max(needed, Math.min(buffer.length * 2, Integer.MAX_VALUE - 16)));
        }
    }
}
