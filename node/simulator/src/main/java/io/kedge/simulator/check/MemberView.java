/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member after an event, running or crashed.
 *
 * @param life how often it was started; a crashed member is in the life that ended
 * @param votedFor the member it voted for in {@code term}, or 0
 * @param snapshotIndex last entry that its durable snapshot or store covers
 * @param durableTerm the term on its disk, with {@code durableVote} in it
 * @param durableLog the log on its disk; live, so that it also tells of a member that has no event
 * @param voters the configuration it goes by
 * @param matches at a leader, up to where it takes each peer's disk to hold its log
 * @param stateHash of the state after {@code appliedIndex}, or null if it was not computed
 */
public record MemberView(
        long id,
        int life,
        long term,
        long votedFor,
        boolean leads,
        long firstIndex,
        long snapshotIndex,
        long appliedIndex,
        long commitIndex,
        long lastIndex,
        LogView log,
        long durableTerm,
        long durableVote,
        LogView durableLog,
        Voters voters,
        Map<Long, Long> matches,
        @Nullable Long stateHash,
        List<Level> levels) {

    /** Whether the entry is safe on this member's disk, in the log or in what has been applied. */
    boolean hasDurable(long index, long entryTerm) {
        return index <= snapshotIndex || (durableLog.holds(index) && durableLog.term(index) == entryTerm);
    }
}
