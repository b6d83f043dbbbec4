/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

import io.kedge.model.Cause;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.replica.mvcc.Current;
import io.kedge.replica.mvcc.MvccStore;
import org.jspecify.annotations.Nullable;

/** Single-key changes inside an open write, keeping the leases' attachments in step. Replica thread. */
public final class Writes {

    private static final byte[] EMPTY = {};

    private final MvccStore store;
    private final KeyAttachments attachments;

    public Writes(MvccStore store, KeyAttachments attachments) {
        this.store = store;
        this.attachments = attachments;
    }

    MvccStore store() {
        return store;
    }

    /** The revision a reply shows: that of the open write once it has changed something. */
    public long visibleRevision() {
        return store.hasChanges() ? store.writeRevision() : store.revision();
    }

    /** The request's checks have passed. */
    public PutResult put(PutRequest put) {
        Current current = store.current(put.key());
        KeyValue previous = current != null && (put.previous() || put.ignoreValue()) ? store.load(current) : null;
        byte[] value = put.ignoreValue() ? previous == null ? EMPTY : previous.value() : put.value();
        long oldLease = current == null ? 0 : current.lease();
        long newLease = put.ignoreLease() ? oldLease : put.lease();
        KeyValue written = current != null
                ? store.put(current, value, newLease, put.cause())
                : store.put(put.key(), value, newLease, put.cause());
        if (oldLease != newLease) {
            attachments.moved(written.key(), oldLease, newLease);
        }
        return new PutResult(store.writeRevision(), put.key(), put.previous() ? previous : null);
    }

    /** Deletes a key that exists; gives its last record if asked. */
    public @Nullable KeyValue delete(Current current, boolean previous, Cause cause) {
        KeyValue last = previous ? store.load(current) : null;
        Key key = current.key();
        long lease = current.lease();
        store.delete(current, cause);
        if (lease != 0) {
            attachments.moved(key, lease, 0);
        }
        return last;
    }
}
