/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.HashMap;
import java.util.Map;

/** In one term a member votes for one other at most, also across a crash. */
final class VoteOnce extends Invariant {

    private record Vote(long member, long term) {}

    private final Map<Vote, Long> durable = new HashMap<>();

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        MemberView before = seen.before();
        if (now.durableVote() != 0) {
            Long other = durable.putIfAbsent(new Vote(now.id(), now.durableTerm()), now.durableVote());
            require(
                    other == null || other == now.durableVote(),
                    () -> now.id() + " wrote a vote for " + now.durableVote() + " after one for " + other);
        }
        if (before != null && !seen.isNewLife() && before.term() == now.term() && before.votedFor() != 0) {
            require(
                    before.votedFor() == now.votedFor(),
                    () -> now.id() + " voted for " + before.votedFor() + " and " + now.votedFor());
        }
    }
}
