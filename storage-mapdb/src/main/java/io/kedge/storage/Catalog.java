/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.model.Space;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The current segments, searchable by key; immutable, replaced as a whole. */
final class Catalog {

    private final List<Segment> segments;
    private final List<List<Segment>> bySpace = new ArrayList<>();

    /** Throws IllegalArgumentException unless every space's records of one segment come before those of the next. */
    Catalog(List<Segment> segments) {
        this.segments = List.copyOf(segments);
        for (Space space : Space.values()) {
            List<Segment> holding = new ArrayList<>();
            @Nullable RecordKey last = null;
            for (Segment segment : segments) {
                SpaceRange range = segment.info().range(space);
                if (range == null) {
                    continue;
                }
                if (last != null && last.compareTo(range.first()) >= 0) {
                    throw new IllegalArgumentException(
                            segment.path() + " begins at " + range.first() + ", an earlier segment ends at " + last);
                }
                last = range.last();
                holding.add(segment);
            }
            bySpace.add(List.copyOf(holding));
        }
    }

    List<Segment> segments() {
        return segments;
    }

    /** The only segment that may hold {@code key}, or null. */
    @Nullable
    Segment find(Space space, RecordKey key) {
        List<Segment> holding = bySpace.get(space.code());
        int low = 0;
        int high = holding.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Segment segment = holding.get(middle);
            SpaceRange range = rangeOf(segment, space);
            if (key.compareTo(range.first()) < 0) {
                high = middle - 1;
            } else if (key.compareTo(range.last()) > 0) {
                low = middle + 1;
            } else {
                return segment;
            }
        }
        return null;
    }

    /** The segments that may hold keys of {@code from <= key < to}, in order. */
    List<Segment> between(Space space, RecordKey from, RecordKey to) {
        List<Segment> found = new ArrayList<>();
        for (Segment segment : bySpace.get(space.code())) {
            SpaceRange range = rangeOf(segment, space);
            if (range.last().compareTo(from) >= 0 && range.first().compareTo(to) < 0) {
                found.add(segment);
            }
        }
        return found;
    }

    /** The last key of the space, or null if it is empty. */
    @Nullable
    RecordKey lastKey(Space space) {
        List<Segment> holding = bySpace.get(space.code());
        return holding.isEmpty()
                ? null
                : rangeOf(holding.get(holding.size() - 1), space).last();
    }

    private static SpaceRange rangeOf(Segment segment, Space space) {
        SpaceRange range = segment.info().range(space);
        if (range == null) {
            throw new IllegalStateException(segment.path() + " holds nothing of " + space);
        }
        return range;
    }

    /** These segments with those from {@code start} to before {@code end} replaced by {@code others}. */
    List<Segment> replacing(int start, int end, List<Segment> others) {
        List<Segment> result = new ArrayList<>(segments.subList(0, start));
        result.addAll(others);
        result.addAll(segments.subList(end, segments.size()));
        return result;
    }
}
