/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.quorum;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** Voters of which a majority decides. Without voters everything is decided, so that it is neutral in a joint one. */
public final class MajorityConfig {
    private final long[] voters;

    private MajorityConfig(long[] voters) {
        this.voters = voters;
    }

    public static MajorityConfig of(Collection<Long> voters) {
        return new MajorityConfig(
                voters.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    public int size() {
        return voters.length;
    }

    /** The highest index that a majority has acknowledged; {@code acked} gives 0 for a silent voter. */
    public long committedIndex(LongUnaryOperator acked) {
        if (voters.length == 0) {
            return Long.MAX_VALUE;
        }
        if (voters.length == 1) {
            return acked.applyAsLong(voters[0]);
        }
        long[] indexes = new long[voters.length];
        for (int i = 0; i < voters.length; i++) {
            indexes[i] = acked.applyAsLong(voters[i]);
        }
        Arrays.sort(indexes);
        return indexes[voters.length - (voters.length / 2 + 1)];
    }

    /** The election's state for the answers that came in; votes of others than voters do not count. */
    public VoteResult voteResult(Map<Long, Boolean> votes) {
        if (voters.length == 0) {
            return VoteResult.WON;
        }
        int granted = 0;
        int missing = 0;
        for (long voter : voters) {
            Boolean vote = votes.get(voter);
            if (vote == null) {
                missing++;
            } else if (vote) {
                granted++;
            }
        }
        int majority = voters.length / 2 + 1;
        if (granted >= majority) {
            return VoteResult.WON;
        }
        return granted + missing >= majority ? VoteResult.PENDING : VoteResult.LOST;
    }
}
