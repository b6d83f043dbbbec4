/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.membership.Configuration;
import java.util.List;

/**
 * What members say to each other. Any message may be lost, repeated, reordered or arrive much later. {@code term} is
 * the sender's, except in a pre-vote request and its grant, where it is the term the candidate would take. {@code
 * session} names one replication relation (leader term, peer as added): an answer with another one changes nothing.
 */
public sealed interface Message {
    long from();

    long to();

    long term();

    /** Entries after {@code prevIndex}; none to probe or to announce {@code commit}. */
    record AppendEntries(
            long from,
            long to,
            long term,
            long session,
            long prevIndex,
            long prevTerm,
            List<LogEntry> entries,
            long commit)
            implements Message {}

    /**
     * The answer. Accepted: the follower's log equals the leader's up to {@code index}, durably. Rejected: it does not
     * at {@code index}; the leader may continue at {@code hintIndex} (whose term at the follower is {@code hintTerm}).
     */
    record AppendResponse(
            long from, long to, long term, long session, boolean rejected, long index, long hintIndex, long hintTerm)
            implements Message {}

    /** {@code readNumber}: the last read the leader had taken when it sent this. */
    record Heartbeat(long from, long to, long term, long session, long commit, long readNumber) implements Message {}

    /** {@code verified}: up to where the follower knows its log to equal this leader's, in this life. */
    record HeartbeatResponse(long from, long to, long term, long session, long readNumber, long verified)
            implements Message {}

    /** {@code transfer}: sent on the leader's wish, so that a live leader is no reason to refuse. */
    record VoteRequest(long from, long to, long term, boolean preVote, boolean transfer, long lastIndex, long lastTerm)
            implements Message {}

    record VoteResponse(long from, long to, long term, boolean preVote, boolean granted) implements Message {}

    /**
     * The leader no longer has what the follower needs in its log: it must fetch a snapshot at {@code index} or later.
     */
    record SnapshotOffer(
            long from, long to, long term, long session, long index, long indexTerm, Configuration configuration)
            implements Message {}

    /** The follower stands durably at {@code index}, or failed to get there. */
    record SnapshotResponse(long from, long to, long term, long session, boolean rejected, long index)
            implements Message {}

    /** Campaign at once: leadership is handed over to you. */
    record TimeoutNow(long from, long to, long term) implements Message {}

    /** A follower asks for a read index; {@code number} is the follower's own. */
    record ReadIndexRequest(long from, long to, long term, long number) implements Message {}

    /** {@code index} to wait for, or {@code rejected} if the leader cannot take the read. */
    record ReadIndexResponse(long from, long to, long term, long number, boolean rejected, long index)
            implements Message {}
}
