/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.quorum;

import java.util.Map;
import java.util.function.LongUnaryOperator;

/** Two majorities that must agree (paper 6); outside a change {@code outgoing} has no voters. */
public record JointConfig(MajorityConfig incoming, MajorityConfig outgoing) {

    /** The highest index acknowledged by both majorities. */
    public long committedIndex(LongUnaryOperator acked) {
        long first = incoming.committedIndex(acked);
        return outgoing.size() == 0 ? first : Math.min(first, outgoing.committedIndex(acked));
    }

    /** Won if both are, lost as soon as one is. */
    public VoteResult voteResult(Map<Long, Boolean> votes) {
        VoteResult first = incoming.voteResult(votes);
        VoteResult second = outgoing.voteResult(votes);
        if (first == second) {
            return first;
        }
        return first == VoteResult.LOST || second == VoteResult.LOST ? VoteResult.LOST : VoteResult.PENDING;
    }

    public boolean isSingleVoter() {
        return incoming.size() == 1 && outgoing.size() == 0;
    }
}
