/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.raft.Append;
import io.kedge.raft.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the replica decided in one turn. The driver hands {@code append} to the log, sends the messages, then delivers
 * results and events, which were published before the turn returned.
 *
 * @param append to be made durable; answered by {@link Replica#persisted}
 * @param flush to be written by the storage thread
 * @param releaseLogBefore log entries below this index are covered by a durable manifest; 0 for no news
 * @param mergeWanted a compaction has left dead records on disk
 * @param peers what only several members have
 * @param moreWork call {@link Replica#turn} again soon, also without new input
 */
public record Turn(
        @Nullable Append append,
        List<Message> messages,
        List<Proposal> completed,
        List<ReadTicket> reads,
        List<RevisionEvents> events,
        @Nullable FlushOrder flush,
        long releaseLogBefore,
        boolean mergeWanted,
        PeerTurn peers,
        boolean moreWork) {}
