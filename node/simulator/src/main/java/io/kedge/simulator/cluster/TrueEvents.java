/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.model.Event;
import io.kedge.replica.RevisionEvents;
import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.WatchEvent;
import java.util.List;

/** The events of every revision, as the first member that applied it published them; all others must say the same. */
final class TrueEvents {

    private static final long FIRST_REVISION = 1;

    private final EventLog log = new EventLog();

    /** True if nobody has published this revision before. */
    boolean published(long member, RevisionEvents events) {
        long revision = events.revision();
        long last = Math.max(FIRST_REVISION, log.lastRevision());
        boolean first = revision == last + 1;
        if (first) {
            events.events().forEach(this::append);
        } else if (revision > last) {
            throw new AssertionError(member + " publishes revision " + revision + " after " + last);
        }
        List<WatchEvent> known = log.at(revision);
        boolean same = known.size() == events.events().size();
        for (int i = 0; same && i < known.size(); i++) {
            Event event = events.events().get(i);
            same = known.get(i).put() != event.isDelete() && known.get(i).item().equals(shown(event));
        }
        if (!same) {
            throw new AssertionError(member + " publishes " + events.events().size() + " events at revision " + revision
                    + " that are not " + known);
        }
        return first;
    }

    private void append(Event event) {
        Item item = shown(event);
        if (event.isDelete()) {
            log.delete(item.key(), item.modRevision());
        } else {
            log.put(item);
        }
    }

    /** Of a delete only key and revision. */
    static Item shown(Event event) {
        Item item = Translation.item(event.kv());
        return event.isDelete() ? new Item(item.key(), "", 0, item.modRevision(), 0, 0) : item;
    }

    EventLog log() {
        return log;
    }
}
