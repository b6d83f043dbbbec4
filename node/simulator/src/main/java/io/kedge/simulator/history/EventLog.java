/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every change of a store in its true order, from a source that is trusted: the log of a quorum, or a model. It fills
 * in by itself what was there before.
 */
public final class EventLog {

    private final TreeMap<Long, List<WatchEvent>> revisions = new TreeMap<>();
    /** For each key what each of its changes left; a delete leaves an item of version 0. */
    private final TreeMap<String, TreeMap<Long, Item>> keys = new TreeMap<>();

    /** Appends a put at the item's mod revision, which no earlier one may exceed. */
    public void put(Item item) {
        Item previous = itemAt(item.key(), item.modRevision() - 1);
        append(new WatchEvent(true, item, previous == null, previous));
    }

    public void delete(String key, long revision) {
        append(WatchEvent.delete(key, revision, itemAt(key, revision - 1)));
    }

    private void append(WatchEvent event) {
        long revision = event.revision();
        TreeMap<Long, Item> changes = keys.computeIfAbsent(event.key(), key -> new TreeMap<>());
        if (revision < lastRevision() || changes.put(revision, event.item()) != null) {
            throw new IllegalArgumentException("out of order: " + event);
        }
        revisions.computeIfAbsent(revision, at -> new ArrayList<>()).add(event);
    }

    /** The highest revision with an event, or 0. */
    public long lastRevision() {
        return revisions.isEmpty() ? 0 : revisions.lastKey();
    }

    /** The events of one revision in their order; empty if it made none. */
    public List<WatchEvent> at(long revision) {
        return List.copyOf(revisions.getOrDefault(revision, List.of()));
    }

    /** What {@code request} should get between two revisions, both included, its own start apart. */
    public List<WatchEvent> wanted(WatchRequest request, long from, long to) {
        List<WatchEvent> wanted = new ArrayList<>();
        if (from <= to) {
            for (List<WatchEvent> events :
                    revisions.subMap(from, true, to, true).values()) {
                events.stream().filter(request::wants).forEach(wanted::add);
            }
        }
        return wanted;
    }

    /** What {@code key} was after {@code revision}, or null if it was not there. */
    public @Nullable Item itemAt(String key, long revision) {
        Map.Entry<Long, Item> change = keys.getOrDefault(key, new TreeMap<>()).floorEntry(revision);
        return change == null || change.getValue().version() == 0 ? null : change.getValue();
    }

    /** What a read of the past shows, by key. */
    public List<Item> itemsAt(KeySet set, long revision) {
        return set.within(keys).keySet().stream()
                .map(key -> itemAt(key, revision))
                .filter(Objects::nonNull)
                .toList();
    }
}
