/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One watch: a snapshot at a revision R if it is wanted, then what came after R; after a compaction of what the client
 * still needed a reset, and both again. It holds no events, but for {@code latest} a bounded number: while the client
 * takes no more the node keeps a cursor for it, and the snapshot's next page is not read. On the loop.
 */
public final class Feed implements WatchSink, SnapshotReader.Taker {

    private final WatchLoop loop;
    private final Caller caller;
    private final WatchSpec spec;
    private final Outlet outlet;
    private final @Nullable Coalescer coalescer;
    private @Nullable SnapshotReader snapshot;
    private @Nullable WatchStream stream;

    /** The first revision asked for of {@link #stream}. */
    private long firstRevision;

    private boolean started;
    private boolean over;

    /** Whether anything was sent since the last call of {@link #bridge}. */
    private boolean active;

    public Feed(WatchLoop loop, Caller caller, WatchSpec spec, Outlet outlet) {
        this.loop = loop;
        this.caller = caller;
        this.spec = spec;
        this.outlet = outlet;
        this.coalescer = spec.latest() ? new Coalescer(loop.coalescing()) : null;
    }

    private Node node() {
        return loop.node();
    }

    /** Begins; the outlet may be called at once. */
    public void start() {
        if (node().isLearner()) {
            end(new KedgeException(StatusCode.NOT_SUPPORTED_FOR_LEARNER), 0);
        } else if (spec.isResumed() && spec.failIfCompacted()) {
            checkHistory();
        } else if (spec.isResumed()) {
            watchFrom(spec.since() + 1);
        } else if (spec.snapshot()) {
            readSnapshot();
        } else {
            // The client learns where it stands, so that a cut before the first event loses none.
            long now = node().revision();
            watchFrom(now + 1);
            if (!over) {
                outlet.progress(now);
            }
        }
    }

    /** Whether history from {@code since + 1} is there is asked before the first byte, while it can be an answer. */
    private void checkHistory() {
        RangeRequest probe = RangeRequest.over(KeyRange.single(spec.range().start()))
                .limit(1)
                .at(spec.since() + 1)
                .serializable(true)
                .keysOnly(true)
                .build();
        node().kv().range(caller, probe, new Reply<>() {
            @Override
            public void succeed(RangeResult there) {
                resume();
            }

            @Override
            public void fail(KedgeException reason) {
                if (reason.code() == StatusCode.FUTURE_REVISION) {
                    resume();
                } else {
                    end(reason, 0);
                }
            }

            private void resume() {
                if (!over) {
                    watchFrom(spec.since() + 1);
                }
            }
        });
    }

    private void readSnapshot() {
        SnapshotReader reader = new SnapshotReader(node().kv(), caller, spec, this);
        snapshot = reader;
        reader.read();
    }

    @Override
    public void page(long revision, List<KeyValue> page, boolean last) {
        if (over) {
            return;
        }
        begin(revision);
        active = true;
        if (!page.isEmpty()) {
            outlet.snapshot(revision, page);
        }
        if (last) {
            snapshot = null;
            outlet.sync(revision);
            watchFrom(revision + 1);
        } else {
            // In a turn of its own: a reply that comes at once must not nest as deep as there are pages.
            loop.vertx().runOnContext(nothing -> readOn());
        }
    }

    private void readOn() {
        SnapshotReader reader = snapshot;
        if (!over && reader != null && outlet.isWritable()) {
            reader.read();
        }
    }

    @Override
    public void failed(long revision, KedgeException reason) {
        if (over) {
            return;
        }
        snapshot = null;
        if (reason.code() == StatusCode.COMPACTED && revision > 0) {
            // The watch from there is told what has gone, and begins again.
            watchFrom(revision);
        } else {
            end(reason, 0);
        }
    }

    private void watchFrom(long revision) {
        firstRevision = revision;
        WatchStream opened = node().watches().open(caller, this);
        stream = opened;
        opened.create(new WatchRequest(spec.range(), revision, false, false, false, spec.previous(), 0, false));
    }

    private void begin(long revision) {
        if (!started) {
            started = true;
            outlet.started(revision);
        }
    }

    /** The client takes more again. */
    public void drained() {
        if (over) {
            return;
        }
        if (snapshot != null) {
            readOn();
            return;
        }
        Coalescer held = coalescer;
        if (held != null && !held.isEmpty()) {
            outlet.events(held.take());
        }
        WatchStream open = stream;
        if (open != null && isWritable()) {
            open.writable();
        }
    }

    /** Called every now and then: tells a client that has heard nothing since the last call how far it is. */
    public void bridge() {
        WatchStream open = stream;
        boolean quiet = !active;
        active = false;
        if (over || !quiet || open == null || !isUpToDate()) {
            return;
        }
        if (firstRevision > node().revision()) {
            outlet.progress(firstRevision - 1);
        } else {
            open.requestProgress();
        }
    }

    private boolean isUpToDate() {
        return started && snapshot == null && (coalescer == null || coalescer.isEmpty()) && outlet.isWritable();
    }

    /** The client has gone, or wants no more; nothing more is said to the outlet. */
    public void close() {
        over = true;
        snapshot = null;
        if (coalescer != null) {
            coalescer.clear();
        }
        closeStream();
    }

    private void closeStream() {
        WatchStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    /** Ends the watch, which may have begun; tells the outlet. */
    public void end(KedgeException reason, long compactRevision) {
        if (over) {
            return;
        }
        close();
        if (started) {
            outlet.ended(reason.code());
        } else {
            outlet.refused(reason, compactRevision);
        }
    }

    @Override
    public boolean isWritable() {
        return !over && (outlet.isWritable() || coalescer != null && coalescer.hasRoom());
    }

    @Override
    public void created(long watchId, long revision) {
        begin(revision);
    }

    @Override
    public void rejected(StatusCode reason, long revision) {
        end(new KedgeException(reason), 0);
    }

    @Override
    public void events(long watchId, WatchRequest watch, long revision, List<Event> events) {
        if (over) {
            return;
        }
        active = true;
        if (coalescer == null) {
            outlet.events(events);
        } else if (coalescer.isEmpty() && outlet.isWritable()) {
            outlet.events(Coalescer.latestOf(events));
        } else {
            coalescer.add(events);
        }
    }

    @Override
    public void canceled(long watchId, long compactRevision, long revision) {
        if (over || compactRevision == 0) {
            return;
        }
        closeStream();
        if (coalescer != null) {
            coalescer.clear();
        }
        KedgeException reason = new KedgeException(StatusCode.COMPACTED);
        if (!started) {
            end(reason, compactRevision);
            return;
        }
        active = true;
        outlet.reset(compactRevision, node().revision());
        if (spec.failIfCompacted()) {
            end(reason, compactRevision);
        } else {
            readSnapshot();
        }
    }

    @Override
    public void progress(long watchId, long revision) {
        if (!over && isUpToDate()) {
            outlet.progress(revision);
        }
    }

    @Override
    public void ended(StatusCode reason) {
        end(new KedgeException(reason), 0);
    }
}
