/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import io.kedge.raft.Append;
import io.kedge.raft.HardState;
import io.kedge.raft.LogEntry;
import io.kedge.raft.SnapshotMark;
import io.kedge.wal.Wal;
import java.io.IOException;

/** Writes what Raft wants durable, in the order that recovery reads it. */
public final class LogAppend {

    private LogAppend() {}

    /** Appends to {@code wal} without flushing it. */
    public static void write(Append append, Wal wal) throws IOException {
        SnapshotMark restored = append.restoredTo();
        if (restored != null) {
            wal.appendReset(restored.index(), restored.term());
        }
        for (LogEntry entry : append.entries()) {
            wal.appendEntry(entry.index(), entry.term(), (byte) entry.type().ordinal(), entry.data());
        }
        HardState state = append.hardState();
        if (state != null) {
            wal.appendHardState(state.term(), state.votedFor(), state.commit());
        }
    }
}
