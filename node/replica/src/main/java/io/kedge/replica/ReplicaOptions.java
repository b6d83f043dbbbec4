/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

/**
 * Sizes and times of one replica.
 *
 * @param memberId unsigned, never 0
 * @param memtableBytesMax a flush starts when the records not yet on disk pass this
 * @param stalledBytesMax applying stops when this much is waiting for a slow flush
 * @param cacheBytesMax for records already on disk, per space with history
 * @param pendingProposalsMax further writes are refused with TOO_MANY_REQUESTS
 * @param pendingReadsMax further linearizable reads are refused likewise
 * @param requestTimeoutNanos after which a write that has not been applied is answered with TIMEOUT
 * @param electionTimeoutNanos added to leases by a new leader; a longer pause makes expiry wait a tick
 * @param checkpointIntervalNanos leases with a longer TTL have their remaining time logged this often
 * @param readPinsMax threads that may read at once
 */
public record ReplicaOptions(
        long memberId,
        long memtableBytesMax,
        long stalledBytesMax,
        long cacheBytesMax,
        int pendingProposalsMax,
        int pendingReadsMax,
        long requestTimeoutNanos,
        long electionTimeoutNanos,
        long checkpointIntervalNanos,
        int readPinsMax) {

    private static final long MIB = 1 << 20;
    private static final long MILLI = 1_000_000L;
    private static final int READ_PINS_MAX = 64;

    public static ReplicaOptions defaults(long memberId) {
        return builder(memberId).build();
    }

    /** Starts from {@link #defaults}. */
    public static Builder builder(long memberId) {
        return new Builder(memberId);
    }

    /** The options by name; used once, by one thread. */
    public static final class Builder {

        private final long memberId;
        private long memtableBytesMax = 32 * MIB;
        private long cacheBytesMax = 64 * MIB;
        private int pendingProposalsMax = 20_000;
        private int pendingReadsMax = 100_000;
        private long requestTimeoutNanos = 7_000 * MILLI;
        private long electionTimeoutNanos = 1_000 * MILLI;
        private long checkpointIntervalNanos = 300_000 * MILLI;

        private Builder(long memberId) {
            this.memberId = memberId;
        }

        /** Applying stalls at four times {@code memtableBytes}. */
        public Builder memory(long memtableBytes, long cacheBytes) {
            memtableBytesMax = memtableBytes;
            cacheBytesMax = cacheBytes;
            return this;
        }

        public Builder pending(int proposals, int reads) {
            pendingProposalsMax = proposals;
            pendingReadsMax = reads;
            return this;
        }

        /** Requests time out after two of them and five seconds, as in etcd. */
        public Builder electionTimeoutNanos(long nanos) {
            electionTimeoutNanos = nanos;
            requestTimeoutNanos = 5_000 * MILLI + 2 * nanos;
            return this;
        }

        public Builder checkpointIntervalNanos(long nanos) {
            checkpointIntervalNanos = nanos;
            return this;
        }

        public ReplicaOptions build() {
            return new ReplicaOptions(
                    memberId,
                    memtableBytesMax,
                    memtableBytesMax * 4,
                    cacheBytesMax,
                    pendingProposalsMax,
                    pendingReadsMax,
                    requestTimeoutNanos,
                    electionTimeoutNanos,
                    checkpointIntervalNanos,
                    READ_PINS_MAX);
        }
    }
}
