/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import io.kedge.replica.Stores;
import io.kedge.replica.lease.Lease;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.Reads;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All that a client can find out about a store between two entries, made small.
 *
 * @param hash of every readable version of every key
 * @param leases id to granted seconds, checkpoint and attached keys
 */
record Digest(long revision, long compacted, long keys, int hash, String leases) {

    static Digest of(Stores stores) {
        MvccStore users = stores.users();
        users.verify();
        TreeMap<Long, String> leases = new TreeMap<>();
        for (Lease lease : stores.system().leases().all()) {
            leases.put(lease.id(), lease.ttlSeconds() + "/" + lease.checkpointSeconds() + lease.keys());
        }
        Reads reads = Objects.requireNonNull(users.openReads(), "a free slot for reading");
        try {
            return new Digest(
                    users.published(),
                    users.publishedCompacted(),
                    users.keyCount(),
                    reads.hash(users.published()),
                    leases.toString());
        } finally {
            reads.close();
        }
    }
}
