/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which segments to rewrite. Only neighbours are ever joined, so that the ranges of segments stay disjoint; every join
 * makes fewer segments, and every other rewrite drops records, so that merging comes to an end.
 */
final class MergePlan {

    /** Asked about segments by their index. */
    interface Question {
        boolean ask(int index) throws IOException;
    }

    private final List<SegmentInfo> segments;
    private final StorageOptions options;

    MergePlan(List<SegmentInfo> segments, StorageOptions options) {
        this.segments = segments;
        this.options = options;
    }

    /** A run of too many segments of about one size or smaller, the smallest size first; null if there is none. */
    @Nullable
    MergeGroup crowdedTier() {
        for (int divisor : new int[] {64, 16, 4, 2}) {
            long bound = options.segmentBytesMax() / divisor;
            int start = 0;
            for (int i = 0; i <= segments.size(); i++) {
                if (i < segments.size() && segments.get(i).dataBytes() < bound) {
                    continue;
                }
                if (i - start > options.tierSegmentsMax()) {
                    return upTo(options.segmentBytesMax(), start, i);
                }
                start = i + 1;
            }
        }
        return null;
    }

    /** The first run of segments of which {@code mostlyDead} says yes; null if there is none. */
    @Nullable
    MergeGroup mostlyDead(Question mostlyDead) throws IOException {
        for (int start = 0; start < segments.size(); start++) {
            if (mostlyDead.ask(start)) {
                int end = start + 1;
                while (end < segments.size() && fits(start, end) && mostlyDead.ask(end)) {
                    end++;
                }
                return new MergeGroup(start, end);
            }
        }
        return null;
    }

    /** The first run at or after {@code from} with something dead in it, or with several small segments; or null. */
    @Nullable
    MergeGroup untidy(int from, Question hasDead) throws IOException {
        for (int start = from; start < segments.size(); start++) {
            boolean dead = hasDead.ask(start);
            if (!dead && !isSmall(start)) {
                continue;
            }
            int end = start + 1;
            while (end < segments.size() && fits(start, end) && (isSmall(end) || hasDead.ask(end))) {
                dead |= !isSmall(end);
                end++;
            }
            if (dead || end - start > 1) {
                return new MergeGroup(start, end);
            }
        }
        return null;
    }

    private boolean isSmall(int index) {
        return segments.get(index).dataBytes() < options.segmentBytesMax() / 4;
    }

    /** Whether the segments from {@code start} through {@code last} are no more than one segment may hold. */
    private boolean fits(int start, int last) {
        return bytes(start, last + 1) <= options.segmentBytesMax();
    }

    private MergeGroup upTo(long bytesMax, int start, int end) {
        int last = start + 1;
        while (last + 1 < end && bytes(start, last + 2) <= bytesMax) {
            last++;
        }
        return new MergeGroup(start, last + 1);
    }

    private long bytes(int start, int end) {
        return segments.subList(start, end).stream()
                .mapToLong(SegmentInfo::dataBytes)
                .sum();
    }
}
