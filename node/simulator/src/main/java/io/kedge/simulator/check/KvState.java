/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Item;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that the next operation's outcome depends on. Immutable: its collections are never changed once it is made. */
public final class KvState {

    /** The state of a store in which nothing was ever written. */
    public static final KvState EMPTY = new KvState(1, -1, new TreeMap<>(), new TreeSet<>());

    private final long revision;
    private final long compacted;
    private final TreeMap<String, Item> items;
    private final TreeSet<Long> leases;
    private final int hash;

    /**
     * The state of a store without leases that holds just these items.
     *
     * @param compacted the lowest revision that can be read, or -1 before the first compaction
     */
    public static KvState at(long revision, long compacted, Collection<Item> items) {
        TreeMap<String, Item> byKey = new TreeMap<>();
        items.forEach(item -> byKey.put(item.key(), item));
        return new KvState(revision, compacted, byKey, new TreeSet<>());
    }

    KvState(long revision, long compacted, TreeMap<String, Item> items, TreeSet<Long> leases) {
        this.revision = revision;
        this.compacted = compacted;
        this.items = items;
        this.leases = leases;
        this.hash = Objects.hash(revision, compacted, items, leases);
    }

    public long revision() {
        return revision;
    }

    /** The lowest revision that can be read, or -1 before the first compaction. */
    public long compacted() {
        return compacted;
    }

    /** Read only. */
    public SortedMap<String, Item> items() {
        return java.util.Collections.unmodifiableSortedMap(items);
    }

    /** Read only. */
    public SortedSet<Long> leases() {
        return java.util.Collections.unmodifiableSortedSet(leases);
    }

    TreeMap<String, Item> ownItems() {
        return items;
    }

    TreeSet<Long> ownLeases() {
        return leases;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof KvState that
                        && hash == that.hash
                        && revision == that.revision
                        && compacted == that.compacted
                        && items.equals(that.items)
                        && leases.equals(that.leases));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "revision " + revision + ", compacted " + compacted + ", leases " + leases + ", " + items.values();
    }
}
