/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;

/**
 * Walks one protobuf message in place. Everything read is bounded by the message's end; whatever cannot be read throws
 * {@link MalformedMessageException}.
 */
public final class ProtoReader {

    static final int WIRE_VARINT = 0;
    static final int WIRE_FIXED64 = 1;
    static final int WIRE_BYTES = 2;
    static final int WIRE_GROUP_START = 3;
    static final int WIRE_GROUP_END = 4;
    static final int WIRE_FIXED32 = 5;

    /** Groups inside unknown fields; no etcd client sends one. */
    private static final int GROUP_DEPTH_MAX = 32;

    private final byte[] bytes;
    private int position;
    private int limit;

    public ProtoReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.limit = end;
    }

    /**
     * Reads {@code message} without copying it when it lies on the heap; it must not change until the reading is done.
     */
    public static ProtoReader of(Buffer message) {
        ByteBuf content = ((BufferInternal) message).getByteBuf();
        if (content.hasArray()) {
            int start = content.arrayOffset() + content.readerIndex();
            return new ProtoReader(content.array(), start, start + content.readableBytes());
        }
        byte[] copy = message.getBytes();
        return new ProtoReader(copy, 0, copy.length);
    }

    public byte[] array() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    /** The next field's tag, or 0 at the end of the message. */
    public int nextTag() {
        if (position == limit) {
            return 0;
        }
        long tag = varint();
        if (tag >>> 32 != 0 || tag >>> 3 == 0) {
            throw new MalformedMessageException("invalid tag " + tag);
        }
        return (int) tag;
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position == limit) {
                throw new MalformedMessageException("unexpected end");
            }
            byte b = bytes[position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedMessageException("varint too long");
    }

    public boolean bool() {
        return varint() != 0;
    }

    /** An enum's number; protobuf keeps the low 32 bits. */
    public int enumNumber() {
        return (int) varint();
    }

    public byte[] bytes() {
        int length = length();
        byte[] out = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return out;
    }

    /** Narrows this reader to an embedded message; the result goes to {@link #leave}. */
    public int enter() {
        int outer = limit;
        int length = length();
        limit = position + length;
        return outer;
    }

    /** Ends an embedded message that was read to its end. */
    public void leave(int outer) {
        position = limit;
        limit = outer;
    }

    /** Skips the field whose tag was just read. */
    public void skip(int tag) {
        skip(tag, 0);
    }

    private void skip(int tag, int depth) {
        switch (tag & 7) {
            case WIRE_VARINT -> varint();
            case WIRE_FIXED64 -> advance(8);
            case WIRE_BYTES -> advance(length());
            case WIRE_FIXED32 -> advance(4);
            case WIRE_GROUP_START -> skipGroup(tag, depth);
            default -> throw new MalformedMessageException("invalid wire type in tag " + tag);
        }
    }

    private void skipGroup(int startTag, int depth) {
        if (depth == GROUP_DEPTH_MAX) {
            throw new MalformedMessageException("groups nested too deep");
        }
        while (true) {
            int tag = nextTag();
            if (tag == (startTag & ~7 | WIRE_GROUP_END)) {
                return;
            }
            if (tag == 0) {
                throw new MalformedMessageException("group without end");
            }
            skip(tag, depth + 1);
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > limit - position) {
            throw new MalformedMessageException("length " + length + " exceeds the message");
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > limit - position) {
            throw new MalformedMessageException("unexpected end");
        }
        position += count;
    }
}
