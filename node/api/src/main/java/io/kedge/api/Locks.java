/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Caller;
import io.kedge.model.Key;

/** Locks on keys bound to leases; the fencing token is the creation revision of the key. */
public interface Locks {

    /** Waits until held. {@code lease} 0 takes a lease of 60 s that the node does not renew. */
    Cancellation lock(Caller caller, Key name, long lease, Reply<Locked> reply);

    /** Deletes the key without asking whose it is; the reply is the store's revision. */
    void unlock(Caller caller, Key key, Reply<Long> reply);

    record Locked(long revision, Key key) {}
}
