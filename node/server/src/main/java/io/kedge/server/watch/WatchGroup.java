/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.model.Event;
import io.kedge.model.KeyRange;
import java.util.ArrayList;
import java.util.List;

/**
 * The live watches of one range, and the events in it of the batch under way. Most watches of a group are given the
 * very same list, so that a protocol can lay it out once for all of them. On the shard's loop only.
 *
 * <p>Watches may leave and join while a batch is handed out: who walks from the last to the first reaches each at least
 * once, and whom he reaches twice has its cursor behind the batch by then.
 */
final class WatchGroup {

    private final KeyRange range;
    private final List<Watcher> watchers = new ArrayList<>(1);

    /** Empty between batches; handed out, so never changed after that. */
    private List<Event> matched = new ArrayList<>(1);

    private boolean previousOnDisk;

    WatchGroup(KeyRange range) {
        this.range = range;
    }

    KeyRange range() {
        return range;
    }

    boolean isEmpty() {
        return watchers.isEmpty();
    }

    int size() {
        return watchers.size();
    }

    Watcher get(int index) {
        return watchers.get(index);
    }

    void add(Watcher watcher) {
        watcher.place = watchers.size();
        watchers.add(watcher);
    }

    /** Removes in constant time: the last one takes the place. */
    void remove(Watcher watcher) {
        Watcher last = watchers.remove(watchers.size() - 1);
        if (last != watcher) {
            watchers.set(watcher.place, last);
            last.place = watcher.place;
        }
    }

    /** Collects an event of the batch; true if it is the first one. */
    boolean offer(Event event) {
        matched.add(event);
        previousOnDisk |= event.isPreviousOnDisk();
        return matched.size() == 1;
    }

    /** Whether an event of the batch does not carry its previous record, though there is one. */
    boolean isPreviousOnDisk() {
        return previousOnDisk;
    }

    /** The batch's events, in order; the next batch begins empty. */
    List<Event> takeMatched() {
        List<Event> taken = matched;
        matched = new ArrayList<>(taken.size());
        previousOnDisk = false;
        return taken;
    }
}
