/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyRange;
import io.kedge.model.StatusCode;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits until something in a range changes after a revision, for a limited time; the long poll's one watch. */
final class ChangeWait implements WatchSink {

    private final Vertx vertx;
    private final Runnable changed;
    private final Runnable timedOut;
    private final Consumer<KedgeException> failed;
    private @Nullable WatchStream stream;
    private long timer = -1;
    private boolean over;

    private ChangeWait(Vertx vertx, Runnable changed, Runnable timedOut, Consumer<KedgeException> failed) {
        this.vertx = vertx;
        this.changed = changed;
        this.timedOut = timedOut;
        this.failed = failed;
    }

    /** One of the three is called, once, unless the client goes before. */
    static void start(
            RestCall call, KeyRange range, long afterRevision, long waitMillis, Runnable changed, Runnable timedOut) {
        ChangeWait wait =
                new ChangeWait(call.loop().vertx(), () -> call.guard(changed), () -> call.guard(timedOut), call::fail);
        call.onAbandoned(wait::finish);
        wait.begin(call, range, afterRevision, waitMillis);
    }

    private void begin(RestCall call, KeyRange range, long afterRevision, long waitMillis) {
        if (over) {
            return;
        }
        timer = vertx.setTimer(waitMillis, id -> end(timedOut));
        WatchStream opened = call.node().watches().open(call.caller(), this);
        stream = opened;
        opened.create(new WatchRequest(range, afterRevision + 1, false, false, false, false, 0, false));
    }

    private void end(Runnable outcome) {
        if (!over) {
            finish();
            outcome.run();
        }
    }

    private void finish() {
        over = true;
        vertx.cancelTimer(timer);
        WatchStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    private void fail(StatusCode reason) {
        end(() -> failed.accept(new KedgeException(reason)));
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void created(long watchId, long revision) {}

    @Override
    public void rejected(StatusCode reason, long revision) {
        fail(reason);
    }

    @Override
    public void events(long watchId, WatchRequest watch, long revision, List<Event> events) {
        end(changed);
    }

    @Override
    public void canceled(long watchId, long compactRevision, long revision) {
        fail(StatusCode.COMPACTED);
    }

    @Override
    public void progress(long watchId, long revision) {}

    @Override
    public void ended(StatusCode reason) {
        fail(reason);
    }
}
