/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write to the log. Writes complete in the order of their ids: a completion says that this one and all before it
 * are durable. In the log they are ordered {@code restoredTo}, {@code entries}, {@code hardState}.
 *
 * @param id to be handed to {@link RaftCore#persisted}; counts up from 1
 * @param hardState the new hard state, null if unchanged
 * @param entries to write; the first may lie at or below the log's end, which it then cuts
 * @param mustForce whether the write needs a force of its own; if not, it completes with the writes before it
 * @param messagesAfterDurable to send once this write is durable, not before
 * @param restoredTo non-null after adoption of a snapshot: the log holds nothing any more and goes on after this mark
 */
public record Append(
        long id,
        @Nullable HardState hardState,
        List<LogEntry> entries,
        boolean mustForce,
        List<Message> messagesAfterDurable,
        @Nullable SnapshotMark restoredTo) {}
