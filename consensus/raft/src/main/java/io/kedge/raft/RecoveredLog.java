/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.membership.Configuration;
import java.util.List;

/**
 * What a member finds on its disk at start; all of it is durable.
 *
 * @param configuration members as of {@code appliedIndex}; at the very first start the bootstrap configuration,
 *     or an empty one of a member that joins and gets a snapshot first
 * @param snapshotIndex the log starts after this index; at most {@code appliedIndex}
 * @param snapshotTerm term of the entry at {@code snapshotIndex}, 0 at index 0
 * @param entries the log after {@code snapshotIndex}, without gaps. If the log on disk holds another term at
 *     {@code snapshotIndex} than the snapshot does, everything in it is a conflicting suffix and must not be passed
 * @param appliedIndex what the application's durable state covers; entries after it are delivered again
 */
public record RecoveredLog(
        HardState hardState,
        Configuration configuration,
        long snapshotIndex,
        long snapshotTerm,
        List<LogEntry> entries,
        long appliedIndex) {

    /** A member that has never run, in a fixed bootstrap configuration. */
    public static RecoveredLog empty(Configuration bootstrap) {
        return new RecoveredLog(HardState.NONE, bootstrap, 0, 0, List.of(), 0);
    }
}
