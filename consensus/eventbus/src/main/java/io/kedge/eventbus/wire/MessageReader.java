/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import io.kedge.raft.EntryType;
import io.kedge.raft.LogEntry;
import io.kedge.raft.Message;
import io.kedge.raft.membership.Configuration;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;

/** The inverse of {@link MessageWriter}. */
final class MessageReader {
    private final WireReader in;
    private final long from;
    private final long to;

    MessageReader(WireReader in, long from, long to) {
        this.in = in;
        this.from = from;
        this.to = to;
    }

    Message read() throws WireException {
        MessageKind kind = MessageKind.of(in.u8());
        long term = in.natural();
        return switch (kind) {
            case APPEND_ENTRIES -> append(term);
            case APPEND_RESPONSE ->
                new Message.AppendResponse(
                        from, to, term, in.i64(), in.flag(), in.natural(), in.natural(), in.natural());
            case HEARTBEAT -> new Message.Heartbeat(from, to, term, in.i64(), in.natural(), in.natural());
            case HEARTBEAT_RESPONSE ->
                new Message.HeartbeatResponse(from, to, term, in.i64(), in.natural(), in.natural());
            case VOTE_REQUEST ->
                new Message.VoteRequest(from, to, term, in.flag(), in.flag(), in.natural(), in.natural());
            case VOTE_RESPONSE -> new Message.VoteResponse(from, to, term, in.flag(), in.flag());
            case SNAPSHOT_OFFER ->
                new Message.SnapshotOffer(from, to, term, in.i64(), in.natural(), in.natural(), configuration());
            case SNAPSHOT_RESPONSE -> new Message.SnapshotResponse(from, to, term, in.i64(), in.flag(), in.natural());
            case TIMEOUT_NOW -> new Message.TimeoutNow(from, to, term);
            case READ_INDEX_REQUEST -> new Message.ReadIndexRequest(from, to, term, in.i64());
            case READ_INDEX_RESPONSE ->
                new Message.ReadIndexResponse(from, to, term, in.i64(), in.flag(), in.natural());
        };
    }

    private Message append(long term) throws WireException {
        long session = in.i64();
        long prevIndex = in.natural();
        long prevTerm = in.natural();
        long commit = in.natural();
        int count = in.count(MessageKind.ENTRY_HEAD_BYTES);
        WireReader.require(prevIndex <= Long.MAX_VALUE - count, "an index is too large");
        List<LogEntry> entries = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            entries.add(new LogEntry(prevIndex + i, in.natural(), entryType(), in.bytes()));
        }
        return new Message.AppendEntries(from, to, term, session, prevIndex, prevTerm, entries, commit);
    }

    private EntryType entryType() throws WireException {
        return in.flag() ? EntryType.CONFIGURATION : EntryType.NORMAL;
    }

    private Configuration configuration() throws WireException {
        byte[] bytes = in.bytes();
        try {
            return Configuration.decode(bytes);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new WireException("no configuration", e);
        }
    }
}
