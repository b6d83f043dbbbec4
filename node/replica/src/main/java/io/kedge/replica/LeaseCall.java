/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Key;
import java.util.List;

/**
 * A question about a lease's time, which only the leader keeps: answered in {@link Turn#reads()} once leadership was
 * confirmed after it arrived, or failed with NOT_LEADER: then the leader is to be asked.
 */
public class LeaseCall extends ReadTicket {

    /** What is wanted. */
    public enum Kind {
        RENEW,
        TIME_TO_LIVE
    }

    private final Kind kind;
    private final long leaseId;
    private final boolean withKeys;

    private long revision;
    private long seconds;
    private long grantedSeconds;
    private List<Key> keys = List.of();

    /** {@code withKeys}: also the keys attached. */
    public LeaseCall(Kind kind, long leaseId, boolean withKeys) {
        this.kind = kind;
        this.leaseId = leaseId;
        this.withKeys = withKeys;
    }

    public final Kind kind() {
        return kind;
    }

    public final long leaseId() {
        return leaseId;
    }

    public final boolean withKeys() {
        return withKeys;
    }

    /** Published when the lease was looked at. */
    public final long revision() {
        return revision;
    }

    /** The time the lease has now, in whole seconds; of one that does not exist 0 when renewed, else -1. */
    public final long seconds() {
        return seconds;
    }

    /** The TTL as granted; 0 of a lease that does not exist. */
    public final long grantedSeconds() {
        return grantedSeconds;
    }

    public final List<Key> keys() {
        return keys;
    }

    final void answer(long atRevision, long secondsLeft, long granted, List<Key> attached) {
        revision = atRevision;
        seconds = secondsLeft;
        grantedSeconds = granted;
        keys = attached;
    }

    @Override
    final boolean needsLeader() {
        return true;
    }
}
