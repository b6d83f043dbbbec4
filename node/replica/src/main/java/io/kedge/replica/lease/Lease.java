/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.lease;

import io.kedge.model.Key;
import io.kedge.model.PutRequest;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One lease. The id, TTL, on-expiry puts, keys and checkpoint are replicated; the deadline is the leader's own. */
public final class Lease {

    private final long id;
    private final long ttlSeconds;
    private final List<PutRequest> onExpiry;
    private @Nullable TreeSet<Key> keys;

    /** From the last checkpoint, 0 for none: then the whole TTL remains after a leader change. */
    private long checkpointSeconds;

    private long deadlineNanos;
    private boolean ending;
    private boolean checkpointing;

    Lease(long id, long ttlSeconds, List<PutRequest> onExpiry, long checkpointSeconds) {
        this.id = id;
        this.ttlSeconds = ttlSeconds;
        this.onExpiry = onExpiry;
        this.checkpointSeconds = checkpointSeconds;
    }

    public long id() {
        return id;
    }

    /** As granted. */
    public long ttlSeconds() {
        return ttlSeconds;
    }

    public List<PutRequest> onExpiry() {
        return onExpiry;
    }

    /** Attached keys in key order. */
    public Collection<Key> keys() {
        return keys == null ? List.of() : keys;
    }

    public long checkpointSeconds() {
        return checkpointSeconds;
    }

    void checkpoint(long seconds) {
        checkpointSeconds = seconds;
        checkpointing = false;
    }

    /** Whether a later leader may count from a checkpoint: then a renewal must clear it in the log. */
    public boolean hasCheckpoint() {
        return checkpointing || checkpointSeconds > 0;
    }

    /** The leader has put a checkpoint into the log that is not applied yet. */
    public void checkpointProposed() {
        checkpointing = true;
    }

    void forgetProposed() {
        ending = false;
        checkpointing = false;
    }

    void attach(Key key) {
        if (keys == null) {
            keys = new TreeSet<>();
        }
        keys.add(key);
    }

    void detach(Key key) {
        if (keys != null) {
            keys.remove(key);
        }
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    void renewUntil(long nanos) {
        deadlineNanos = nanos;
    }

    /** Whether its revocation is in the log already. */
    public boolean isEnding() {
        return ending;
    }

    void setEnding(boolean isEnding) {
        ending = isEnding;
    }
}
