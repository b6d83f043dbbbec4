/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a batch. Big endian:
 *
 * <pre>
 * header   0 magic u32        4 bodyBytes u32   8 chain u32 (CRC32C of the header)  12 bodyCrc u32
 *         16 previousChain    20 mask u32       24 term    32 votedFor    40 commit
 *         48 baseIndex        56 baseTerm       64 sequence               72 frames u32   76 end magic u32
 * body     frames, every 4 bytes of them xor the mask
 * frame    0 payloadBytes u32 4 kind u8         5 type u8  6 zero u16     8 index  16 term
 *         24 payload, zeros up to a multiple of 8
 * trailer  u64
 * </pre>
 *
 * The body's checksum covers what is on the disk, masked, and the trailer.
 *
 * <p><b>Invariant: every part into which sector boundaries cut a batch has two set bits or more.</b> So a part that is
 * all zero was not written, and no single flipped bit makes one. Why it holds: batches begin and end at multiples of
 * 8, so a boundary cuts no 8-byte word; the first part has the magic, the last one the trailer. The parts between are
 * whole sectors: one with the header's end has the end magic, the others are masked body only. The mask is nearly
 * always 0. If a sector then has less than two set bits, another is taken. There is always one: a sector has less
 * than two bits under a mask only if 63 of its 64 words equal the mask, so each sector rules out at most one mask,
 * and of n + 1 masks one suits n sectors. All but the first depend on the checksum of the batch before, so nobody can
 * write payloads that make the search long.
 *
 * <p>Not safe for concurrent use.
 */
final class BatchCodec {

    static final int SECTOR_BYTES = 512;
    static final int HEADER_BYTES = 80;
    static final int FRAME_BYTES = 24;
    static final int TRAILER_BYTES = 8;
    static final byte KIND_ENTRY = 1;
    static final byte KIND_RESET = 2;

    private static final int MAGIC = 0x4b424154;
    private static final int END_MAGIC = 0x5441424b;
    private static final long TRAILER = 0x6b656467_656e6421L;
    private static final int CHAIN_AT = 8;
    /** Odd, so that its multiples are distinct. */
    private static final int MASK_STEP = 0x9e3779b9;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer seed = ByteBuffer.allocate(24);
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);

    static int padded(int bytes) {
        return (bytes + 7) & -8;
    }

    static long batchBytes(long bodyBytes) {
        return HEADER_BYTES + bodyBytes + TRAILER_BYTES;
    }

    /**
     * Writes the header into the first bytes of {@code batch} and the trailer into the last ones before its limit, and
     * masks the frames between them.
     *
     * @return the header's checksum, the next batch's {@code previousChain}
     */
    int seal(ByteBuffer batch, long segmentId, long offset, BatchHeader values) {
        int end = batch.limit();
        batch.putInt(0, MAGIC);
        batch.putInt(4, values.bodyBytes());
        batch.putInt(CHAIN_AT, 0);
        batch.putInt(72, values.frames());
        batch.putInt(76, END_MAGIC);
        batch.putLong(end - TRAILER_BYTES, TRAILER);
        int mask = chooseMask(batch, offset, values.previousChain());
        mask(batch, HEADER_BYTES, values.bodyBytes(), mask);
        batch.putInt(12, bodyCrc(batch, segmentId, values));
        batch.limit(end);
        batch.putInt(16, values.previousChain());
        batch.putInt(20, mask);
        batch.putLong(24, values.hardState().term());
        batch.putLong(32, values.hardState().votedFor());
        batch.putLong(40, values.hardState().commit());
        batch.putLong(48, values.baseIndex());
        batch.putLong(56, values.baseTerm());
        batch.putLong(64, values.sequence());
        seedCrc(segmentId, offset, 0);
        batch.limit(HEADER_BYTES).position(0);
        crc.update(batch);
        int chain = (int) crc.getValue();
        batch.limit(end).position(0);
        batch.putInt(CHAIN_AT, chain);
        return chain;
    }

    /** The first mask under which no sector of the body has less than two set bits. */
    private static int chooseMask(ByteBuffer batch, long offset, int previousChain) {
        int bodyEnd = batch.limit() - TRAILER_BYTES;
        int mask = 0;
        int next = previousChain;
        while (!Sectors.allDense(batch, HEADER_BYTES, bodyEnd, offset + HEADER_BYTES, mask)) {
            next += MASK_STEP;
            mask = next;
        }
        return mask;
    }

    private static void mask(ByteBuffer buffer, int from, int bytes, int mask) {
        if (mask == 0) {
            return;
        }
        long word = Sectors.repeat(mask);
        for (int at = from; at < from + bytes; at += Long.BYTES) {
            buffer.putLong(at, buffer.getLong(at) ^ word);
        }
    }

    /** The header at {@code offset}, or null if none verifies there. */
    @Nullable
    BatchHeader readHeader(SegmentWindow segment, int offset, long segmentId) throws IOException {
        if (HEADER_BYTES > segment.sizeBytes() - offset || segment.getLong(offset) >>> Integer.SIZE != MAGIC) {
            return null;
        }
        segment.bytes(offset, HEADER_BYTES).get(0, header.array());
        int chain = header.getInt(CHAIN_AT);
        header.putInt(CHAIN_AT, 0);
        seedCrc(segmentId, offset, 0);
        crc.update(header.array());
        int bodyBytes = header.getInt(4);
        if ((int) crc.getValue() != chain || bodyBytes < 0 || batchBytes(bodyBytes) > segment.sizeBytes() - offset) {
            return null;
        }
        WalHardState hardState = new WalHardState(header.getLong(24), header.getLong(32), header.getLong(40));
        return new BatchHeader(
                header.getLong(64),
                header.getInt(16),
                chain,
                bodyBytes,
                header.getInt(12),
                header.getInt(20),
                header.getInt(72),
                hardState,
                header.getLong(48),
                header.getLong(56));
    }

    /** The frames of the batch at {@code offset}, their mask taken away, or null if they do not verify. */
    @Nullable
    ByteBuffer readFrames(SegmentWindow segment, int offset, long segmentId, BatchHeader values) throws IOException {
        ByteBuffer batch = segment.bytes(offset, (int) values.totalBytes());
        if (bodyCrc(batch, segmentId, values) != values.bodyCrc()) {
            return null;
        }
        ByteBuffer frames = batch.slice(HEADER_BYTES, values.bodyBytes());
        if (values.mask() == 0) {
            return frames;
        }
        ByteBuffer clear = ByteBuffer.allocate(values.bodyBytes()).put(frames).flip();
        mask(clear, 0, values.bodyBytes(), values.mask());
        return clear;
    }

    /** Moves the buffer's position and limit. */
    private int bodyCrc(ByteBuffer batch, long segmentId, BatchHeader values) {
        seedCrc(segmentId, values.sequence(), values.previousChain());
        batch.limit(HEADER_BYTES + values.bodyBytes() + TRAILER_BYTES).position(HEADER_BYTES);
        crc.update(batch);
        return (int) crc.getValue();
    }

    private void seedCrc(long first, long second, long third) {
        crc.reset();
        seed.putLong(0, first).putLong(8, second).putLong(16, third);
        crc.update(seed.array());
    }
}
