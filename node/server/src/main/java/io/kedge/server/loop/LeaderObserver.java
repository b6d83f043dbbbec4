/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cancellation;
import io.kedge.api.Elections;
import io.kedge.api.Kv;
import io.kedge.api.Reply;
import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows an election: the current leader, every value it proclaims, and after its key is gone the next leader. Without
 * a leader it waits for the first put under the name.
 */
final class LeaderObserver implements Cancellation, WatchSink {

    private final Kv kv;
    private final Watches watches;
    private final Caller caller;
    private final Key name;
    private final Elections.Observer observer;
    private @Nullable WatchStream stream;
    private @Nullable Key leaderKey;
    private boolean over;

    LeaderObserver(Kv kv, Watches watches, Caller caller, Key name, Elections.Observer observer) {
        this.kv = kv;
        this.watches = watches;
        this.caller = caller;
        this.name = name;
        this.observer = observer;
    }

    void start() {
        closeStream();
        leaderKey = null;
        kv.range(caller, LoopElections.oldest(name), new Reply<>() {
            @Override
            public void succeed(RangeResult found) {
                looked(found);
            }

            @Override
            public void fail(KedgeException reason) {
                over = true;
                observer.fail(reason);
            }
        });
    }

    private void looked(RangeResult found) {
        if (over) {
            return;
        }
        KeyRange watched;
        if (found.kvs().isEmpty()) {
            watched = KeyRange.prefix(name.concat(new byte[] {'/'}));
        } else {
            KeyValue leader = found.kvs().get(0);
            leaderKey = leader.key();
            watched = KeyRange.single(leader.key());
            observer.leader(new Elections.Leader(found.revision(), leader));
        }
        WatchStream opened = watches.open(caller, this);
        stream = opened;
        opened.create(new WatchRequest(watched, found.revision() + 1, false, false, false, false, 0, false));
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
        over = true;
        closeStream();
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
        if (over) {
            return;
        }
        if (leaderKey == null) {
            start();
            return;
        }
        for (Event event : events) {
            if (event.isDelete()) {
                start();
                return;
            }
            observer.leader(new Elections.Leader(revision, event.kv()));
        }
    }

    @Override
    public void canceled(long watchId, long compactRevision, long revision) {
        if (!over) {
            start();
        }
    }

    @Override
    public void progress(long watchId, long revision) {}

    @Override
    public void ended(StatusCode reason) {
        if (!over) {
            over = true;
            closeStream();
            observer.fail(new KedgeException(reason));
        }
    }
}
