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

    public static ReplicaOptions defaults(long memberId) {
        return new ReplicaOptions(
                memberId,
                32 * MIB,
                128 * MIB,
                64 * MIB,
                20_000,
                100_000,
                7_000 * MILLI,
                1_000 * MILLI,
                300_000 * MILLI,
                64);
    }

    public ReplicaOptions withMemory(long memtableBytes, long cacheBytes) {
        return new ReplicaOptions(
                memberId,
                memtableBytes,
                memtableBytes * 4,
                cacheBytes,
                pendingProposalsMax,
                pendingReadsMax,
                requestTimeoutNanos,
                electionTimeoutNanos,
                checkpointIntervalNanos,
                readPinsMax);
    }

    public ReplicaOptions withElectionTimeoutNanos(long nanos) {
        return new ReplicaOptions(
                memberId,
                memtableBytesMax,
                stalledBytesMax,
                cacheBytesMax,
                pendingProposalsMax,
                pendingReadsMax,
                5_000 * MILLI + 2 * nanos,
                nanos,
                checkpointIntervalNanos,
                readPinsMax);
    }
}
