/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.nio.ByteBuffer;

/** Frames waiting for the next flush, in one reused direct buffer with room for the batch's header and trailer. */
final class BatchBuffer {

    private static final int BATCH_BYTES_MAX = 1 << 30;
    private static final byte[] PADDING = new byte[8];

    private final int keepBytes;
    private ByteBuffer buffer;
    private int frames;
    /** The lowest index that frames of this batch set or reset to + 1. */
    private long lowestIndex = Long.MAX_VALUE;

    BatchBuffer(int keepBytes) {
        this.keepBytes = keepBytes;
        this.buffer = ByteBuffer.allocateDirect(keepBytes);
        buffer.position(BatchCodec.HEADER_BYTES);
    }

    void entry(long index, long term, byte type, byte[] payload) {
        lowestIndex = Math.min(lowestIndex, index);
        frame(BatchCodec.KIND_ENTRY, type, index, term, payload);
    }

    void reset(long index, long term) {
        lowestIndex = Math.min(lowestIndex, index + 1);
        frame(BatchCodec.KIND_RESET, (byte) 0, index, term, new byte[0]);
    }

    private void frame(byte kind, byte type, long index, long term, byte[] payload) {
        int padded = BatchCodec.padded(payload.length);
        reserve(BatchCodec.FRAME_BYTES + (long) padded + BatchCodec.TRAILER_BYTES);
        buffer.putInt(payload.length).put(kind).put(type).putShort((short) 0);
        buffer.putLong(index).putLong(term);
        buffer.put(payload).put(PADDING, 0, padded - payload.length);
        frames++;
    }

    private void reserve(long bytes) {
        long needed = buffer.position() + bytes;
        if (needed <= buffer.capacity()) {
            return;
        }
        if (needed > BATCH_BYTES_MAX) {
            throw new IllegalStateException("more than " + BATCH_BYTES_MAX + " bytes without a flush");
        }
        int capacity = (int) Math.min(BATCH_BYTES_MAX, Math.max(needed, 2L * buffer.capacity()));
        ByteBuffer larger = ByteBuffer.allocateDirect(capacity);
        buffer.flip();
        larger.put(buffer);
        buffer = larger;
    }

    int frames() {
        return frames;
    }

    int bodyBytes() {
        return buffer.position() - BatchCodec.HEADER_BYTES;
    }

    long lowestIndex() {
        return lowestIndex;
    }

    /** The whole batch, ready to be sealed and written; {@link #clear()} comes next. */
    ByteBuffer flip() {
        return buffer.position(buffer.position() + BatchCodec.TRAILER_BYTES).flip();
    }

    void clear() {
        if (buffer.capacity() > keepBytes) {
            buffer = ByteBuffer.allocateDirect(keepBytes);
        }
        buffer.clear().position(BatchCodec.HEADER_BYTES);
        frames = 0;
        lowestIndex = Long.MAX_VALUE;
    }
}
