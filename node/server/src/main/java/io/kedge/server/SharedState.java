/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.api.NodeIdentity;

/** What the replica lets every other thread see, without locks. Written by the replica's run only. */
public final class SharedState implements NodeIdentity {

    private final long clusterId;
    private final long memberId;

    private volatile long term;
    private volatile long leader;
    private volatile long commitIndex;
    private volatile long appliedIndex;
    private volatile boolean readsLocally;
    private volatile long dbBytes;
    private volatile boolean stopping;
    private volatile long leaderChanges;
    private volatile boolean learner;

    public SharedState(long clusterId, long memberId) {
        this.clusterId = clusterId;
        this.memberId = memberId;
    }

    @Override
    public long clusterId() {
        return clusterId;
    }

    @Override
    public long memberId() {
        return memberId;
    }

    @Override
    public long raftTerm() {
        return term;
    }

    public long leader() {
        return leader;
    }

    public boolean isLeader() {
        return leader == memberId;
    }

    public long commitIndex() {
        return commitIndex;
    }

    public long appliedIndex() {
        return appliedIndex;
    }

    /** Whether reads at the published revision are linearizable without asking anybody. */
    public boolean readsLocally() {
        return readsLocally;
    }

    /** Bytes of the store, what is not flushed yet included, for the quota. */
    public long dbBytes() {
        return dbBytes;
    }

    /** How often a leader was seen other than the one before. */
    public long leaderChanges() {
        return leaderChanges;
    }

    /** Whether this member gets the log without a vote. */
    public boolean isLearner() {
        return learner;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** Reads lose their short cut before anything else changes, and gain it last. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One loop writes.
    void update(long newTerm, long newLeader, long newCommit, long newApplied, boolean newReadsLocally) {
        if (!newReadsLocally) {
            readsLocally = false;
        }
        if (term != newTerm) {
            term = newTerm;
        }
        if (leader != newLeader) {
            leader = newLeader;
            leaderChanges += newLeader == 0 ? 0 : 1;
        }
        commitIndex = newCommit;
        appliedIndex = newApplied;
        if (newReadsLocally && !readsLocally) {
            readsLocally = true;
        }
    }

    void learner(boolean now) {
        learner = now;
    }

    void dbBytes(long bytes) {
        dbBytes = bytes;
    }

    void stopping() {
        stopping = true;
    }
}
