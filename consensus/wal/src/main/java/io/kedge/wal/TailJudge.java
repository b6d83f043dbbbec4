/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what stands after the last batch that verifies. A batch in flight at a power loss arrives in whole sectors; the
 * others stay as they were: zero from the batch's start on, and to the segment's end. By {@link BatchCodec}'s invariant
 * none of its parts is zero by content or by one flipped bit. So a batch that fails to verify is torn if a part of it
 * is zero, and damaged if none is.
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
    int checkTail(SegmentWindow segment, int offset, String name, long segmentId) throws IOException {
        int dirtyEnd = segment.lastNonZeroEnd(offset);
        if (dirtyEnd == offset) {
            return offset;
        }
        @Nullable BatchHeader header = codec.readHeader(segment, offset, segmentId);
        long knownEnd = offset + (header == null ? BatchCodec.HEADER_BYTES : header.totalBytes());
        int end = (int) Math.min(segment.sizeBytes(), knownEnd);
        if (header == null) {
            checkNoBatchFollows(segment, offset, dirtyEnd, name, segmentId);
        } else if (dirtyEnd > end) {
            throw new WalCorruptException(name, offset, "the batch does not verify, but more follows at " + end);
        }
        if (!segment.anySectorZero(offset, end)) {
            throw new WalCorruptException(name, offset, "the last batch is damaged, not torn");
        }
        return dirtyEnd;
    }

    private void checkNoBatchFollows(SegmentWindow segment, int offset, int dirtyEnd, String name, long segmentId)
            throws IOException {
        for (int at = offset + Long.BYTES; at < dirtyEnd; at += Long.BYTES) {
            if (codec.readHeader(segment, at, segmentId) != null) {
                throw new WalCorruptException(
                        name, offset, "the batch does not verify, but a later one at " + at + " does");
            }
        }
    }
}
