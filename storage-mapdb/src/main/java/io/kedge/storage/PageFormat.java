/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

/**
 * How a segment's records are grouped: nodes of a few records, packed into pages.
 *
 * <p>A node never crosses a page, so a page must hold the longest record with room to spare; and a segment takes whole
 * pages, so a small one gets small pages.
 *
 * @param pageBytes a power of two
 * @param nodeRecords records that are found by one search and then walked
 */
record PageFormat(int pageBytes, int nodeRecords) {

    static final int PAGE_BYTES_MIN = 4 << 10;

    /**
     * Bytes that a record takes beside its wire form, at most: key, checksum, cause, length, its node's table entries.
     */
    private static final int RECORD_EXTRA_BYTES = 40;

    private static final int PAGE_HEAD_BYTES = 128;
    private static final int PAGE_BYTES_USUAL = 1 << 20;
    private static final int NODE_RECORDS = 4;

    /** Bytes that a record of {@code wireBytes} takes in a segment, about. */
    static long storedBytes(int wireBytes) {
        return (long) wireBytes + RECORD_EXTRA_BYTES;
    }

    /** Throws IllegalArgumentException if the longest record fits no page. */
    static PageFormat choose(int longestBytes, long totalBytes, int pageBytesMax) {
        long need = (long) longestBytes + RECORD_EXTRA_BYTES + PAGE_HEAD_BYTES;
        if (need >= pageBytesMax) {
            throw new IllegalArgumentException(
                    "a record of " + longestBytes + " bytes fits no page; pages have up to " + pageBytesMax + " bytes");
        }
        long bySize = Math.min(PAGE_BYTES_USUAL, Math.max(PAGE_BYTES_MIN, Long.highestOneBit(totalBytes / 8)));
        long byRecord = Long.highestOneBit(4 * need - 1) << 1;
        long page = Math.min(pageBytesMax, Math.max(bySize, byRecord));
        return new PageFormat((int) page, need * NODE_RECORDS * 4 <= page ? NODE_RECORDS : 1);
    }
}
