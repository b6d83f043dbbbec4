/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cancellation;
import io.kedge.api.Kv;
import io.kedge.api.Leases;
import io.kedge.api.Locks;
import io.kedge.api.Reply;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.RangeRequest;
import io.kedge.model.StatusCode;

/** Locks of one loop. */
final class LoopLocks implements Locks {

    private final Kv kv;
    private final Leases leases;
    private final Watches watches;

    LoopLocks(Kv kv, Leases leases, Watches watches) {
        this.kv = kv;
        this.leases = leases;
        this.watches = watches;
    }

    @Override
    public Cancellation lock(Caller caller, Key name, long lease, Reply<Locked> reply) {
        Candidacy candidacy = new Candidacy(
                kv, leases, watches, caller, name, new byte[0], won -> held(caller, won, reply), reply::fail);
        candidacy.start(lease);
        return candidacy;
    }

    /** A lock that was waited for is looked at once more: its lease may have ended meanwhile. */
    private void held(Caller caller, Candidacy won, Reply<Locked> reply) {
        if (!won.hasWaited()) {
            reply.succeed(new Locked(won.joinRevision(), won.key()));
            return;
        }
        kv.range(caller, RangeRequest.of(KeyRange.single(won.key())), reply.onSuccess(own -> {
            if (own.kvs().isEmpty()) {
                reply.fail(StatusCode.SESSION_EXPIRED);
            } else {
                reply.succeed(new Locked(own.revision(), won.key()));
            }
        }));
    }

    @Override
    public void unlock(Caller caller, Key key, Reply<Long> reply) {
        DeleteRangeRequest own = new DeleteRangeRequest(KeyRange.single(key), false);
        kv.delete(caller, own, reply.onSuccess(result -> reply.succeed(result.revision())));
    }
}
