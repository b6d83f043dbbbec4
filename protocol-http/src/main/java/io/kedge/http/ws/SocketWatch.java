/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.kedge.http.Problems;
import io.kedge.http.watch.Feed;
import io.kedge.http.watch.Outlet;
import io.kedge.http.watch.Pulse;
import io.kedge.http.watch.WatchSpec;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyValue;
import io.kedge.model.StatusCode;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;

/**
 * One watch of a WebSocket. With a window it is sent at most that many revisions that the client has not acknowledged;
 * what one piece of the node's has beyond them waits here, and meanwhile no other piece is taken. On the loop.
 */
final class SocketWatch extends Pulse.Member implements Outlet {

    /** Most revisions that a window may have. */
    static final int WINDOW_MAX = 1_000;

    private final SocketSession session;
    private final long id;
    private final boolean previous;
    private final Feed feed;

    /** 0 for none. */
    private final int window;

    /** Revisions sent and not acknowledged, rising; empty without a window. */
    private final ArrayDeque<Long> unacknowledged = new ArrayDeque<>(0);

    /** Revisions that found no window open; empty without one. */
    private final ArrayDeque<List<Event>> waiting = new ArrayDeque<>(0);

    SocketWatch(SocketSession session, long id, WatchSpec spec, int window) {
        this.session = session;
        this.id = id;
        this.previous = spec.previous();
        this.window = window;
        this.feed = new Feed(session.loop(), session.caller(), spec, this);
    }

    Feed feed() {
        return feed;
    }

    @Override
    protected void pulse() {
        feed.bridge();
    }

    /** The client has all up to {@code revision}. */
    void acknowledge(long revision) {
        while (!unacknowledged.isEmpty() && unacknowledged.peek() <= revision) {
            unacknowledged.remove();
        }
        while (!waiting.isEmpty() && isWindowOpen()) {
            send(waiting.remove());
        }
        drained();
    }

    void drained() {
        if (isWritable()) {
            feed.drained();
        }
    }

    private boolean isWindowOpen() {
        return window == 0 || unacknowledged.size() < window;
    }

    @Override
    public boolean isWritable() {
        return waiting.isEmpty() && isWindowOpen() && session.isWritable();
    }

    private void send(List<Event> revision) {
        if (window > 0) {
            unacknowledged.add(revision.get(0).kv().modRevision());
        }
        session.send(session.frames().revision(id, revision, previous));
    }

    private void send(String name, Object value) {
        session.send(new JsonObject().put("id", id).put(name, value));
    }

    @Override
    public void started(long revision) {
        session.send(new JsonObject().put("id", id).put("created", true).put("rev", revision));
    }

    @Override
    public void snapshot(long revision, List<KeyValue> page) {
        session.send(SocketFrames.snapshot(id, revision, page));
    }

    @Override
    public void sync(long revision) {
        send("sync", revision);
    }

    @Override
    public void events(List<Event> events) {
        for (List<Event> revision : SocketFrames.byRevision(events)) {
            if (waiting.isEmpty() && isWindowOpen()) {
                send(revision);
            } else {
                waiting.add(revision);
            }
        }
    }

    @Override
    public void progress(long revision) {
        send("progress", revision);
    }

    @Override
    public void reset(long compactRevision, long revision) {
        waiting.clear();
        unacknowledged.clear();
        send("reset", new JsonObject().put("compact_revision", compactRevision).put("revision", revision));
    }

    @Override
    public void refused(KedgeException reason, long compactRevision) {
        JsonObject problem = Problems.body(reason.code(), reason.getMessage());
        if (compactRevision > 0) {
            problem.put("compact_revision", compactRevision);
        }
        session.forget(id);
        send("error", problem);
    }

    @Override
    public void ended(StatusCode reason) {
        refused(new KedgeException(reason), 0);
    }
}
