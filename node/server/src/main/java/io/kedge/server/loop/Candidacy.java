/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cancellation;
import io.kedge.api.Kv;
import io.kedge.api.Leases;
import io.kedge.api.Reply;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseResult;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One place in the queue under a name, for locks and elections alike: a key bound to a lease, whose creation revision
 * is the place and the fencing token. Layout and steps are etcd's, so that clients which build the same recipes
 * themselves queue up with these.
 */
final class Candidacy implements Cancellation {

    static final long OWN_LEASE_TTL_SECONDS = 60;

    private final Kv kv;
    private final Leases leases;
    private final Watches watches;
    private final Caller caller;
    private final Key prefix;
    private final byte[] value;
    private final Consumer<KedgeException> failure;
    private final Consumer<Candidacy> won;

    private long lease;
    private @Nullable Key key;
    private long ownRevision;
    private long joinRevision;
    private boolean waited;
    private @Nullable KeyValue existing;
    private @Nullable PredecessorWait waiting;
    private boolean over;

    /**
     * {@code won} hears of this candidacy once it is the oldest; {@code failure} of anything that went wrong before.
     */
    Candidacy(
            Kv kv,
            Leases leases,
            Watches watches,
            Caller caller,
            Key name,
            byte[] value,
            Consumer<Candidacy> won,
            Consumer<KedgeException> failure) {
        this.kv = kv;
        this.leases = leases;
        this.watches = watches;
        this.caller = caller;
        this.prefix = name.concat(new byte[] {'/'});
        this.value = value;
        this.won = won;
        this.failure = failure;
    }

    /** Begins with the caller's lease, renewed once, or one of the node's own if 0. */
    void start(long callersLease) {
        if (callersLease == 0) {
            leases.grant(caller, 0, OWN_LEASE_TTL_SECONDS, then(granted -> join(granted.id())));
        } else {
            Reply<LeaseResult> renewed = then(ignored -> join(callersLease));
            leases.keepAlive(caller, callersLease, renewed);
        }
    }

    /** {@code <prefix><lease in hexadecimal>}; a negative id is spelled as etcd does, with a minus sign. */
    static Key keyOf(Key prefix, long lease) {
        String hex = lease < 0 ? "-" + Long.toHexString(-lease) : Long.toHexString(lease);
        return prefix.concat(hex.getBytes(StandardCharsets.US_ASCII));
    }

    private void join(long leaseId) {
        lease = leaseId;
        Key own = keyOf(prefix, leaseId);
        key = own;
        RangeRequest oldest = RangeRequest.oldest(KeyRange.prefix(prefix));
        TxnRequest txn = new TxnRequest(
                List.of(Compare.number(own, Compare.Target.CREATE, Compare.Result.EQUAL, 0)),
                List.of(PutRequest.of(own, value, leaseId), oldest),
                List.of(RangeRequest.of(KeyRange.single(own)), oldest));
        kv.txn(caller, txn, then(this::joined));
    }

    private void joined(TxnResult result) {
        joinRevision = result.revision();
        ownRevision = result.revision();
        if (!result.succeeded()) {
            KeyValue own = ((RangeResult) result.results().get(0)).kvs().get(0);
            existing = own;
            ownRevision = own.createRevision();
        }
        if (over) {
            // A place that was taken before belongs to the call that took it: it may hold the lock.
            if (existing == null) {
                deleteOwnKey();
            }
            return;
        }
        RangeResult oldest = (RangeResult) result.results().get(1);
        if (oldest.kvs().isEmpty() || oldest.kvs().get(0).createRevision() == ownRevision) {
            over = true;
            won.accept(this);
            return;
        }
        waited = true;
        PredecessorWait wait =
                new PredecessorWait(kv, watches, caller, KeyRange.prefix(prefix), ownRevision, then(revision -> {
                    over = true;
                    won.accept(this);
                }));
        waiting = wait;
        wait.ask();
    }

    /** Gives the place up. */
    @Override
    public void cancel() {
        if (over) {
            return;
        }
        over = true;
        PredecessorWait wait = waiting;
        if (wait != null) {
            wait.cancel();
            deleteOwnKey();
        }
    }

    private void deleteOwnKey() {
        Key own = key();
        kv.delete(caller, new DeleteRangeRequest(KeyRange.single(own), false), new Reply<>() {
            @Override
            public void succeed(DeleteResult result) {}

            @Override
            public void fail(KedgeException reason) {
                // The lease ends the place if the delete cannot.
            }
        });
    }

    long lease() {
        return lease;
    }

    Key key() {
        return Objects.requireNonNull(key);
    }

    /** The place: creation revision of the key. */
    long ownRevision() {
        return ownRevision;
    }

    /** The revision of the transaction that took or found the place. */
    long joinRevision() {
        return joinRevision;
    }

    boolean hasWaited() {
        return waited;
    }

    /** The record found if the place was taken before with the same lease. */
    @Nullable
    KeyValue existing() {
        return existing;
    }

    private <T> Reply<T> then(Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void succeed(T result) {
                next.accept(result);
            }

            @Override
            public void fail(KedgeException reason) {
                if (!over) {
                    over = true;
                    failure.accept(reason);
                }
            }
        };
    }
}
