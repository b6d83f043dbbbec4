/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;

/** The Raft core of one member: a deterministic state machine. */
public final class RaftCore {
    public static final long NOT_LEADER = -1;
    public static final long OVERLOADED = -2;
    public static final long TRANSFERRING = -3;
    public static final long NO_LEADER = -4;
    public static final long CHANGE_PENDING = -5;
    public static final long CHANGE_REFUSED = -6;

    public RaftCore(RaftOptions options, RecoveredLog recovered) {
        throw new UnsupportedOperationException();
    }

    public void tick() {
        throw new UnsupportedOperationException();
    }

    public void step(Message message) {
        throw new UnsupportedOperationException();
    }

    public void campaign() {
        throw new UnsupportedOperationException();
    }

    public long propose(byte[] data) {
        throw new UnsupportedOperationException();
    }

    public long proposeConfiguration(ConfigurationChange change) {
        throw new UnsupportedOperationException();
    }

    public long readIndex() {
        throw new UnsupportedOperationException();
    }

    public boolean readsWithoutRound() {
        throw new UnsupportedOperationException();
    }

    public void persisted(long appendId) {
        throw new UnsupportedOperationException();
    }

    public void applied(long index) {
        throw new UnsupportedOperationException();
    }

    public Configuration applyConfiguration(LogEntry entry) {
        throw new UnsupportedOperationException();
    }

    public void skipConfiguration(LogEntry entry) {
        throw new UnsupportedOperationException();
    }

    public void transferLeadership(long memberId) {
        throw new UnsupportedOperationException();
    }

    public boolean hasOutput() {
        throw new UnsupportedOperationException();
    }

    public Output output() {
        throw new UnsupportedOperationException();
    }

    public void releaseLog(long upToIndex) {
        throw new UnsupportedOperationException();
    }

    public void adoptSnapshot(SnapshotMark mark) {
        throw new UnsupportedOperationException();
    }

    public void snapshotFailed() {
        throw new UnsupportedOperationException();
    }

    public void reportUnreachable(long memberId) {
        throw new UnsupportedOperationException();
    }

    public long term() {
        throw new UnsupportedOperationException();
    }

    public Role role() {
        throw new UnsupportedOperationException();
    }

    public long leaderId() {
        throw new UnsupportedOperationException();
    }

    public long commitIndex() {
        throw new UnsupportedOperationException();
    }

    public long lastIndex() {
        throw new UnsupportedOperationException();
    }

    public long firstIndex() {
        throw new UnsupportedOperationException();
    }

    public long appliedIndex() {
        throw new UnsupportedOperationException();
    }

    public Configuration configuration() {
        throw new UnsupportedOperationException();
    }

    public Status status() {
        throw new UnsupportedOperationException();
    }
}
