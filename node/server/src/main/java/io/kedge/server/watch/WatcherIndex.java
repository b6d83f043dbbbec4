/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.model.Event;
import io.kedge.model.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Live watches by what they watch: one key by hash, ranges one after the other. */
final class WatcherIndex {

    private final Map<Key, List<Watcher>> byKey = new HashMap<>();
    private final List<Watcher> ranges = new ArrayList<>();

    void add(Watcher watcher) {
        if (watcher.request.range().single()) {
            byKey.computeIfAbsent(watcher.request.range().start(), key -> new ArrayList<>(1))
                    .add(watcher);
        } else {
            ranges.add(watcher);
        }
    }

    void remove(Watcher watcher) {
        if (watcher.request.range().single()) {
            Key key = watcher.request.range().start();
            List<Watcher> watchers = byKey.get(key);
            if (watchers != null && watchers.remove(watcher) && watchers.isEmpty()) {
                byKey.remove(key);
            }
        } else {
            ranges.remove(watcher);
        }
    }

    /**
     * Hands the event to every live watch that is due for it; those touched for the first time are added to {@code
     * touched}.
     */
    void match(Event event, List<Watcher> touched) {
        List<Watcher> single = byKey.get(event.kv().key());
        if (single != null) {
            for (int i = 0; i < single.size(); i++) {
                offer(single.get(i), event, touched);
            }
        }
        for (int i = 0; i < ranges.size(); i++) {
            Watcher watcher = ranges.get(i);
            if (watcher.request.range().contains(event.kv().key())) {
                offer(watcher, event, touched);
            }
        }
    }

    private static void offer(Watcher watcher, Event event, List<Watcher> touched) {
        if (event.kv().modRevision() >= watcher.nextRevision && watcher.wants(event) && watcher.match(event)) {
            touched.add(watcher);
        }
    }
}
