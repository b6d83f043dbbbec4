/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

/**
 * Bounds of one peer's link. Bytes are encoded bytes.
 *
 * @param frameBytes of Raft messages in one event-bus message; a larger single message travels alone
 * @param bulkBytes of appends with entries that the peer has not acknowledged; should exceed the Raft core's inflights
 * @param bulkMessages the same, counted
 * @param urgentBytes of heartbeats, votes and answers not yet handed to the kernel
 * @param urgentMessages the same, counted
 * @param requestBytes of requests not yet answered or given up
 * @param requestCount the same, counted
 * @param replyBytes of answers to the peer's requests not yet handed to the kernel
 * @param payloadBytes of one request or answer
 * @param reportMillis shortest time between two reports that a peer is unreachable
 * @param acknowledgeMillis how long an append that left this member may wait for its acknowledgement
 */
public record PeerLimits(
        int frameBytes,
        long bulkBytes,
        int bulkMessages,
        long urgentBytes,
        int urgentMessages,
        long requestBytes,
        int requestCount,
        long replyBytes,
        int payloadBytes,
        int reportMillis,
        int acknowledgeMillis) {
    private static final int MIB = 1 << 20;

    /** The product's defaults: about 40 MiB for a peer that does not read, at most. */
    public static PeerLimits defaults() {
        return new PeerLimits(MIB, 12L * MIB, 1_024, MIB, 4_096, 8L * MIB, 1_024, 16L * MIB, 4 * MIB, 200, 5_000);
    }

    /** The same with another window for appends. */
    public PeerLimits withBulk(long bytes, int messages) {
        return new PeerLimits(
                frameBytes,
                bytes,
                messages,
                urgentBytes,
                urgentMessages,
                requestBytes,
                requestCount,
                replyBytes,
                payloadBytes,
                reportMillis,
                acknowledgeMillis);
    }
}
