/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.api.WatchRequest;
import io.kedge.model.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One watch. Live: in a group, and fed from each turn's events. Behind: only its cursor is kept, and history is read
 * for it when its stream can take more. Invariant: every event below {@link #nextRevision} that it wants was given to
 * its stream, and none at or above it.
 */
final class Watcher {

    final long id;
    final WatchRequest request;
    final ShardStream stream;

    /** The revision published when it began: one that asked for what comes from now on gets what is above it. */
    final long createdAt;

    /** The first revision not sent yet. */
    long nextRevision;

    /** Where it is live, and its place there; null while it is behind, and after its end. */
    @Nullable
    WatchGroup group;

    int place;

    /** Whether it must read history before it is live again. */
    boolean behind;

    /** Whether a read of history for it is under way. */
    boolean reading;

    boolean closed;

    /** Whether it was sent anything since the last progress tick. */
    boolean active;

    Watcher(long id, WatchRequest request, ShardStream stream, long createdAt) {
        this.id = id;
        this.request = request;
        this.stream = stream;
        this.createdAt = createdAt;
        this.nextRevision = request.startRevision() == 0 ? createdAt + 1 : request.startRevision();
        this.behind = nextRevision <= createdAt;
    }

    /** Whether its first revision is still to come: then, as in etcd, nothing is said of its progress. */
    boolean startsAfter(long revision) {
        return request.startRevision() > revision;
    }

    /** Those of {@code events} that it is due for: the list itself if that is all. */
    List<Event> due(List<Event> events) {
        boolean all = events.isEmpty() || events.get(0).kv().modRevision() >= nextRevision;
        if (all && !request.withoutPuts() && !request.withoutDeletes()) {
            return events;
        }
        List<Event> due = new ArrayList<>(events.size());
        for (Event event : events) {
            if (event.kv().modRevision() >= nextRevision && wants(event)) {
                due.add(event);
            }
        }
        return due;
    }

    private boolean wants(Event event) {
        return event.isDelete() ? !request.withoutDeletes() : !request.withoutPuts();
    }
}
