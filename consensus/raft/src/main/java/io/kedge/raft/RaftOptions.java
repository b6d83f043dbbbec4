/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

/**
 * Settings of one member, fixed for its lifetime. Times are in ticks of the caller's timer.
 *
 * @param memberId own id, not 0
 * @param electionTicks silence after which a follower campaigns is drawn from [electionTicks, 2 * electionTicks)
 * @param heartbeatTicks a leader's interval between heartbeats, below electionTicks
 * @param seed for the randomised timeout and for read numbers; must differ each time a member starts
 * @param maxInflightMessages appends on the wire to one peer without an answer
 * @param maxInflightBytes the same in bytes
 * @param maxMessageBytes entries in one append; a larger single entry travels alone
 * @param maxUncommittedBytes proposals not yet committed, above which the leader refuses more
 * @param maxPendingReads reads waiting for a round, above which more are refused
 * @param preVote ask before raising the term (dissertation 9.6)
 * @param checkQuorum leader steps down when it hears no quorum of voters for an election timeout; votes are refused
 *     while
 *     a leader is heard
 * @param reserveEntries released entries kept in memory for slow followers
 * @param reserveBytes the same in bytes; the smaller of both holds
 */
public record RaftOptions(
        long memberId,
        int electionTicks,
        int heartbeatTicks,
        long seed,
        int maxInflightMessages,
        long maxInflightBytes,
        long maxMessageBytes,
        long maxUncommittedBytes,
        int maxPendingReads,
        boolean preVote,
        boolean checkQuorum,
        int reserveEntries,
        long reserveBytes) {
    private static final long MIB = 1 << 20;

    public RaftOptions {
        require(memberId != 0, "memberId must not be 0");
        require(heartbeatTicks > 0 && heartbeatTicks < electionTicks, "0 < heartbeatTicks < electionTicks");
        require(maxInflightMessages > 0 && maxInflightBytes > 0, "inflight limits must be positive");
        require(maxMessageBytes > 0 && maxUncommittedBytes > 0, "byte limits must be positive");
        require(maxPendingReads > 0, "maxPendingReads must be positive");
        require(reserveEntries >= 0 && reserveBytes >= 0, "reserve must not be negative");
    }

    /** The product's defaults; {@code seed} must differ each time the member starts. */
    public static RaftOptions defaults(long memberId, long seed) {
        return new RaftOptions(memberId, 10, 1, seed, 256, 8 * MIB, MIB, 64 * MIB, 10_000, true, true, 5_000, 64 * MIB);
    }

    public RaftOptions withTicks(int election, int heartbeat) {
        return new RaftOptions(
                memberId,
                election,
                heartbeat,
                seed,
                maxInflightMessages,
                maxInflightBytes,
                maxMessageBytes,
                maxUncommittedBytes,
                maxPendingReads,
                preVote,
                checkQuorum,
                reserveEntries,
                reserveBytes);
    }

    public RaftOptions withInflight(int messages, long bytes, long perMessageBytes) {
        return new RaftOptions(
                memberId,
                electionTicks,
                heartbeatTicks,
                seed,
                messages,
                bytes,
                perMessageBytes,
                maxUncommittedBytes,
                maxPendingReads,
                preVote,
                checkQuorum,
                reserveEntries,
                reserveBytes);
    }

    public RaftOptions withMaxUncommittedBytes(long bytes) {
        return new RaftOptions(
                memberId,
                electionTicks,
                heartbeatTicks,
                seed,
                maxInflightMessages,
                maxInflightBytes,
                maxMessageBytes,
                bytes,
                maxPendingReads,
                preVote,
                checkQuorum,
                reserveEntries,
                reserveBytes);
    }

    public RaftOptions withElectionRules(boolean preVoteOn, boolean checkQuorumOn) {
        return new RaftOptions(
                memberId,
                electionTicks,
                heartbeatTicks,
                seed,
                maxInflightMessages,
                maxInflightBytes,
                maxMessageBytes,
                maxUncommittedBytes,
                maxPendingReads,
                preVoteOn,
                checkQuorumOn,
                reserveEntries,
                reserveBytes);
    }

    public RaftOptions withReserve(int entries, long bytes) {
        return new RaftOptions(
                memberId,
                electionTicks,
                heartbeatTicks,
                seed,
                maxInflightMessages,
                maxInflightBytes,
                maxMessageBytes,
                maxUncommittedBytes,
                maxPendingReads,
                preVote,
                checkQuorum,
                entries,
                bytes);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
