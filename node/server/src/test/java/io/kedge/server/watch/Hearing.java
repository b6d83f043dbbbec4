/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.model.Event;
import io.kedge.model.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A client that notes what it hears, and checks what always holds. */
final class Hearing implements WatchSink {

    /** One message of events. */
    record Piece(long watchId, long revision, List<Event> events) {}

    final List<Piece> pieces = new ArrayList<>();
    final List<Long> created = new ArrayList<>();

    /** What the last one created was told. */
    long createdAt;

    /** By watch, the compact revision, or 0 if the client asked for it. */
    final Map<Long, Long> canceled = new TreeMap<>();

    final List<Long> progress = new ArrayList<>();
    final List<StatusCode> refusals = new ArrayList<>();

    /** Pieces it takes before it is no longer writable. */
    int room = Integer.MAX_VALUE;

    Runnable onEvents = () -> {};

    List<Event> eventsOf(long watchId) {
        List<Event> events = new ArrayList<>();
        pieces.stream().filter(piece -> piece.watchId() == watchId).forEach(piece -> events.addAll(piece.events()));
        return events;
    }

    List<Long> revisionsOf(long watchId) {
        return eventsOf(watchId).stream().map(event -> event.kv().modRevision()).toList();
    }

    @Override
    public boolean isWritable() {
        return room > 0;
    }

    @Override
    public void created(long watchId, long revision) {
        created.add(watchId);
        createdAt = revision;
    }

    @Override
    public void rejected(StatusCode reason, long revision) {
        refusals.add(reason);
    }

    @Override
    public void events(long watchId, WatchRequest watch, long revision, List<Event> events) {
        assertThat(created).contains(watchId);
        assertThat(canceled).doesNotContainKey(watchId);
        assertThat(events).isNotEmpty();
        assertThat(revision)
                .isGreaterThanOrEqualTo(events.get(events.size() - 1).kv().modRevision());
        pieces.add(new Piece(watchId, revision, events));
        room--;
        onEvents.run();
    }

    @Override
    public void canceled(long watchId, long compactRevision, long revision) {
        canceled.put(watchId, compactRevision);
    }

    @Override
    public void progress(long watchId, long revision) {
        progress.add(revision);
    }

    @Override
    public void ended(StatusCode reason) {
        refusals.add(reason);
    }
}
