/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** What a message asserts is on its sender's disk before: its term, a vote, and entries it says it has. */
final class PersistBeforeSend {

    private static final String NAME = "PersistBeforeSend";

    void term(long member, long term, long durableTerm) {
        require(term <= durableTerm, member + " speaks for term " + term + ", its disk for " + durableTerm);
    }

    void vote(long member, long term, long votedFor, long durableTerm, long durableVote) {
        // A later term on the disk says nothing about the vote of this one.
        require(
                durableTerm > term || (durableTerm == term && durableVote == votedFor),
                member + " votes for " + votedFor + " in term " + term + ", its disk has " + durableVote + " in "
                        + durableTerm);
    }

    void entries(long member, long upTo, long durableLast) {
        require(upTo <= durableLast, member + " says it has " + upTo + ", its disk ends at " + durableLast);
    }

    void release(long member, long before, long covered) {
        require(before - 1 <= covered, member + " gives up its log before " + before + ", its store has " + covered);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new InvariantViolation(NAME, what);
        }
    }
}
