/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.tla;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One line of a trace, about one member; prints itself as TLA+. */
public sealed interface TlaRecord {

    long member();

    /** How a member's role is called in the specification. */
    enum TlaRole {
        FOLLOWER,
        CANDIDATE,
        LEADER;

        @Override
        public String toString() {
            return '"' + name().toLowerCase(Locale.ROOT) + '"';
        }
    }

    /** Who decides; {@code outgoing} is empty unless joint. */
    record Voters(Set<Long> voters, Set<Long> outgoing) {
        @Override
        public String toString() {
            return "Config(" + set(voters) + ", " + set(outgoing) + ")";
        }
    }

    /** What a power loss would leave; {@code lastTerm} is 0 if the log on the disk holds no entry. */
    record OnDisk(long term, long vote, long length, long lastTerm, long lastValue) {
        @Override
        public String toString() {
            return "[term |-> " + term + ", vote |-> " + vote + ", length |-> " + length + ", last |-> "
                    + (lastTerm == 0 ? "{}" : "{<<" + lastTerm + ", " + lastValue + ">>}") + "]";
        }
    }

    /**
     * A log, as what became of the one seen before: its first {@code keep} entries, or if {@code base} is above 0 what
     * all agree on up to there, and then {@code tail}.
     */
    record Log(long base, long keep, List<TlaEntry> tail) {
        @Override
        public String toString() {
            return "base |-> " + base + ", keep |-> " + keep + ", tail |-> " + sequence(tail);
        }
    }

    /**
     * A member after an event.
     *
     * @param restart whether it lost its power since it was last seen
     * @param snapshot the last entry that its store covers, if the store was replaced or the member restarted, or 0
     */
    record State(
            long member,
            boolean restart,
            long term,
            long vote,
            TlaRole role,
            Log log,
            long commit,
            long applied,
            long snapshot,
            Voters config,
            OnDisk disk)
            implements TlaRecord {
        @Override
        public String toString() {
            return "[kind |-> " + (restart ? "\"restart\"" : "\"state\"") + ", by |-> " + member + ", term |-> " + term
                    + ", vote |-> " + vote + ", role |-> " + role + ", " + log + ", commit |-> " + commit
                    + ", applied |-> " + applied + ", snapshot |-> " + snapshot + ", config |-> " + config
                    + ", disk |-> " + disk + "]";
        }
    }

    /** A member hands its term, its vote and its log up to {@code length} to its disk. */
    record Write(long member, long length) implements TlaRecord {
        @Override
        public String toString() {
            return "[kind |-> \"write\", by |-> " + member + ", length |-> " + length + "]";
        }
    }

    private static String sequence(List<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining(", ", "<<", ">>"));
    }

    /** In TLA+. */
    static String set(Set<Long> ids) {
        return new TreeSet<>(ids).stream().map(Object::toString).collect(Collectors.joining(", ", "{", "}"));
    }
}
