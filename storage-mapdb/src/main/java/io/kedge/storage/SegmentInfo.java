/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.model.Space;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest says of one segment.
 *
 * @param number never used twice in a store; names the file
 * @param longestBytes wire form of the longest record
 * @param pageChecksums CRC32C of each page: together they cover the whole file
 * @param ranges of the spaces that have records here, in the order of spaces
 */
record SegmentInfo(long number, int pageBytes, int longestBytes, int[] pageChecksums, List<SpaceRange> ranges) {

    private static final String PREFIX = "segment-";
    private static final String SUFFIX = ".stm";
    private static final String TEMPORARY_SUFFIX = ".tmp";

    static String fileName(long number) {
        return PREFIX + String.format(Locale.ROOT, "%016x", number) + SUFFIX;
    }

    static String temporaryName(long number) {
        return fileName(number) + TEMPORARY_SUFFIX;
    }

    /** Whether a file is a segment, whole or half written, current or not. */
    static boolean isSegmentFile(String name) {
        return name.startsWith(PREFIX) && (name.endsWith(SUFFIX) || name.endsWith(TEMPORARY_SUFFIX));
    }

    String fileName() {
        return fileName(number);
    }

    long fileBytes() {
        return (long) pageBytes * pageChecksums.length;
    }

    @Nullable
    SpaceRange range(Space space) {
        for (SpaceRange range : ranges) {
            if (range.first().space() == space.code()) {
                return range;
            }
        }
        return null;
    }

    /** The count of a range that lies as a whole in {@code from <= key < to}, or -1. */
    long countIfAllBetween(RecordKey from, RecordKey to) {
        for (SpaceRange range : ranges) {
            if (from.space() == range.first().space()
                    && from.compareTo(range.first()) <= 0
                    && range.last().compareTo(to) < 0) {
                return range.count();
            }
        }
        return -1;
    }

    long count() {
        return ranges.stream().mapToLong(SpaceRange::count).sum();
    }

    long dataBytes() {
        return ranges.stream().mapToLong(SpaceRange::bytes).sum();
    }
}
