/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cancellation;
import io.kedge.api.Kv;
import io.kedge.api.Reply;
import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyRange;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the store that is asked again when what its answer depends on has changed: a range is read at R, then
 * something of it is watched from R + 1, so nothing between answer and watch is missed. Holds one watch at a time; if
 * compaction passed that revision meanwhile, the question is asked anew. Used on its loop alone.
 */
abstract class WatchedQuestion implements Cancellation, WatchSink {

    private final Kv kv;
    private final Watches watches;
    private final Caller caller;
    private final RangeRequest question;
    private @Nullable WatchStream stream;
    private boolean over;

    WatchedQuestion(Kv kv, Watches watches, Caller caller, RangeRequest question) {
        this.kv = kv;
        this.watches = watches;
        this.caller = caller;
        this.question = question;
    }

    /** What the store says now: the place to call {@link #watch} or {@link #finish}. */
    abstract void answered(RangeResult found);

    /** What happened at {@code revision} to the range that is watched. */
    abstract void changed(long revision, List<Event> events);

    /** The question cannot be asked or watched any more; called once, and nothing after it. */
    abstract void failed(KedgeException reason);

    /** Asks, for the first time or again; the watch open so far is closed. */
    final void ask() {
        closeStream();
        kv.range(caller, question, new Reply<>() {
            @Override
            public void succeed(RangeResult found) {
                if (!over) {
                    answered(found);
                }
            }

            @Override
            public void fail(KedgeException reason) {
                end(reason);
            }
        });
    }

    /** Watches {@code range} for what happens after {@code revision}; deletions only, if puts do not matter. */
    final void watch(KeyRange range, long revision, boolean deletesOnly) {
        if (over) {
            return;
        }
        WatchStream opened = watches.open(caller, this);
        stream = opened;
        opened.create(new WatchRequest(range, revision + 1, false, deletesOnly, false, false, 0, false));
    }

    /** Ends it; nothing is called afterwards. */
    final void finish() {
        over = true;
        closeStream();
    }

    private void end(KedgeException reason) {
        if (!over) {
            finish();
            failed(reason);
        }
    }

    private void closeStream() {
        WatchStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public final void cancel() {
        finish();
    }

    @Override
    public final boolean isWritable() {
        return true;
    }

    @Override
    public final void created(long watchId, long revision) {}

    @Override
    public final void rejected(StatusCode reason, long revision) {
        end(new KedgeException(reason));
    }

    @Override
    public final void events(long watchId, WatchRequest watch, long revision, List<Event> events) {
        if (!over) {
            changed(revision, events);
        }
    }

    @Override
    public final void canceled(long watchId, long compactRevision, long revision) {
        if (!over) {
            ask();
        }
    }

    @Override
    public final void progress(long watchId, long revision) {}

    @Override
    public final void ended(StatusCode reason) {
        end(new KedgeException(reason));
    }
}
