/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what stands after the last batch that verifies. A batch in flight at a power loss arrives in whole sectors; the
 * others stay as they were: zero from the batch's start on, and to the segment's end. By {@link BatchCodec}'s invariant
 * none of its parts is zero by content or by one flipped bit. So a batch that fails to verify is torn if a part of it is
 * zero, and damaged if none is.
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
        @Nullable BatchHeader header = codec.readHeader(segment, offset, segmentId);
        long knownEnd = offset + (header == null ? BatchCodec.HEADER_BYTES : header.totalBytes());
        int end = (int) Math.min(segment.limit(), knownEnd);
        if (header == null) {
            checkNoBatchFollows(segment, offset, dirtyEnd, name, segmentId);
        } else if (dirtyEnd > end) {
            throw new WalCorruptException(name, offset, "the batch does not verify, but more follows at " + end);
        }
        if (!Sectors.anyZero(segment, offset, end, offset)) {
            throw new WalCorruptException(name, offset, "the last batch is damaged, not torn");
        }
        return dirtyEnd;
    }

    private void checkNoBatchFollows(ByteBuffer segment, int offset, int dirtyEnd, String name, long segmentId)
            throws WalCorruptException {
        for (int at = offset + Long.BYTES; at < dirtyEnd; at += Long.BYTES) {
            if (segment.getInt(at) == BatchCodec.MAGIC && codec.readHeader(segment, at, segmentId) != null) {
                throw new WalCorruptException(
                        name, offset, "the batch does not verify, but a later one at " + at + " does");
            }
        }
    }
}
