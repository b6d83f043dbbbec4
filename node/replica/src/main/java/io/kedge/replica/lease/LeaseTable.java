/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.lease;

import io.kedge.model.Key;
import io.kedge.model.PutRequest;
import io.kedge.replica.txn.KeyAttachments;
import io.kedge.replica.txn.LeaseCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The replicated half of the leases: which exist and what is attached. Replica thread. */
public final class LeaseTable implements LeaseCheck, KeyAttachments {

    private final Map<Long, Lease> leases = new HashMap<>();
    private List<Lease> added = new ArrayList<>();

    @Override
    public boolean exists(long leaseId) {
        return leases.containsKey(leaseId);
    }

    public @Nullable Lease get(long leaseId) {
        return leases.get(leaseId);
    }

    public Collection<Lease> all() {
        return leases.values();
    }

    public int size() {
        return leases.size();
    }

    /** Adds a lease that does not exist yet. */
    public Lease add(long id, long ttlSeconds, List<PutRequest> onExpiry, long checkpointSeconds) {
        Lease lease = new Lease(id, ttlSeconds, onExpiry, checkpointSeconds);
        if (leases.putIfAbsent(id, lease) != null) {
            throw new IllegalStateException("lease " + Long.toHexString(id) + " exists");
        }
        added.add(lease);
        return lease;
    }

    /** Leases added since the last call, whoever asked for them; some may have ended since. */
    public List<Lease> takeAdded() {
        if (added.isEmpty()) {
            return List.of();
        }
        List<Lease> taken = added;
        added = new ArrayList<>();
        return taken;
    }

    public void remove(long id) {
        leases.remove(id);
    }

    public void checkpoint(long id, long seconds) {
        Lease lease = leases.get(id);
        if (lease != null) {
            lease.checkpoint(seconds);
        }
    }

    @Override
    public void moved(Key key, long fromLease, long toLease) {
        if (fromLease != 0) {
            Lease from = leases.get(fromLease);
            if (from != null) {
                from.detach(key);
            }
        }
        if (toLease != 0) {
            Lease to = leases.get(toLease);
            if (to == null) {
                throw new IllegalStateException("key " + key + " names lease " + toLease + ", which does not exist");
            }
            to.attach(key);
        }
    }
}
