/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last change of each key that a slow client has not been sent, in the order of their revisions. Bounded twice: at
 * {@link #BYTES_MAX} of its own and by what all of the loop may hold together; when it is full the node keeps a cursor
 * and reads history later, so that a client which is slow on many keys is sent some values that were replaced
 * meanwhile, but none is lost.
 */
final class Coalescer {

    /** What all coalescers of a loop may hold. */
    static final class Budget {

        private long bytesLeft;

        Budget(long bytes) {
            this.bytesLeft = bytes;
        }

        long bytesLeft() {
            return bytesLeft;
        }
    }

    static final int BYTES_MAX = 1 << 20;

    /** Of an entry of the map, an event and its records, about. */
    private static final int ENTRY_BYTES = 256;

    private final Budget budget;
    private final Map<Key, Event> latest = new LinkedHashMap<>();
    private long bytes;

    Coalescer(Budget budget) {
        this.budget = budget;
    }

    boolean isEmpty() {
        return latest.isEmpty();
    }

    boolean hasRoom() {
        return bytes < BYTES_MAX && budget.bytesLeft > 0;
    }

    void add(List<Event> events) {
        for (Event event : events) {
            Event replaced = latest.remove(event.kv().key());
            if (replaced != null) {
                hold(-size(replaced));
            }
            latest.put(event.kv().key(), event);
            hold(size(event));
        }
    }

    /** All that is held, which is then nothing. */
    List<Event> take() {
        List<Event> taken = List.copyOf(latest.values());
        clear();
        return taken;
    }

    void clear() {
        latest.clear();
        hold(-bytes);
    }

    private void hold(long more) {
        bytes += more;
        budget.bytesLeft -= more;
    }

    private static long size(Event event) {
        KeyValue previous = event.previous();
        return ENTRY_BYTES + event.kv().wire().length + (previous == null ? 0 : previous.wire().length);
    }

    /** Without the events that a later one of the same key replaces; the list itself if there are none. */
    static List<Event> latestOf(List<Event> events) {
        Set<Key> keys = new HashSet<>();
        for (Event event : events) {
            if (!keys.add(event.kv().key())) {
                Map<Key, Event> last = new LinkedHashMap<>();
                for (Event each : events) {
                    last.remove(each.kv().key());
                    last.put(each.kv().key(), each);
                }
                return List.copyOf(last.values());
            }
        }
        return events;
    }
}
