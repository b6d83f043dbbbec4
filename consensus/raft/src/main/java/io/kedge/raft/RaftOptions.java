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
 *     while a leader is heard
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
    private static final int MAX_PENDING_READS = 10_000;

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
        return builder(memberId, seed).build();
    }

    /** Starts from {@link #defaults}. */
    public static Builder builder(long memberId, long seed) {
        return new Builder(memberId, seed);
    }

    /** The settings by name; used once, by one thread. */
    public static final class Builder {
        private final long memberId;
        private final long seed;
        private int electionTicks = 10;
        private int heartbeatTicks = 1;
        private int maxInflightMessages = 256;
        private long maxInflightBytes = 8 * MIB;
        private long maxMessageBytes = MIB;
        private long maxUncommittedBytes = 64 * MIB;
        private boolean preVote = true;
        private boolean checkQuorum = true;
        private int reserveEntries = 5_000;
        private long reserveBytes = 64 * MIB;

        private Builder(long memberId, long seed) {
            this.memberId = memberId;
            this.seed = seed;
        }

        public Builder ticks(int election, int heartbeat) {
            electionTicks = election;
            heartbeatTicks = heartbeat;
            return this;
        }

        public Builder inflight(int messages, long bytes, long perMessageBytes) {
            maxInflightMessages = messages;
            maxInflightBytes = bytes;
            maxMessageBytes = perMessageBytes;
            return this;
        }

        public Builder maxUncommittedBytes(long bytes) {
            maxUncommittedBytes = bytes;
            return this;
        }

        public Builder electionRules(boolean preVoteOn, boolean checkQuorumOn) {
            preVote = preVoteOn;
            checkQuorum = checkQuorumOn;
            return this;
        }

        public Builder reserve(int entries, long bytes) {
            reserveEntries = entries;
            reserveBytes = bytes;
            return this;
        }

        public RaftOptions build() {
            return new RaftOptions(
                    memberId,
                    electionTicks,
                    heartbeatTicks,
                    seed,
                    maxInflightMessages,
                    maxInflightBytes,
                    maxMessageBytes,
                    maxUncommittedBytes,
                    MAX_PENDING_READS,
                    preVote,
                    checkQuorum,
                    reserveEntries,
                    reserveBytes);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
