/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Live watches by what they watch: one key by hash, ranges in a tree. Invariant: no group in here is empty. */
final class WatcherIndex {

    private final Map<Key, WatchGroup> byKey = new HashMap<>();
    private final RangeIndex ranges = new RangeIndex();

    void add(Watcher watcher) {
        KeyRange range = watcher.request.range();
        WatchGroup group = range.single()
                ? byKey.computeIfAbsent(range.start(), key -> new WatchGroup(range))
                : ranges.groupOf(range);
        group.add(watcher);
        watcher.group = group;
    }

    /** Nothing if it is not here. */
    void remove(Watcher watcher) {
        WatchGroup group = watcher.group;
        if (group == null) {
            return;
        }
        watcher.group = null;
        group.remove(watcher);
        if (group.isEmpty()) {
            forget(group.range());
        }
    }

    private void forget(KeyRange range) {
        if (range.single()) {
            byKey.remove(range.start());
        } else {
            ranges.remove(range);
        }
    }

    /** Hands the event to every group it lies in; those that get their first one are added to {@code touched}. */
    void match(Event event, List<WatchGroup> touched) {
        Key key = event.kv().key();
        WatchGroup single = byKey.get(key);
        if (single != null) {
            offer(single, event, touched);
        }
        ranges.forEachAround(key, group -> offer(group, event, touched));
    }

    private static void offer(WatchGroup group, Event event, List<WatchGroup> touched) {
        if (group.offer(event)) {
            touched.add(group);
        }
    }
}
