/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what stands after the last batch that verifies. A batch in flight at a power loss arrives in whole sectors; the
 * others stay as they were: zero from the batch's start on. So a batch that fails to verify is torn only if more of its
 * sectors are zero than its header declares to be zero by content, or if a part of the header itself is zero.
 */
final class TailJudge {

    private final BatchCodec codec;

    TailJudge(BatchCodec codec) {
        this.codec = codec;
    }

    /**
     * Checks everything from {@code offset} to the segment's end, where no batch verifies.
     *
     * @return the end of what must be zeroed before the next append, {@code offset} if all is zero already
     * @throws WalCorruptException if this was durable once
     */
    int checkTail(ByteBuffer segment, int offset, String name, long segmentId) throws WalCorruptException {
        int dirtyEnd = Sectors.lastNonZeroEnd(segment, offset, segment.limit());
        if (dirtyEnd == offset) {
            return offset;
        }
        for (int at = Sectors.firstNonZero(segment, offset + Long.BYTES, dirtyEnd); at < dirtyEnd; at += Long.BYTES) {
            if (segment.getInt(at) == BatchCodec.MAGIC && codec.readHeader(segment, at, segmentId) != null) {
                throw new WalCorruptException(
                        name, offset, "the batch does not verify, but a later one at " + at + " does");
            }
        }
        if (!isTorn(segment, offset, segmentId)) {
            throw new WalCorruptException(name, offset, "the last batch is damaged, not torn");
        }
        return dirtyEnd;
    }

    private boolean isTorn(ByteBuffer segment, int offset, long segmentId) {
        @Nullable BatchHeader header = codec.readHeader(segment, offset, segmentId);
        if (header == null) {
            int end = Math.min(segment.limit(), offset + BatchCodec.HEADER_BYTES);
            return Sectors.countZero(segment, offset, end, offset) > 0;
        }
        int end = offset + (int) header.totalBytes();
        int missing = Sectors.countZero(segment, offset, end, offset) - header.zeroSectors();
        return missing > 1 || (missing == 1 && !lostItsOnlyBit(segment, offset, segmentId, header));
    }

    /** A sector with one set bit is zero when that bit flips: setting it again would make the checksum fit. */
    private boolean lostItsOnlyBit(ByteBuffer segment, int offset, long segmentId, BatchHeader header) {
        int end = offset + (int) header.totalBytes();
        int distance =
                SingleBit.bytesFromEnd(codec.bodySyndrome(segment, offset, segmentId, header), header.bodyBytes());
        if (distance < 0) {
            return false;
        }
        int at = end - 1 - distance;
        int sector = at - at % BatchCodec.SECTOR_BYTES;
        int from = Math.max(sector, offset);
        return Sectors.isZero(segment, from, Math.min(end, sector + BatchCodec.SECTOR_BYTES));
    }
}
