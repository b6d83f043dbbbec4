/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.progress;

import io.kedge.raft.invariant.Invariant;

/**
 * What a leader knows of one peer.
 *
 * <pre>
 *            accepted                 entries are cut
 *   PROBE ------------> REPLICATE   (from PROBE or REPLICATE) --> SNAPSHOT
 *     ^  <------------                                               |
 *     |  rejected, unreachable                                       |
 *     +--------------- snapshot taken or failed ---------------------+
 * </pre>
 *
 * Invariant, checked after every change: {@code 0 <= match < next}.
 */
public final class Progress {
    private final long session;
    private final Inflights inflights;
    /** Highest index durably equal at the peer. */
    private long match;
    /** First index of the next append; everything below is acknowledged or, in REPLICATE, on the wire. */
    private long next;
    /** Highest commit index sent since the last loss known. */
    private long sentCommit;

    private ProgressState state = ProgressState.PROBE;
    private boolean paused;
    private boolean recentlyActive = true;
    private long acknowledgedRead;
    private long offeredSnapshot;
    private long offeredAtTick;

    /** A peer of which nothing is known yet; the first append starts at {@code next}. */
    public Progress(long session, long next, Inflights inflights) {
        this.session = session;
        this.next = next;
        this.inflights = inflights;
        verify();
    }

    public long session() {
        return session;
    }

    public long match() {
        return match;
    }

    public long next() {
        return next;
    }

    public ProgressState state() {
        return state;
    }

    public Inflights inflights() {
        return inflights;
    }

    /** Whether appends must wait for an answer, a heartbeat's answer or a snapshot. */
    public boolean isPaused() {
        return state == ProgressState.SNAPSHOT || paused;
    }

    public void pause() {
        paused = true;
    }

    /** The peer answered a heartbeat: one more append may try, even with full inflights. */
    public void unpause() {
        paused = false;
    }

    public boolean isRecentlyActive() {
        return recentlyActive;
    }

    public void setRecentlyActive(boolean active) {
        recentlyActive = active;
    }

    public long acknowledgedRead() {
        return acknowledgedRead;
    }

    /** The peer answered a heartbeat that carried {@code number}. */
    public void acknowledgeRead(long number) {
        acknowledgedRead = Math.max(acknowledgedRead, number);
    }

    public void becomeProbe() {
        next = (state == ProgressState.SNAPSHOT ? Math.max(match, offeredSnapshot) : match) + 1;
        enter(ProgressState.PROBE);
    }

    public void becomeReplicate() {
        next = match + 1;
        enter(ProgressState.REPLICATE);
    }

    /** Offered a snapshot at {@code index} in tick {@code atTick}. */
    public void becomeSnapshot(long index, long atTick) {
        enter(ProgressState.SNAPSHOT);
        offeredSnapshot = index;
        offeredAtTick = atTick;
        next = Math.max(match, index) + 1;
        sentCommit = Math.min(sentCommit, next - 1);
        verify();
    }

    /** The offered snapshot did not arrive: forget it and probe, after the next heartbeat's answer. */
    public void snapshotFailed() {
        offeredSnapshot = 0;
        becomeProbe();
        paused = true;
    }

    public long offeredAtTick() {
        return offeredAtTick;
    }

    /** An append of {@code count} entries from {@code next} on, and of {@code commit}, left for the peer. */
    public void sent(int count, long sizeBytes, long commit) {
        Invariant.check(!isPaused(), "append to a paused peer", match, next);
        if (state == ProgressState.REPLICATE) {
            if (count > 0) {
                next += count;
                inflights.add(next - 1, sizeBytes);
            }
            paused = inflights.isFull();
        } else if (count > 0) {
            paused = true;
        }
        sentCommit = Math.max(sentCommit, commit);
        verify();
    }

    /** Whether an append without entries would tell the peer of a commit index it can use. */
    public boolean canAdvanceCommit(long commit) {
        return sentCommit < commit && sentCommit < next - 1;
    }

    /** The peer holds the log durably up to {@code index}; false if that is no news. */
    public boolean acknowledged(long index) {
        if (index <= match) {
            return false;
        }
        match = index;
        next = Math.max(next, index + 1);
        paused = false;
        verify();
        return true;
    }

    /** The peer refused an append after {@code prevIndex} and may agree at {@code hint}; false if that is stale. */
    public boolean rejected(long prevIndex, long hint) {
        if (state == ProgressState.REPLICATE) {
            if (prevIndex <= match) {
                return false;
            }
            next = match + 1;
        } else {
            if (next - 1 != prevIndex) {
                return false;
            }
            next = Math.max(Math.min(prevIndex, hint + 1), match + 1);
        }
        sentCommit = Math.min(sentCommit, next - 1);
        paused = false;
        verify();
        return true;
    }

    private void enter(ProgressState newState) {
        state = newState;
        paused = false;
        inflights.clear();
        sentCommit = Math.min(sentCommit, next - 1);
        verify();
    }

    private void verify() {
        Invariant.check(0 <= match && match < next, "progress: 0 <= match < next", match, next);
    }
}
