/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import io.kedge.dist.support.Outcome;
import java.util.List;

/** How to tell that two replies differ just as a row of node/docs/differences.md says. */
enum KnownDifference {
    /** A delete at the very revision that was compacted, seen by a watch that starts there. */
    COMPACTED_TOMBSTONE("compacted-tombstone") {
        @Override
        boolean explainsEvents(List<WatchTally.Item> older, List<WatchTally.Item> newer) {
            if (older.isEmpty() && newer.isEmpty()) {
                return false;
            }
            long first = Math.min(firstRevision(older), firstRevision(newer));
            return withoutDeletes(older, first).equals(withoutDeletes(newer, first));
        }
    };

    private final String id;

    KnownDifference(String id) {
        this.id = id;
    }

    static KnownDifference byId(String id) {
        for (KnownDifference known : values()) {
            if (known.id.equals(id)) {
                return known;
            }
        }
        throw new IllegalArgumentException("no code judges the row \"" + id + "\" of differences.md");
    }

    String id() {
        return id;
    }

    boolean explains(Step step, Outcome older, Outcome newer) {
        return false;
    }

    boolean explainsEvents(List<WatchTally.Item> older, List<WatchTally.Item> newer) {
        return false;
    }

    private static long firstRevision(List<WatchTally.Item> items) {
        return items.isEmpty() ? Long.MAX_VALUE : items.get(0).revision();
    }

    private static List<WatchTally.Item> withoutDeletes(List<WatchTally.Item> items, long revision) {
        return items.stream()
                .filter(item -> !item.delete() || item.revision() != revision)
                .toList();
    }
}
