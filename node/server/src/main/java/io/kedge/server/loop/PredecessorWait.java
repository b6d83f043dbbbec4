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
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import io.kedge.model.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits until no key under a prefix is older than one's own: finds the newest of the older keys, watches it until it is
 * deleted, and looks again. The queue of locks and elections, one waiter woken per release.
 */
final class PredecessorWait implements Cancellation, WatchSink {

    private final Kv kv;
    private final Watches watches;
    private final Caller caller;
    private final KeyRange prefix;
    private final long ownRevision;
    private final Reply<Long> reply;
    private @Nullable WatchStream stream;
    private boolean over;

    PredecessorWait(Kv kv, Watches watches, Caller caller, KeyRange prefix, long ownRevision, Reply<Long> reply) {
        this.kv = kv;
        this.watches = watches;
        this.caller = caller;
        this.prefix = prefix;
        this.ownRevision = ownRevision;
        this.reply = reply;
    }

    /** Looks for a predecessor; the reply gets the revision at which there was none. */
    void start() {
        RangeRequest newestOlder = new RangeRequest(
                prefix, 1, 0, SortOrder.DESCEND, SortTarget.CREATE, false, true, false, 0, 0, 0, ownRevision - 1);
        kv.range(caller, newestOlder, new Reply<>() {
            @Override
            public void succeed(RangeResult found) {
                looked(found);
            }

            @Override
            public void fail(KedgeException reason) {
                finish();
                reply.fail(reason);
            }
        });
    }

    private void looked(RangeResult found) {
        if (over) {
            return;
        }
        if (found.kvs().isEmpty()) {
            finish();
            reply.succeed(found.revision());
            return;
        }
        KeyValue predecessor = found.kvs().get(0);
        WatchStream opened = watches.open(caller, this);
        stream = opened;
        opened.create(new WatchRequest(
                KeyRange.single(predecessor.key()), found.revision() + 1, false, true, false, false, 0, false));
    }

    private void finish() {
        over = true;
        closeStream();
    }

    private void closeStream() {
        WatchStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void cancel() {
        finish();
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void created(long watchId, long revision) {}

    @Override
    public void rejected(StatusCode reason, long revision) {
        ended(reason);
    }

    @Override
    public void events(long watchId, WatchRequest watch, long revision, List<Event> events) {
        if (!over) {
            closeStream();
            start();
        }
    }

    @Override
    public void canceled(long watchId, long compactRevision, long revision) {
        // History was compacted between the look and the watch: look again.
        if (!over) {
            closeStream();
            start();
        }
    }

    @Override
    public void progress(long watchId, long revision) {}

    @Override
    public void ended(StatusCode reason) {
        if (!over) {
            finish();
            reply.fail(reason);
        }
    }
}
