/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A member that is whatever a test says, with two logs that need not be related. */
final class FakeMember {

    /** Entries by place; what an entry says is its hash. */
    static final class FakeLog implements LogView {
        private final List<long[]> entries = new ArrayList<>();
        private final Set<Long> changes = new TreeSet<>();
        long first = 1;

        FakeLog add(long... terms) {
            for (long term : terms) {
                entries.add(new long[] {term, term * 1_000 + lastIndex() + 1});
            }
            return this;
        }

        FakeLog addOther(long term, long hash) {
            entries.add(new long[] {term, hash});
            return this;
        }

        void cutFrom(long index) {
            entries.subList((int) (index - first), entries.size()).clear();
        }

        void releaseBefore(long index) {
            entries.subList(0, (int) (index - first)).clear();
            first = index;
        }

        FakeLog addChange(long term) {
            add(term);
            changes.add(lastIndex());
            return this;
        }

        @Override
        public boolean changesMembers(long index) {
            return changes.contains(index);
        }

        @Override
        public long firstIndex() {
            return first;
        }

        @Override
        public long lastIndex() {
            return first + entries.size() - 1;
        }

        @Override
        public long term(long index) {
            return entries.get((int) (index - first))[0];
        }

        @Override
        public long hash(long index) {
            return entries.get((int) (index - first))[1];
        }
    }

    final long id;
    int life = 1;
    long term;
    long votedFor;
    boolean leads;
    long snapshot;
    long applied;
    long commit;
    FakeLog log = new FakeLog();
    FakeLog disk = new FakeLog();
    long diskTerm;
    long diskVote;
    Voters voters = Voters.of(1L, 2L, 3L);

    Map<Long, Long> matches = Map.of();

    @Nullable
    Long stateHash;

    List<Level> levels = List.of();

    FakeMember(long id) {
        this.id = id;
    }

    /** Appends to both logs. */
    FakeMember add(long... terms) {
        log.add(terms);
        disk.add(terms);
        return this;
    }

    /** Sets the term, in memory and on disk. */
    FakeMember term(long newTerm) {
        term = newTerm;
        diskTerm = newTerm;
        votedFor = 0;
        diskVote = 0;
        return this;
    }

    FakeMember commit(long index) {
        commit = index;
        return this;
    }

    MemberView view() {
        return new MemberView(
                id,
                life,
                term,
                votedFor,
                leads,
                log.firstIndex(),
                snapshot,
                applied,
                commit,
                log.lastIndex(),
                log,
                diskTerm,
                diskVote,
                disk,
                voters,
                matches,
                stateHash,
                levels);
    }
}
