/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

/**
 * Finds the one flipped bit that explains a wrong CRC32C. The checksum is linear: the difference that a flipped bit
 * makes depends only on its distance to the end, and no two distances below 2^31 bits make the same one.
 */
final class SingleBit {

    /** CRC32C's polynomial, lowest bit first. */
    private static final int POLYNOMIAL = 0x82f63b78;

    private SingleBit() {}

    /**
     * How many bytes follow the byte with the flipped bit, or -1 if no single bit explains it.
     *
     * @param syndrome the wrong checksum xor the right one
     */
    static int bytesFromEnd(int syndrome, int lengthBytes) {
        int difference = 1;
        for (int distance = 0; distance < lengthBytes; distance++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                difference = (difference >>> 1) ^ (POLYNOMIAL & -(difference & 1));
                if (difference == syndrome) {
                    return distance;
                }
            }
        }
        return -1;
    }
}
