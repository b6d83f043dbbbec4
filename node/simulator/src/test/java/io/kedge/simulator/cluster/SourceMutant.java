/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import java.io.IOException;
import java.util.List;

/** Bugs, each a change to the text of a shipped class, with the seed at which a search by hand saw it die. */
enum SourceMutant {
    SENDS_A_VOTE_BEFORE_IT_IS_FORCED(
            9,
            Profile.SWARM,
            "PersistBeforeSend",
            new Patch(
                    "io.kedge.raft.Elections",
                    "appends.sendWhenDurable(response);",
                    "appends.sendWhenTermDurable(response);")),
    SENDS_BEFORE_ITS_TERM_IS_FORCED(
            1,
            Profile.SWARM,
            "PersistBeforeSend",
            new Patch("io.kedge.raft.Appends", "if (durableTerm == state.term) {", "if (state.term > 0) {")),
    ACKNOWLEDGES_ENTRIES_BEFORE_THEY_ARE_FORCED(
            1,
            Profile.SWARM,
            "PersistBeforeSend",
            new Patch(
                    "io.kedge.raft.FollowerLog",
                    "appends.sendWhenDurable(new Message.AppendResponse(",
                    "appends.sendWhenTermDurable(new Message.AppendResponse(")),
    LEADER_COUNTS_ITSELF_BEFORE_ITS_FORCE(
            1,
            Profile.SWARM,
            "CommittedOnDurableQuorum",
            new Patch("io.kedge.raft.Leadership", "return state.log.durableIndex();", "return state.log.lastIndex();")),
    COUNTS_LEARNERS(
            12,
            Profile.SWARM,
            "CommittedOnDurableQuorum",
            new Patch(
                    "io.kedge.raft.membership.Configuration",
                    "new JointConfig(MajorityConfig.of(voters),",
                    "new JointConfig(MajorityConfig.of(members()),")),
    COMMITS_AN_OLDER_TERM_BY_COUNTING(
            11,
            Profile.TURMOIL,
            "LeaderCommitsItsTerm",
            new Patch(
                    "io.kedge.raft.Leadership",
                    "reached <= state.commit || state.log.term(reached) != state.term",
                    "reached <= state.commit")),
    CHANGES_MEMBERS_BEFORE_ITS_TERM_COMMITS(
            2,
            Profile.CHURN,
            "OneChangeAtATime",
            new Patch("io.kedge.raft.Membership", "isPending() || !leadership.ownTermCommitted", "isPending()"),
            new Patch(
                    "io.kedge.raft.Leadership",
                    "pendingConfigurationIndex = state.log.lastIndex();",
                    "sendDue = true;"),
            new Patch(
                    "io.kedge.raft.RaftCore",
                    "return membership.isPending() || !leadership.ownTermCommitted;",
                    "return membership.isPending();")),
    RELEASES_THE_LOG_BEFORE_THE_FLUSH(
            1,
            Profile.SWARM,
            "gives up its log",
            new Patch(
                    "io.kedge.replica.Flushes",
                    "applyQueue.freeze();",
                    "applyQueue.freeze();\n        releaseLogBefore = applyQueue.appliedIndex() + 1;")),
    READS_BEFORE_ITS_TERM_COMMITS(
            9,
            Profile.LAGGARDS,
            "ReadIndexBound",
            new Patch(
                    "io.kedge.raft.ReadQueue",
                    "leadership.ownTermCommitted ? state.commit : INDEX_OPEN",
                    "state.commit"),
            new Patch("io.kedge.raft.ReadQueue", "taken.isEmpty() || !leadership.ownTermCommitted", "taken.isEmpty()")),
    GRANTS_TWO_VOTES(
            5,
            Profile.SWARM,
            "VoteOnce",
            new Patch("io.kedge.raft.Elections", "state.votedFor == 0 && state.leaderId == 0", "state.leaderId == 0")),
    VOTES_FOR_A_SHORTER_LOG(
            2,
            Profile.SWARM,
            "LeaderCompleteness",
            new Patch(
                    "io.kedge.raft.Elections",
                    "mayVote && state.log.isAtMost(request.lastIndex(), request.lastTerm())",
                    "mayVote")),
    TRUNCATES_MATCHING_ENTRIES(
            1,
            Profile.SWARM,
            "ProgressIsDurable",
            new Patch(
                    "io.kedge.raft.FollowerLog",
                    "state.log.matches(entry.index(), entry.term())",
                    "entry.index() <= state.commit && state.log.matches(entry.index(), entry.term())")),
    APPLIES_BEFORE_COMMIT(
            1,
            Profile.SWARM,
            "IndexOrder",
            new Patch(
                    "io.kedge.raft.RaftState",
                    "return Math.min(commit, log.durableIndex());",
                    "return log.durableIndex();")),
    KEEPS_ITS_CONFIGURATION_AT_A_SNAPSHOT(
            9,
            Profile.LAGGARDS,
            "StateMachineSafety",
            new Patch("io.kedge.raft.Membership", "switchTo(mark.configuration());", "isPending();")),
    COUNTS_A_WRITE_OF_WHAT_WAS_CUT(
            2,
            Profile.TURMOIL,
            "durable beyond the log's end",
            new Patch(
                    "io.kedge.raft.Appends",
                    "append.covered = Math.min(append.covered, index - 1);",
                    "issuedIndex = Math.min(issuedIndex, index - 1);")),
    TAKES_A_FORWARDED_WRITE_TWICE(
            1,
            Profile.SWARM,
            "not linearizable",
            new Patch("io.kedge.replica.Proposals", "if (!seen.add(from, sequence)) {", "if (sequence == 0) {")),
    RENEWS_A_LEASE_FROM_THE_TICK_BEFORE(
            16,
            Profile.SWARM,
            "it was to live until",
            new Patch(
                    "io.kedge.replica.Replica",
                    "public void at(long now) {\n        nowNanos = now;",
                    "public void at(long now) {")),
    A_NEW_LEADER_GIVES_LEASES_NO_TIME(
            1,
            Profile.LAGGARDS,
            "not linearizable",
            new Patch(
                    "io.kedge.replica.lease.LeaseClock",
                    "nowNanos + seconds * NANOS_PER_SECOND + extraNanos",
                    "nowNanos + extraNanos")),
    READS_BEFORE_IT_HAS_APPLIED(
            1,
            Profile.LAGGARDS,
            "ReadIndexBound",
            new Patch(
                    "io.kedge.replica.ReadTable",
                    "!confirmed.isEmpty() && confirmed.peekFirst().index() <= appliedIndex",
                    "!confirmed.isEmpty()")),
    REUSES_A_READ_ROUND(
            298,
            Profile.JAMS,
            "ReadIndexBound",
            new Patch(
                    "io.kedge.raft.ReadQueue",
                    "taken.element().number <= confirmed",
                    "taken.element().number <= confirmed + 1")),
    KEEPS_A_SUFFIX_AT_A_SNAPSHOT(
            4,
            Profile.STRANDED,
            "entries behind a snapshot",
            new Patch(
                    "io.kedge.raft.RaftLog",
                    "Arrays.fill(ring, null);\n        head = 0;\n        count = 0;",
                    "int kept = (int) Math.max(0, lastIndex() - index);\n"
                            + "        head = kept > 0 ? slot(index + 1) : 0;\n"
                            + "        count = kept;")),
    COUNTS_A_VOTE_OF_ANOTHER_TERM(
            835,
            Profile.MUMBLES,
            "ElectionSafety",
            new Patch(
                    "io.kedge.raft.RaftCore",
                    "} else if (message.term() < state.term) {",
                    "} else if (message.term() < state.term && !(message instanceof Message.VoteResponse)) {"));

    /** At which it dies. */
    final long seed;

    final Profile profile;
    /** Part of what is said then. */
    final String caughtBy;

    private final List<Patch> patches;

    SourceMutant(long seed, Profile profile, String caughtBy, Patch... patches) {
        this.seed = seed;
        this.profile = profile;
        this.caughtBy = caughtBy;
        this.patches = List.of(patches);
    }

    /** Events with faults in the search. */
    int events() {
        return profile == Profile.SWARM ? 10_000 : 8_000;
    }

    /** How one run ends, as {@link ClusterProbe#run} says it. */
    interface Runs {
        String run(long seed, Profile profile, int events) throws ReflectiveOperationException;
    }

    /** A copy of all classes with this bug. */
    ClassLoader copy() throws IOException {
        return MutantLoader.of(patches);
    }

    /** This bug in a copy of all classes; can run many seeds. */
    Runs load() throws IOException, ReflectiveOperationException {
        var run = MutantLoader.of(patches)
                .loadClass(ClusterProbe.class.getName())
                .getMethod("run", long.class, String.class, int.class);
        return (at, faults, events) -> (String) run.invoke(null, at, faults.name(), events);
    }
}
