/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.nio.ByteBuffer;

/** Looks at 8-byte aligned ranges as the disk does: cut at the file's sector boundaries. */
final class Sectors {

    private Sectors() {}

    /**
     * How many of the parts, into which sector boundaries cut the range, are all zero.
     *
     * @param fileOffset where the byte at {@code from} stands in its file
     */
    static int countZero(ByteBuffer buffer, int from, int to, long fileOffset) {
        int count = 0;
        int at = from;
        while (at < to) {
            int inSector = (int) ((fileOffset + at - from) % BatchCodec.SECTOR_BYTES);
            int end = Math.min(to, at + BatchCodec.SECTOR_BYTES - inSector);
            if (isZero(buffer, at, end)) {
                count++;
            }
            at = end;
        }
        return count;
    }

    static boolean isZero(ByteBuffer buffer, int from, int to) {
        return firstNonZero(buffer, from, to) == to;
    }

    /** The first 8-byte word in the range that is not zero, or {@code to}. */
    static int firstNonZero(ByteBuffer buffer, int from, int to) {
        int at = from;
        while (at < to && buffer.getLong(at) == 0) {
            at += Long.BYTES;
        }
        return at;
    }

    /** The end of the last 8-byte word in the range that is not zero, or {@code from}. */
    static int lastNonZeroEnd(ByteBuffer buffer, int from, int to) {
        int end = to;
        while (end > from && buffer.getLong(end - Long.BYTES) == 0) {
            end -= Long.BYTES;
        }
        return end;
    }
}
