/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Kv;
import io.kedge.api.Reply;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyRange;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import java.util.List;

/**
 * Waits until no key under a prefix is older than one's own: finds the newest of the older keys, watches it until it is
 * deleted, and looks again. The queue of locks and elections, one waiter woken per release.
 */
final class PredecessorWait extends WatchedQuestion {

    private final Reply<Long> reply;

    /** The reply gets the revision at which there was no predecessor. */
    PredecessorWait(Kv kv, Watches watches, Caller caller, KeyRange prefix, long ownRevision, Reply<Long> reply) {
        super(kv, watches, caller, newestOlder(prefix, ownRevision));
        this.reply = reply;
    }

    private static RangeRequest newestOlder(KeyRange prefix, long ownRevision) {
        return RangeRequest.over(prefix)
                .limit(1)
                .sorted(SortTarget.CREATE, SortOrder.DESCEND)
                .keysOnly(true)
                .created(0, ownRevision - 1)
                .build();
    }

    @Override
    void answered(RangeResult found) {
        if (found.kvs().isEmpty()) {
            finish();
            reply.succeed(found.revision());
        } else {
            watch(KeyRange.single(found.kvs().get(0).key()), found.revision(), true);
        }
    }

    @Override
    void changed(long revision, List<Event> events) {
        ask();
    }

    @Override
    void failed(KedgeException reason) {
        reply.fail(reason);
    }
}
