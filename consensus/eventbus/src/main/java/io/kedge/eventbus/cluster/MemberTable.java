/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is a member, where it listens, and who was one. Any thread; readers take no lock. Changes are seen by the next
 * send; a connection that stands is kept until it breaks, as the event bus cannot be told to drop one.
 */
public final class MemberTable {
    private record State(Map<Long, PeerUrl> members, Set<Long> removed) {}

    private final long selfId;
    private final CopyOnWriteArrayList<LongConsumer> removalListeners = new CopyOnWriteArrayList<>();
    private volatile State state;

    /**
     * A table with {@code members}.
     *
     * @param removed ids that once were members, as far as this member remembers
     */
    public MemberTable(long selfId, Map<Long, PeerUrl> members, Set<Long> removed) {
        this.selfId = selfId;
        state = new State(new TreeMap<>(members), Set.copyOf(removed));
    }

    /** The event bus' node id of a member. */
    public static String nodeId(long memberId) {
        return Long.toHexString(memberId);
    }

    public long selfId() {
        return selfId;
    }

    /** Adds a member, or gives it another URL. */
    public synchronized void put(long id, PeerUrl url) {
        Map<Long, PeerUrl> members = new TreeMap<>(state.members());
        members.put(id, url);
        Set<Long> removed = new HashSet<>(state.removed());
        removed.remove(id);
        state = new State(members, removed);
    }

    /** Takes a member out; from now on it is refused as removed. Listeners run on the calling thread. */
    public void remove(long id) {
        synchronized (this) {
            Map<Long, PeerUrl> members = new TreeMap<>(state.members());
            members.remove(id);
            Set<Long> removed = new HashSet<>(state.removed());
            removed.add(id);
            state = new State(members, removed);
        }
        removalListeners.forEach(listener -> listener.accept(id));
    }

    public boolean contains(long id) {
        return state.members().containsKey(id);
    }

    /** Whether {@code id} was a member and is none. */
    public boolean wasRemoved(long id) {
        return state.removed().contains(id);
    }

    public @Nullable PeerUrl url(long id) {
        return state.members().get(id);
    }

    /** All members, this one included if it is one. */
    public List<Long> ids() {
        return List.copyOf(state.members().keySet());
    }

    /** Calls {@code listener} after each removal with the member's id. */
    public void onRemoval(LongConsumer listener) {
        removalListeners.add(listener);
    }
}
