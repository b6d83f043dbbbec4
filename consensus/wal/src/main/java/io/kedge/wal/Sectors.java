/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.nio.ByteBuffer;

/** Looks at 8-byte aligned ranges as the disk does: cut at the file's sector boundaries. */
final class Sectors {

    private Sectors() {}

    private static final int BITS_MIN = 2;

    /**
     * Whether any of the parts, into which sector boundaries cut the range, is all zero.
     *
     * @param fileOffset where the byte at {@code from} stands in its file
     */
    static boolean anyZero(ByteBuffer buffer, int from, int to, long fileOffset) {
        int at = from;
        while (at < to) {
            int end = Math.min(to, at + untilNextSector(fileOffset + at - from));
            if (firstNonZero(buffer, at, end) == end) {
                return true;
            }
            at = end;
        }
        return false;
    }

    /**
     * Whether each whole sector inside the range has at least two set bits, once all of it is xored with {@code mask}.
     *
     * @param fileOffset where the byte at {@code from} stands in its file
     */
    static boolean allDense(ByteBuffer buffer, int from, int to, long fileOffset, int mask) {
        long word = repeat(mask);
        int first = from + untilNextSector(fileOffset) % BatchCodec.SECTOR_BYTES;
        for (int at = first; at <= to - BatchCodec.SECTOR_BYTES; at += BatchCodec.SECTOR_BYTES) {
            if (!isDense(buffer, at, word)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDense(ByteBuffer buffer, int sector, long word) {
        int bits = 0;
        for (int at = sector; at < sector + BatchCodec.SECTOR_BYTES; at += Long.BYTES) {
            bits += Long.bitCount(buffer.getLong(at) ^ word);
            if (bits >= BITS_MIN) {
                return true;
            }
        }
        return false;
    }

    static long repeat(int mask) {
        return (mask & 0xffff_ffffL) << Integer.SIZE | mask & 0xffff_ffffL;
    }

    private static int untilNextSector(long fileOffset) {
        return BatchCodec.SECTOR_BYTES - (int) (fileOffset % BatchCodec.SECTOR_BYTES);
    }

    /** The first 8-byte word in the range that is not zero, or {@code to}. */
    private static int firstNonZero(ByteBuffer buffer, int from, int to) {
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
