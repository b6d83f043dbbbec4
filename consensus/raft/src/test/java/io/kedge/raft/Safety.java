/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The properties of the paper's figure 3, and durability, checked over all members after every event. */
final class Safety {
    private final Map<Long, Long> leaderOfTerm = new HashMap<>();
    private final TreeMap<Long, LogEntry> committed = new TreeMap<>();
    private final TreeMap<Long, LogEntry> applied = new TreeMap<>();
    private final Map<Long, Long> terms = new HashMap<>();

    long highestCommitted() {
        return committed.isEmpty() ? 0 : committed.lastKey();
    }

    /** {@code changed} is the member that just did something. */
    void check(Collection<TestMember> members, TestMember changed) {
        commitsAreDurableOnAQuorum(members, changed);
        electionSafety(changed);
        members.forEach(other -> logMatching(changed, other));
        stateMachineSafety(changed);
        RaftCore core = changed.core;
        assertThat(core.appliedIndex()).isLessThanOrEqualTo(core.commitIndex());
        assertThat(core.commitIndex()).isLessThanOrEqualTo(core.lastIndex());
        assertThat(core.term()).isGreaterThanOrEqualTo(changed.diskHardState.term());
        assertThat(changed.diskHardState.term()).isGreaterThanOrEqualTo(terms.getOrDefault(changed.id, 0L));
        terms.put(changed.id, changed.diskHardState.term());
    }

    private void commitsAreDurableOnAQuorum(Collection<TestMember> members, TestMember changed) {
        RaftCore core = changed.core;
        Map<Long, TestMember> byId = new HashMap<>();
        members.forEach(member -> byId.put(member.id, member));
        for (long i = Math.max(highestCommitted() + 1, core.firstIndex()); i <= core.commitIndex(); i++) {
            LogEntry entry = core.entry(i);
            long index = i;
            long quorum = core.configuration().quorum().committedIndex(id -> {
                TestMember member = byId.get(id);
                boolean holds = member != null
                        && (member.diskTerm(index) == entry.term()
                                || member.snapshot.mark().index() >= index);
                return holds ? 1 : 0;
            });
            assertThat(quorum)
                    .as("entry %s is committed by %s", entry, changed.id)
                    .isPositive();
            committed.put(i, entry);
        }
        for (long i = core.firstIndex(); i <= Math.min(core.commitIndex(), highestCommitted()); i++) {
            LogEntry known = committed.get(i);
            require(known == null || known.equals(core.entry(i)), "committed entry changed", i);
        }
    }

    private void electionSafety(TestMember changed) {
        if (!changed.leads()) {
            return;
        }
        long term = changed.core.term();
        Long before = leaderOfTerm.putIfAbsent(term, changed.id);
        assertThat(before == null || before == changed.id)
                .as("two leaders in term %s", term)
                .isTrue();
        if (before == null) {
            leaderCompleteness(changed);
        }
    }

    private void leaderCompleteness(TestMember leader) {
        RaftCore core = leader.core;
        for (LogEntry entry : committed.tailMap(core.firstIndex(), true).values()) {
            if (entry.term() < core.term()) {
                assertThat(core.lastIndex()).isGreaterThanOrEqualTo(entry.index());
                assertThat(core.entry(entry.index())).isEqualTo(entry);
            }
        }
    }

    private void logMatching(TestMember one, TestMember other) {
        if (one == other) {
            return;
        }
        long from = Math.max(one.core.firstIndex(), other.core.firstIndex());
        boolean mustMatch = false;
        for (long i = Math.min(one.core.lastIndex(), other.core.lastIndex()); i >= from; i--) {
            LogEntry first = one.core.entry(i);
            LogEntry second = other.core.entry(i);
            mustMatch |= first.term() == second.term();
            require(!mustMatch || first.equals(second), "logs differ below an equal entry", i);
        }
    }

    private void stateMachineSafety(TestMember changed) {
        for (LogEntry entry : changed.applied
                .tailMap(applied.isEmpty() ? 0 : applied.firstKey())
                .values()) {
            LogEntry before = applied.putIfAbsent(entry.index(), entry);
            require(before == null || before.equals(entry), "applied differently", entry.index());
        }
        assertThat(changed.applied.isEmpty() ? 0 : changed.applied.lastKey()).isEqualTo(changed.core.appliedIndex());
    }

    /** Plain, as these run millions of times. */
    private static void require(boolean holds, String what, long index) {
        if (!holds) {
            throw new AssertionError(what + " at " + index);
        }
    }
}
