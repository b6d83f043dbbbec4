/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import java.io.IOException;
import java.util.List;

/** Bugs, each a change to the text of a shipped class, with the seed at which a search by hand saw it die. */
enum SourceMutant {
    SENDS_A_VOTE_BEFORE_IT_IS_FORCED(
            1,
            "PersistBeforeSend",
            new Patch(
                    "io.kedge.raft.Elections",
                    "appends.sendWhenDurable(response);",
                    "appends.sendWhenTermDurable(response);")),
    SENDS_BEFORE_ITS_TERM_IS_FORCED(
            1,
            "PersistBeforeSend",
            new Patch("io.kedge.raft.Appends", "if (durableTerm == state.term) {", "if (state.term > 0) {")),
    ACKNOWLEDGES_ENTRIES_BEFORE_THEY_ARE_FORCED(
            1,
            "PersistBeforeSend",
            new Patch(
                    "io.kedge.raft.FollowerLog",
                    "appends.sendWhenDurable(new Message.AppendResponse(",
                    "appends.sendWhenTermDurable(new Message.AppendResponse(")),
    LEADER_COUNTS_ITSELF_BEFORE_ITS_FORCE(
            1,
            "CommittedOnDurableQuorum",
            new Patch(
                    "io.kedge.raft.Leadership",
                    "return state.log.durableIndex();",
                    "return state.log.lastIndex();")),
    IGNORES_TERM_AND_SESSION_OF_A_RESPONSE(
            1,
            "CommittedOnDurableQuorum",
            new Patch(
                    "io.kedge.raft.RaftCore",
                    "} else if (message.term() < state.term) {",
                    "} else if (message.term() < state.term && !(message instanceof Message.AppendResponse)) {"),
            new Patch("io.kedge.raft.Leadership", "peer != null && peer.session() == session ?", "peer != null ?")),
    COUNTS_LEARNERS(
            1,
            "CommittedOnDurableQuorum",
            new Patch(
                    "io.kedge.raft.membership.Configuration",
                    "new JointConfig(MajorityConfig.of(voters),",
                    "new JointConfig(MajorityConfig.of(members()),")),
    REUSES_A_READ_ROUND(
            1,
            "not linearizable",
            new Patch(
                    "io.kedge.raft.ReadQueue",
                    "long number = ++lastNumber;\n        long index =",
                    "long number = taken.isEmpty() || requester == state.id ? ++lastNumber : lastNumber;\n"
                            + "        long index =")),
    COMMITS_AN_OLDER_TERM_BY_COUNTING(
            1,
            "LeaderCompleteness",
            new Patch(
                    "io.kedge.raft.Leadership",
                    "reached <= state.commit || state.log.term(reached) != state.term",
                    "reached <= state.commit")),
    KEEPS_A_SUFFIX_AT_A_SNAPSHOT(
            1,
            "CommittedImmutable",
            new Patch(
                    "io.kedge.raft.FollowerLog",
                    "if (!state.log.matches(mark.index(), mark.term())) {",
                    "if (mark.index() > state.log.lastIndex()) {")),
    CHANGES_MEMBERS_BEFORE_ITS_TERM_COMMITS(
            1,
            "OneChangeAtATime",
            new Patch("io.kedge.raft.Membership", "isPending() || !leadership.ownTermCommitted", "isPending()"),
            new Patch(
                    "io.kedge.raft.Leadership", "pendingConfigurationIndex = state.log.lastIndex();", "sendDue = true;"),
            new Patch(
                    "io.kedge.raft.RaftCore",
                    "return membership.isPending() || !leadership.ownTermCommitted;",
                    "return membership.isPending();")),
    RELEASES_THE_LOG_BEFORE_THE_FLUSH(
            1,
            "",
            new Patch(
                    "io.kedge.replica.Flushes",
                    "applyQueue.freeze();",
                    "applyQueue.freeze();\n        releaseLogBefore = applyQueue.appliedIndex() + 1;")),
    READS_BEFORE_ITS_TERM_COMMITS(
            1,
            "not linearizable",
            new Patch(
                    "io.kedge.raft.ReadQueue",
                    "leadership.ownTermCommitted ? state.commit : INDEX_OPEN",
                    "state.commit"),
            new Patch("io.kedge.raft.ReadQueue", "taken.isEmpty() || !leadership.ownTermCommitted", "taken.isEmpty()")),
    GRANTS_TWO_VOTES(
            1,
            "VoteOnce",
            new Patch(
                    "io.kedge.raft.Elections",
                    "state.votedFor == 0 && state.leaderId == 0",
                    "state.leaderId == 0")),
    VOTES_FOR_A_SHORTER_LOG(
            1,
            "LeaderCompleteness",
            new Patch(
                    "io.kedge.raft.Elections",
                    "mayVote && state.log.isAtMost(request.lastIndex(), request.lastTerm())",
                    "mayVote")),
    TRUNCATES_MATCHING_ENTRIES(
            1,
            "conflict below the commit index",
            new Patch(
                    "io.kedge.raft.FollowerLog",
                    "state.log.matches(entry.index(), entry.term())",
                    "entry.index() <= state.commit && state.log.matches(entry.index(), entry.term())")),
    APPLIES_BEFORE_COMMIT(
            1,
            "IndexOrder",
            new Patch(
                    "io.kedge.raft.RaftState",
                    "return Math.min(commit, log.durableIndex());",
                    "return log.durableIndex();")),
    COMMITS_UP_TO_THE_END_OF_ITS_OWN_LOG(
            1,
            "CommittedImmutable",
            new Patch(
                    "io.kedge.raft.FollowerLog",
                    "Math.min(message.commit(), lastNew)",
                    "Math.min(message.commit(), state.log.lastIndex())")),
    KEEPS_ITS_CONFIGURATION_AT_A_SNAPSHOT(
            1,
            "",
            new Patch("io.kedge.raft.Membership", "switchTo(mark.configuration());", "isPending();")),
    COUNTS_A_WRITE_OF_WHAT_WAS_CUT(
            1,
            "CommittedOnDurableQuorum",
            new Patch(
                    "io.kedge.raft.Appends",
                    "append.covered = Math.min(append.covered, index - 1);",
                    "issuedIndex = Math.min(issuedIndex, index - 1);")),
    TAKES_A_FORWARDED_WRITE_TWICE(
            1,
            "not linearizable",
            new Patch("io.kedge.replica.Proposals", "if (!seen.add(from, sequence)) {", "if (sequence == 0) {")),
    READS_BEFORE_IT_HAS_APPLIED(
            1,
            "not linearizable",
            new Patch(
                    "io.kedge.replica.ReadTable",
                    "!confirmed.isEmpty() && confirmed.peekFirst().index() <= appliedIndex",
                    "!confirmed.isEmpty()"));

    /** At which it dies. */
    final long seed;
    /** Part of what is said then. */
    final String caughtBy;

    private final List<Patch> patches;

    SourceMutant(long seed, String caughtBy, Patch... patches) {
        this.seed = seed;
        this.caughtBy = caughtBy;
        this.patches = List.of(patches);
    }

    /** How one run ends, as {@link ClusterProbe#run} says it. */
    interface Runs {
        String run(long seed, int events) throws ReflectiveOperationException;
    }

    /** A copy of all classes with this bug. */
    ClassLoader copy() throws IOException {
        return MutantLoader.of(patches);
    }

    /** This bug in a copy of all classes; can run many seeds. */
    Runs load() throws IOException, ReflectiveOperationException {
        var run = MutantLoader.of(patches)
                .loadClass(ClusterProbe.class.getName())
                .getMethod("run", long.class, int.class);
        return (at, events) -> (String) run.invoke(null, at, events);
    }
}
