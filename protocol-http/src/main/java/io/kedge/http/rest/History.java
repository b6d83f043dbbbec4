/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.StatusCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last revisions of one key that are still held: a watch from as early as compaction lets it begin, which ends once
 * it has caught up.
 */
final class History implements WatchSink {

    /** Oldest ones go beyond this. */
    private static final long BYTES_MAX = 16L << 20;

    private static final long ASK_AGAIN_MILLIS = 20;

    private final RestCall call;
    private final KeyRange range;
    private final int limit;
    private final Consumer<History> done;
    private final Deque<KeyValue> versions = new ArrayDeque<>();
    private @Nullable WatchStream stream;
    private long bytes;
    private long compacted;
    private long revision;
    private boolean over;

    private History(RestCall call, Key key, int limit, Consumer<History> done) {
        this.call = call;
        this.range = KeyRange.single(key);
        this.limit = limit;
        this.done = done;
    }

    /** Tombstones are among them. */
    static void read(RestCall call, Key key, int limit, Consumer<History> done) {
        History history = new History(call, key, limit, done);
        call.onAbandoned(history::close);
        history.begin(1);
    }

    /** Newest last. */
    Deque<KeyValue> versions() {
        return versions;
    }

    /** Nothing at or below it is held, but what was current then; 0 before any compaction. */
    long compacted() {
        return compacted;
    }

    long revision() {
        return revision;
    }

    private void begin(long from) {
        if (over) {
            return;
        }
        WatchStream opened = call.node().watches().open(call.caller(), this);
        stream = opened;
        opened.create(new WatchRequest(range, from, false, false, false, false, 0, false));
        askWhetherDone();
    }

    /** Answered once every event up to now has come. */
    private void askWhetherDone() {
        WatchStream open = stream;
        if (open != null) {
            open.requestProgress();
            // A stream that is behind does not answer: it is asked again until it has caught up.
            call.loop().vertx().setTimer(ASK_AGAIN_MILLIS, id -> {
                if (!over && stream == open) {
                    askWhetherDone();
                }
            });
        }
    }

    private void close() {
        over = true;
        WatchStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void created(long watchId, long now) {}

    @Override
    public void rejected(StatusCode reason, long now) {
        ended(reason);
    }

    @Override
    public void events(long watchId, WatchRequest watch, long now, List<Event> events) {
        for (Event event : events) {
            versions.add(event.kv());
            bytes += event.kv().wire().length;
            while (versions.size() > limit || bytes > BYTES_MAX && versions.size() > 1) {
                bytes -= versions.remove().wire().length;
            }
        }
    }

    @Override
    public void canceled(long watchId, long compactRevision, long now) {
        if (over) {
            return;
        }
        WatchStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
        versions.clear();
        bytes = 0;
        compacted = compactRevision;
        begin(compactRevision + 1);
    }

    @Override
    public void progress(long watchId, long now) {
        if (!over) {
            revision = now;
            close();
            call.guard(() -> done.accept(this));
        }
    }

    @Override
    public void ended(StatusCode reason) {
        if (!over) {
            close();
            call.fail(new KedgeException(reason));
        }
    }
}
