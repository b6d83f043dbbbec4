/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import io.kedge.raft.membership.Changer;
import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;
import io.kedge.raft.membership.ConfigurationException;
import java.util.ArrayDeque;

/**
 * Changes of members. A configuration counts from the moment its entry is applied; one change at a time, and none
 * before the leader has committed in its own term (dissertation, erratum on single-server changes).
 */
final class Membership {
    private record Since(long index, Configuration configuration) {}

    private final RaftState state;
    private final Leadership leadership;
    private final Replication replication;
    private final ReadQueue reads;
    private final Roles roles;
    /** Configuration entries handed out as committed and neither applied nor skipped yet. */
    private final ArrayDeque<Long> outstanding = new ArrayDeque<>();
    /** Which configuration held since when, back to the last release of the log. */
    private final ArrayDeque<Since> history = new ArrayDeque<>();

    Membership(RaftState state, Leadership leadership, Replication replication, ReadQueue reads, Roles roles) {
        this.state = state;
        this.leadership = leadership;
        this.replication = replication;
        this.reads = reads;
        this.roles = roles;
        history.add(new Since(state.applied, state.configuration));
    }

    /** Appends the change at the leader; its index, or why not. */
    long propose(ConfigurationChange change) {
        if (isPending() || !leadership.ownTermCommitted) {
            return RaftCore.CHANGE_PENDING;
        }
        try {
            Changer.apply(state.configuration, change);
        } catch (ConfigurationException refused) {
            return RaftCore.CHANGE_REFUSED;
        }
        return append(change);
    }

    boolean isPending() {
        return leadership.pendingConfigurationIndex > state.applied;
    }

    void delivered(long index) {
        outstanding.add(index);
    }

    Configuration apply(LogEntry entry) {
        skip(entry);
        Configuration next = Changer.apply(state.configuration, ConfigurationChange.decode(entry.data()));
        history.add(new Since(entry.index(), next));
        switchTo(next);
        return next;
    }

    /** The application refuses the change, at every member alike: it has no effect. */
    void skip(LogEntry entry) {
        Long expected = outstanding.poll();
        Invariant.check(
                expected != null && expected == entry.index(),
                "configuration entry applied out of turn",
                entry.index(),
                expected == null ? 0 : expected);
    }

    /** Entries up to {@code index} are applied; a leader leaves a joint configuration that wants to be left. */
    void applied(long index) {
        Long open = outstanding.peek();
        Invariant.check(
                open == null || open > index, "configuration entry passed over", index, open == null ? 0 : open);
        if (state.isLeader() && state.configuration.autoLeave() && !isPending()) {
            append(ConfigurationChange.leave());
        }
    }

    /** A snapshot replaces whatever configuration was in effect, also one that never committed. */
    void adopt(SnapshotMark mark) {
        outstanding.removeIf(index -> index <= mark.index());
        history.clear();
        history.add(new Since(mark.index(), mark.configuration()));
        switchTo(mark.configuration());
    }

    /** The configuration as of {@code index}, at most the applied one; forgets what held before. */
    Configuration releaseUpTo(long index) {
        Since held = history.remove();
        while (!history.isEmpty() && history.element().index() <= index) {
            held = history.remove();
        }
        history.addFirst(held);
        return held.configuration();
    }

    private long append(ConfigurationChange change) {
        long index = leadership.append(EntryType.CONFIGURATION, change.encode());
        leadership.pendingConfigurationIndex = index;
        return index;
    }

    private void switchTo(Configuration next) {
        if (state.isLeader() && !next.members().containsAll(state.configuration.members())) {
            // Who leaves learns from this last round that it does.
            replication.flush();
        }
        state.switchConfiguration(next);
        if (!state.isLeader()) {
            return;
        }
        leadership.syncPeers();
        if (!state.isVoter()) {
            // The others learn from this last round that the change is committed: they may need it to elect a
            // successor.
            replication.flush();
            roles.becomeFollower(state.term, 0);
            return;
        }
        if (!next.isVoter(leadership.transferTarget)) {
            leadership.transferTarget = 0;
        }
        replication.advanceCommit();
        reads.confirm();
    }
}
