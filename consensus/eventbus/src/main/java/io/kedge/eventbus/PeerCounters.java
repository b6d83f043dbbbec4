/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import java.util.concurrent.atomic.LongAdder;

/** What happened on the link to one peer since the start. Written on the transport's context, read on any thread. */
public final class PeerCounters {
    final LongAdder sentMessages = new LongAdder();
    final LongAdder sentBytes = new LongAdder();
    final LongAdder receivedMessages = new LongAdder();
    final LongAdder receivedBytes = new LongAdder();
    final LongAdder droppedMessages = new LongAdder();
    final LongAdder unreachableReports = new LongAdder();
    final LongAdder refusedEnvelopes = new LongAdder();
    final RoundTrips roundTrips = new RoundTrips();
    volatile long heldBytes;
    volatile long lastHeardNanos;
    volatile boolean everHeard;

    PeerCounters() {}

    /** Event-bus messages handed to the bus. */
    public long sentMessages() {
        return sentMessages.sum();
    }

    public long sentBytes() {
        return sentBytes.sum();
    }

    /** Event-bus messages taken from the peer; refused ones are not among them. */
    public long receivedMessages() {
        return receivedMessages.sum();
    }

    public long receivedBytes() {
        return receivedBytes.sum();
    }

    /** Raft messages, requests and answers that a budget or a broken link kept back. */
    public long droppedMessages() {
        return droppedMessages.sum();
    }

    public long unreachableReports() {
        return unreachableReports.sum();
    }

    /** Envelopes of this peer that were refused. */
    public long refusedEnvelopes() {
        return refusedEnvelopes.sum();
    }

    /** Bytes now held for the peer: not acknowledged, not handed to the kernel, or waiting for an answer. */
    public long heldBytes() {
        return heldBytes;
    }

    /** Of heartbeats, and so at the leader only. */
    public RoundTrips roundTrips() {
        return roundTrips;
    }

    /** How long nothing was heard of the peer, on the clock of {@code nowNanos}; the longest time if never. */
    public long silentNanos(long nowNanos) {
        return everHeard ? nowNanos - lastHeardNanos : Long.MAX_VALUE;
    }
}
