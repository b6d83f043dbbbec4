/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Caller;
import io.kedge.model.LeaseResult;
import java.util.List;

/** Leases: keys attached to one live as long as somebody renews it. Times are whole seconds. */
public interface Leases {

    /** {@code id} 0 lets the node choose; the reply has the effective TTL. */
    void grant(Caller caller, long id, long ttlSeconds, Reply<LeaseResult> reply);

    void revoke(Caller caller, long id, Reply<LeaseResult> reply);

    /** Renews; the reply's TTL is the granted one, or 0 if there is no such lease. */
    void keepAlive(Caller caller, long id, Reply<LeaseResult> reply);

    void timeToLive(Caller caller, long id, boolean keys, Reply<TimeToLive> reply);

    void list(Caller caller, Reply<LeaseList> reply);

    /**
     * @param ttlSeconds remaining, rounded down; -1 if there is no such lease
     * @param grantedSeconds 0 if there is no such lease
     */
    record TimeToLive(long revision, long id, long ttlSeconds, long grantedSeconds, List<byte[]> keys) {}

    record LeaseList(long revision, List<Long> ids) {}
}
