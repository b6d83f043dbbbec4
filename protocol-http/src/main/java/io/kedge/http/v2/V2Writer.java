/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Kv;
import io.kedge.api.Leases.TimeToLive;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseResult;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One write under way. Its transaction compares all that it relies on; what is found instead, if a compare fails, is
 * what the next attempt relies on, up to a bound. A lease is granted only when the write looks possible, and given
 * back if it fails all the same. On one loop.
 */
final class V2Writer {

    private static final int ATTEMPTS_MAX = 64;

    /** Failures after which it is sure that nothing was written. */
    private static final Set<StatusCode> REFUSALS = EnumSet.of(
            StatusCode.DUPLICATE_KEY,
            StatusCode.LEASE_NOT_FOUND,
            StatusCode.KEY_NOT_FOUND,
            StatusCode.NO_SPACE,
            StatusCode.CORRUPT,
            StatusCode.REQUEST_TOO_LARGE,
            StatusCode.TOO_MANY_OPERATIONS,
            StatusCode.TOO_MANY_REQUESTS,
            StatusCode.PERMISSION_DENIED);

    private final Kv kv;
    private final V2Leases leases;
    private final Caller caller;
    private final V2Request request;
    private final Change change;
    private final V2Outcome outcome;
    private int attempts;
    private long lease;
    private long grantedSeconds;

    V2Writer(Kv kv, V2Leases leases, Caller caller, V2Request request, Change change, V2Outcome outcome) {
        this.kv = kv;
        this.leases = leases;
        this.caller = caller;
        this.request = request;
        this.change = change;
        this.outcome = outcome;
    }

    void start() {
        PathState guess = request.ttlSeconds() == null ? change.guess() : null;
        if (guess == null) {
            look();
        } else {
            attempt(guess);
        }
    }

    /** Reads what is there. */
    private void look() {
        if (++attempts > ATTEMPTS_MAX) {
            fail(new V2Exception(V2Code.RAFT_INTERNAL, "too many changes of this key at the same time", 0));
            return;
        }
        TxnRequest reads = new TxnRequest(List.of(), PathState.reads(change.path(), false), List.of());
        kv.txn(caller, reads, failing((TxnResult result) -> looked(PathState.of(change.path(), result))));
    }

    private void looked(PathState state) {
        Long ttlSeconds = request.ttlSeconds();
        if (ttlSeconds == null || lease != 0) {
            attempt(state);
            return;
        }
        try {
            change.attempt(state, 1);
        } catch (V2Exception refused) {
            fail(refused);
            return;
        }
        KeyValue held = change instanceof PutChange put && put.refreshes() ? holder(state) : null;
        if (held != null && held.lease() != 0 && held.lease() != parentsLease(state)) {
            refresh(state, held, ttlSeconds);
        } else {
            grant(state, ttlSeconds);
        }
    }

    /** The record that has the path's own time to live. */
    private static @Nullable KeyValue holder(PathState state) {
        return state.fileExists() ? state.file() : state.marker();
    }

    private long parentsLease(PathState state) {
        return state.leaseOfParents(change.path().depth() - 1);
    }

    /** A time to live as long as the one there is only starts anew: nothing is written, and no index moves. */
    private void refresh(PathState state, KeyValue held, long ttlSeconds) {
        leases.remaining(caller, List.of(held.lease()), failing((Map<Long, TimeToLive> found) -> {
            TimeToLive before = found.get(held.lease());
            if (before == null || before.grantedSeconds() != ttlSeconds) {
                grant(state, ttlSeconds);
            } else {
                leases.renew(caller, held.lease(), failing((LeaseResult renewed) -> {
                    if (renewed.ttlSeconds() == 0) {
                        look();
                    } else {
                        renewed(held, before, renewed);
                    }
                }));
            }
        }));
    }

    private void renewed(KeyValue held, TimeToLive before, LeaseResult renewed) {
        boolean directory = held.key().equals(change.path().marker());
        V2Node previous = V2Node.of(change.path(), held, directory);
        previous.expires(V2Leases.shown(before));
        V2Node node = V2Node.of(change.path(), held, directory);
        node.expires(V2Leases.Remaining.of(renewed.ttlSeconds()));
        outcome.succeed(new V2Event(((PutChange) change).action(), node, previous), renewed.revision());
    }

    private void grant(PathState state, long ttlSeconds) {
        leases.grant(caller, ttlSeconds, change.isOfDirectory(state), failing((LeaseResult granted) -> {
            lease = granted.id();
            grantedSeconds = granted.ttlSeconds();
            attempt(state);
        }));
    }

    private void attempt(PathState state) {
        Change.Attempt attempt;
        try {
            attempt = change.attempt(state, lease);
        } catch (V2Exception refused) {
            fail(refused);
            return;
        }
        TxnRequest txn = new TxnRequest(attempt.compares(), attempt.ops(), PathState.reads(change.path(), false));
        kv.txn(caller, txn, new Reply<>() {
            @Override
            public void succeed(TxnResult result) {
                tried(attempt, result);
            }

            @Override
            public void fail(KedgeException reason) {
                if (reason.code() == StatusCode.LEASE_NOT_FOUND && lease == 0) {
                    // The lease shared with a directory has just ended.
                    look();
                } else {
                    V2Writer.this.fail(reason, state);
                }
            }
        });
    }

    private void tried(Change.Attempt attempt, TxnResult result) {
        if (!result.succeeded()) {
            if (++attempts > ATTEMPTS_MAX) {
                look();
            } else {
                looked(PathState.of(change.path(), result));
            }
            return;
        }
        V2Event event = attempt.done().reply(result);
        if (event == null) {
            look();
        } else {
            written(event, result.revision());
        }
    }

    private void written(V2Event event, long revision) {
        V2Node node = event.node();
        if (node != null && lease != 0) {
            node.expires(V2Leases.Remaining.of(grantedSeconds));
        }
        V2Node previous = event.previous();
        long overwritten = previous == null ? 0 : previous.lease;
        if (previous == null || overwritten == 0 || request.noValueOnSuccess()) {
            done(event, revision, overwritten);
        } else {
            leases.show(
                    caller,
                    List.of(previous),
                    // The write is done: that its past cannot be told does not make it fail.
                    Replies.either(() -> done(event, revision, overwritten)),
                    () -> done(event, revision, overwritten));
        }
    }

    private void done(V2Event event, long revision, long overwritten) {
        outcome.succeed(event, revision);
        if (overwritten != 0) {
            leases.tidy(caller, overwritten);
        }
    }

    private <T> Reply<T> failing(Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void succeed(T result) {
                next.accept(result);
            }

            @Override
            public void fail(KedgeException reason) {
                V2Writer.this.fail(V2Failures.of(reason, 0));
            }
        };
    }

    private void fail(KedgeException reason, PathState state) {
        if (!REFUSALS.contains(reason.code())) {
            // The write may be in the log: to end its lease could take away what was there before.
            lease = 0;
        }
        if (reason.code() == StatusCode.DUPLICATE_KEY) {
            fail(state.error(V2Code.KEY_EXISTS, change.path()));
        } else {
            fail(V2Failures.of(reason, state.revision()));
        }
    }

    private void fail(V2Exception refused) {
        if (lease != 0) {
            leases.giveBack(caller, lease);
        }
        outcome.fail(refused);
    }
}
