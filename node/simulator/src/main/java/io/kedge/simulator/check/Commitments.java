/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the group has committed, as first seen; shared by the invariants that speak of it. */
final class Commitments {

    record Entry(long term, long hash) {}

    private final Map<Long, Entry> entries = new HashMap<>();
    private long highest;

    /** The highest index that any member ever took to be committed. */
    long highest() {
        return highest;
    }

    /** Null above the highest, and for what was covered by a snapshot before anybody was seen with it. */
    @Nullable
    Entry at(long index) {
        return entries.get(index);
    }

    void add(long index, Entry entry) {
        entries.put(index, entry);
        highest = Math.max(highest, index);
    }
}
