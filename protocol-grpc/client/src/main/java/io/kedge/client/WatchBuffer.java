/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they go out. When conflating, an event for a key, or a mark of a kind, that waits
 * already drops the older one and stands at the end, so that revisions still rise. Not safe for use by several threads.
 */
final class WatchBuffer {

    private final Map<Object, WatchEvent> waiting = new LinkedHashMap<>();
    private final boolean conflate;
    private long sequence;

    /** Slot of the event added last, whether it still waits or not. */
    private Object lastSlot = this;

    WatchBuffer(boolean conflate) {
        this.conflate = conflate;
    }

    /**
     * An outage that is over before its beginning was read is dropped, so that a subscriber that stands still costs
     * nothing more.
     */
    void add(WatchEvent event) {
        if (event instanceof WatchEvent.Reconnected && waiting.get(lastSlot) instanceof WatchEvent.Disconnected) {
            waiting.remove(lastSlot);
            return;
        }
        Object slot = conflate ? slot(event) : (Object) sequence++;
        waiting.remove(slot);
        waiting.put(slot, event);
        lastSlot = slot;
    }

    /** True when adding these would not make it larger. */
    boolean absorbs(List<? extends WatchEvent> events) {
        return conflate && events.stream().allMatch(event -> waiting.containsKey(slot(event)));
    }

    private static Object slot(WatchEvent event) {
        if (event instanceof WatchEvent.Put put) {
            return put.keyValue().key();
        }
        if (event instanceof WatchEvent.Delete delete) {
            return delete.key();
        }
        return event.getClass();
    }

    @Nullable
    WatchEvent poll() {
        Iterator<WatchEvent> first = waiting.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        WatchEvent event = first.next();
        first.remove();
        return event;
    }

    int size() {
        return waiting.size();
    }

    void clear() {
        waiting.clear();
    }
}
