/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import io.kedge.raft.EntryType;
import io.kedge.raft.Message;

/** The kinds of Raft messages with their code on the wire. */
enum MessageKind {
    APPEND_ENTRIES(1, Message.AppendEntries.class, 0),
    APPEND_RESPONSE(2, Message.AppendResponse.class, 4 * 8 + 1),
    HEARTBEAT(3, Message.Heartbeat.class, 3 * 8),
    HEARTBEAT_RESPONSE(4, Message.HeartbeatResponse.class, 3 * 8),
    VOTE_REQUEST(5, Message.VoteRequest.class, 2 * 8 + 2),
    VOTE_RESPONSE(6, Message.VoteResponse.class, 2),
    SNAPSHOT_OFFER(7, Message.SnapshotOffer.class, 0),
    SNAPSHOT_RESPONSE(8, Message.SnapshotResponse.class, 2 * 8 + 1),
    TIMEOUT_NOW(9, Message.TimeoutNow.class, 0),
    READ_INDEX_REQUEST(10, Message.ReadIndexRequest.class, 8),
    READ_INDEX_RESPONSE(11, Message.ReadIndexResponse.class, 2 * 8 + 1);

    /** An entry without its data. */
    static final int ENTRY_HEAD_BYTES = 8 + 1 + 4;

    private static final MessageKind[] KINDS = values();

    private final byte code;
    private final Class<? extends Message> type;
    private final int fixedBytes;

    MessageKind(int code, Class<? extends Message> type, int fixedBytes) {
        this.code = (byte) code;
        this.type = type;
        this.fixedBytes = fixedBytes;
    }

    byte code() {
        return code;
    }

    /** Bytes after kind and term, for kinds that have always as many; 0 for the others. */
    int fixedBytes() {
        return fixedBytes;
    }

    static MessageKind of(Message message) {
        for (MessageKind kind : KINDS) {
            if (kind.type == message.getClass()) {
                return kind;
            }
        }
        throw new IllegalArgumentException("a message without a kind: " + message.getClass());
    }

    static MessageKind of(int code) throws WireException {
        WireReader.require(code >= 1 && code <= KINDS.length, "unknown kind of message");
        return KINDS[code - 1];
    }

    static byte code(EntryType type) {
        return (byte) (type == EntryType.NORMAL ? 0 : 1);
    }
}
