/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The safety of a group of members, whatever drives them: fed with a view of the member that just did something, after
 * every event, it throws {@link InvariantViolation} at the first that is not right. The cost of an event grows with
 * what it changed, not with the logs. One thread.
 */
public class RaftInvariants {

    private final Map<Long, MemberView> members = new HashMap<>();
    private final Map<Long, LogChanges> logs = new HashMap<>();
    private final Commitments commitments = new Commitments();
    private final ReadBounds reads = new ReadBounds();
    private final PersistBeforeSend promises = new PersistBeforeSend();

    /** Numbers first: what they rule out would only confuse the others. */
    private final List<Invariant> invariants = List.of(
            new IndexOrder(),
            new MonotoneNumbers(),
            new VoteOnce(),
            new ElectionSafety(),
            new LogMatching(),
            new LeaderAppendOnly(),
            new CommittedImmutable(commitments),
            new CommittedOnDurableQuorum(commitments),
            new LeaderCompleteness(commitments),
            new LeaderCommitsItsTerm(),
            new ProgressIsDurable(),
            new OneChangeAtATime(commitments),
            new StateMachineSafety(),
            new BoundedQueues());

    private long observations;

    /** A member after an event, also after its crash and its start; every member once before the first event. */
    public void observe(MemberView view) {
        observations++;
        long changedFrom =
                logs.computeIfAbsent(view.id(), id -> new LogChanges()).changedFrom(view);
        MemberView before = members.put(view.id(), view);
        Observation seen = new Observation(view, before, changedFrom, members);
        for (Invariant invariant : invariants) {
            invariant.check(seen);
        }
    }

    /** A member was asked for a read index and gave it {@code number}, not used for another read in this life. */
    public void readBegan(long member, int life, long number) {
        reads.began(member, life, number, commitments.highest());
    }

    public void readAnswered(long member, int life, long number, long index) {
        reads.answered(member, life, number, index);
    }

    public void readFailed(long member, int life, long number) {
        reads.failed(member, life, number);
    }

    /**
     * A message is about to leave that speaks for {@code term}; a question before an election does not. What is durable
     * is told at this moment, in the middle of an event.
     */
    public void speaksFor(long member, long term, long durableTerm) {
        promises.term(member, term, durableTerm);
    }

    /** A message is about to leave that grants a vote. */
    public void votes(long member, long term, long votedFor, long durableTerm, long durableVote) {
        promises.vote(member, term, votedFor, durableTerm, durableVote);
    }

    /** A message is about to leave that acknowledges entries; {@code durableLast} counts what a snapshot covers. */
    public void acknowledges(long member, long upTo, long durableLast) {
        promises.entries(member, upTo, durableLast);
    }

    /** A log is told that entries before an index may go; the durable store has all up to {@code covered}. */
    public void releases(long member, long before, long covered) {
        promises.release(member, before, covered);
    }

    /** The highest index that anybody ever took to be committed. */
    public long highestCommitted() {
        return commitments.highest();
    }

    public long observations() {
        return observations;
    }
}
