/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the core wants done, taken and cleared by one call. Order: hand {@code append} to the log, send {@code messages}
 * (they need not wait for it), apply {@code committed} in order, answer {@code reads} when applied that far.
 *
 * @param committed every entry exactly once, in order; durable here and committed
 * @param snapshotOffers a leader has cut what this member needs: fetch a snapshot from {@code offer.from()}, make it
 *     durable, call {@link RaftCore#adoptSnapshot}; or {@link RaftCore#snapshotFailed}. Repeats of an offer may come
 * @param leadershipChanged role, leader or the leader's term differ from the last output
 */
public record Output(
        @Nullable Append append,
        List<Message> messages,
        List<LogEntry> committed,
        List<ReadState> reads,
        List<ReadFailed> failedReads,
        List<Message.SnapshotOffer> snapshotOffers,
        boolean leadershipChanged) {}
