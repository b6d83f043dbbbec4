/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;

/** Leader elections on keys bound to leases. */
public interface Elections {

    /** Waits until elected; an own candidacy with another value is overwritten. */
    Cancellation campaign(Caller caller, Key name, long lease, byte[] value, Reply<Elected> reply);

    /** Changes the leader's value; NOT_ELECTION_LEADER if the key is not the one created at {@code leader.revision}. */
    void proclaim(Caller caller, LeaderKey leader, byte[] value, Reply<Long> reply);

    /** Gives leadership up; well also when it was lost already. */
    void resign(Caller caller, LeaderKey leader, Reply<Long> reply);

    /** The current leader, or NO_ELECTION_LEADER. */
    void leader(Caller caller, Key name, Reply<Leader> reply);

    /** Every leader and every value it proclaims, from now on. */
    Cancellation observe(Caller caller, Key name, Observer observer);

    record LeaderKey(Key name, Key key, long revision, long lease) {}

    record Elected(long revision, LeaderKey leader) {}

    record Leader(long revision, KeyValue kv) {}

    /** Hears of leaders until cancelled or failed. */
    interface Observer {

        void leader(Leader leader);

        void fail(KedgeException reason);
    }
}
