/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import io.kedge.raft.EntryType;
import io.kedge.raft.HardState;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.StoreState;
import io.kedge.wal.Wal;
import io.kedge.wal.WalEntry;
import io.kedge.wal.WalHardState;
import io.kedge.wal.WalRecovered;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Joins what the store and the log each kept into the state Raft goes on from. */
public final class LogRecovery {

    private LogRecovery() {}

    /**
     * What Raft goes on from. A crash between the installation of an image and the log's reset is made up for: the log
     * is reset on return, durably. Throws IOException as {@link #join} does. Blocks.
     */
    public static RecoveredLog recover(StoreState store, Wal wal, Configuration bootstrap) throws IOException {
        WalRecovered found = wal.recovered();
        if (isBehindImage(store, found)) {
            long applied = store.appliedIndex();
            wal.appendReset(applied, store.appliedTerm());
            WalHardState state = found.hardState();
            if (state.term() < store.appliedTerm()) {
                // The image is of a later term than any that this member has heard of; it has no vote in that one.
                state = new WalHardState(store.appliedTerm(), 0, applied);
                wal.appendHardState(state.term(), state.votedFor(), state.commit());
            }
            wal.flush();
            found = new WalRecovered(found.metadata(), state, applied, store.appliedTerm(), List.of());
        }
        return join(store, found, bootstrap);
    }

    /** Whether the store was replaced by an image with which the log does not agree. */
    private static boolean isBehindImage(StoreState store, WalRecovered wal) {
        long applied = store.appliedIndex();
        if (applied == 0 || store.installedIndex() != applied || wal.resetIndex() > applied) {
            return false;
        }
        if (applied == wal.resetIndex()) {
            return wal.resetTerm() != WalRecovered.TERM_UNKNOWN && wal.resetTerm() != store.appliedTerm();
        }
        return wal.lastIndex() < applied
                || wal.entries().get((int) (applied - wal.resetIndex() - 1)).term() != store.appliedTerm();
    }

    /**
     * The log after the store's applied index. Throws IOException if entries between the two are missing, which no
     * crash explains.
     *
     * @param bootstrap the configuration of a store that has none yet
     */
    public static RecoveredLog join(StoreState store, WalRecovered wal, Configuration bootstrap) throws IOException {
        long applied = store.appliedIndex();
        if (wal.resetIndex() > applied) {
            throw new IOException("the log begins after index " + wal.resetIndex() + " but the store ends at " + applied
                    + ": entries between them are missing");
        }
        if (wal.lastIndex() < applied) {
            throw new IOException("the log ends at index " + wal.lastIndex() + ", before the store's " + applied
                    + ": it has lost acknowledged entries");
        }
        List<LogEntry> entries = new ArrayList<>(wal.entries().size());
        for (WalEntry entry : wal.entries()) {
            if (entry.index() > applied) {
                entries.add(new LogEntry(entry.index(), entry.term(), type(entry), entry.payload()));
            } else if (entry.index() == applied && entry.term() != store.appliedTerm()) {
                throw new IOException("entry " + applied + " has term " + entry.term() + " in the log, "
                        + store.appliedTerm() + " in the store");
            }
        }
        HardState hardState = new HardState(
                wal.hardState().term(),
                wal.hardState().votedFor(),
                Math.max(wal.hardState().commit(), applied));
        Configuration configuration = applied == 0 ? bootstrap : Configuration.decode(store.configuration());
        return new RecoveredLog(hardState, configuration, applied, store.appliedTerm(), entries, applied);
    }

    private static EntryType type(WalEntry entry) throws IOException {
        if (entry.type() >= EntryType.values().length) {
            throw new IOException("entry " + entry.index() + " has type " + entry.type() + ", unknown to this version");
        }
        return EntryType.values()[entry.type()];
    }
}
