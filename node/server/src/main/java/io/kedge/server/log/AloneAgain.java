/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.MemberChange;
import io.kedge.model.MemberChange.Kind;
import io.kedge.model.format.CommandCodec;
import io.kedge.raft.EntryType;
import io.kedge.raft.HardState;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Changer;
import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;
import io.kedge.wal.Wal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes one member a cluster of its own when the others are lost for good: the log ends with entries, said to be
 * committed, that remove all others. What the log holds is kept, also what may never have been committed: nothing that
 * was acknowledged and is in this log gets lost.
 */
public final class AloneAgain {

    private AloneAgain() {}

    /**
     * Writes to {@code wal}, durably, what leaves {@code self} as the only member, and returns the log with it. Nothing
     * is written if it is the only one already. Blocks.
     */
    public static RecoveredLog write(RecoveredLog log, Wal wal, long self) throws IOException {
        Configuration members = log.configuration();
        for (LogEntry entry : log.entries()) {
            if (entry.type() == EntryType.CONFIGURATION) {
                members = Changer.apply(members, ConfigurationChange.decode(entry.data()));
            }
        }
        List<ConfigurationChange> changes = changes(members, self);
        if (changes.isEmpty()) {
            return log;
        }
        List<LogEntry> entries = new ArrayList<>(log.entries());
        long index = log.snapshotIndex() + entries.size();
        long term = Math.max(log.hardState().term(), log.snapshotTerm());
        for (ConfigurationChange change : changes) {
            LogEntry entry = new LogEntry(++index, term, EntryType.CONFIGURATION, change.encode());
            wal.appendEntry(index, term, (byte) entry.type().ordinal(), entry.data());
            entries.add(entry);
        }
        HardState state = new HardState(term, log.hardState().votedFor(), index);
        wal.appendHardState(state.term(), state.votedFor(), state.commit());
        wal.flush();
        return new RecoveredLog(
                state, log.configuration(), log.snapshotIndex(), log.snapshotTerm(), entries, log.appliedIndex());
    }

    private static List<ConfigurationChange> changes(Configuration members, long self) {
        List<ConfigurationChange> changes = new ArrayList<>();
        TreeSet<Long> others = new TreeSet<>(members.voters());
        others.addAll(members.learners());
        others.addAll(members.learnersNext());
        others.remove(self);
        if (members.isJoint()) {
            changes.add(ConfigurationChange.leave());
        }
        if (!members.voters().contains(self)) {
            changes.add(change(Kind.PROMOTE, self));
        }
        others.forEach(other -> changes.add(change(Kind.REMOVE, other)));
        return changes;
    }

    private static ConfigurationChange change(Kind kind, long member) {
        byte[] command = CommandCodec.encode(Command.of(Caller.NODE, new MemberChange(kind, member, List.of())));
        return (kind == Kind.REMOVE ? ConfigurationChange.remove(member) : ConfigurationChange.addVoter(member))
                .withContext(command);
    }
}
