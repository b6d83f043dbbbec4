/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.nio.ByteBuffer;

/** Looks at an 8-byte aligned range as the disk does: cut at the file's sector boundaries. */
final class Sectors {

    private static final int BITS_MIN = 2;

    private Sectors() {}

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
}
