/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.api.WatchRequest;
import io.kedge.model.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * One watch. Live: fed from each turn's events. Behind: only its cursor is kept, and history is read for it when its
 * stream can take more. Invariant: every event below {@link #nextRevision} that it wants was given to its stream.
 */
final class Watcher {

    final long id;
    final WatchRequest request;
    final ShardStream stream;

    /** The first revision not sent yet. */
    long nextRevision;

    /** Whether it must read history before it is live again. */
    boolean behind;

    /** Whether a read of history for it is under way. */
    boolean reading;

    boolean closed;

    /** Whether it was sent anything since the last progress tick. */
    boolean active;

    /** Events of the revision being dispatched; empty between revisions. */
    private List<Event> matched = new ArrayList<>(1);

    Watcher(long id, WatchRequest request, ShardStream stream, long nextRevision, boolean behind) {
        this.id = id;
        this.request = request;
        this.stream = stream;
        this.nextRevision = nextRevision;
        this.behind = behind;
    }

    boolean wants(Event event) {
        return event.isDelete() ? !request.withoutDeletes() : !request.withoutPuts();
    }

    /** Collects an event of the current revision; true if it is the first one. */
    boolean match(Event event) {
        matched.add(event);
        return matched.size() == 1;
    }

    List<Event> takeMatched() {
        List<Event> taken = matched;
        matched = new ArrayList<>(1);
        return taken;
    }
}
