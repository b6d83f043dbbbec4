/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import io.kedge.raft.LogEntry;
import io.kedge.raft.Message;
import java.nio.ByteBuffer;

/**
 * The bytes of one Raft message, big endian: kind u8, term i64, then the fields of its record in order without {@code
 * from} and {@code to}, which are the envelope's. Entries stand last: {count i32, then each {term i64, type u8, length
 * i32, data}}; their indexes follow from {@code prevIndex}.
 */
final class MessageWriter {
    private static final int HEAD_BYTES = 1 + 8;

    private MessageWriter() {}

    /** Exactly what {@link #write} will put. */
    static int sizeBytes(Message message) {
        return HEAD_BYTES + bodyBytes(message);
    }

    private static int bodyBytes(Message message) {
        if (message instanceof Message.AppendEntries append) {
            int bytes = 4 * 8 + 4;
            for (LogEntry entry : append.entries()) {
                bytes = Math.addExact(bytes, MessageKind.ENTRY_HEAD_BYTES + entry.data().length);
            }
            return bytes;
        }
        if (message instanceof Message.SnapshotOffer offer) {
            return 3 * 8 + 4 + offer.configuration().encode().length;
        }
        return MessageKind.of(message).fixedBytes();
    }

    static void write(ByteBuffer out, Message message) {
        out.put(MessageKind.of(message).code()).putLong(message.term());
        if (message instanceof Message.AppendEntries append) {
            writeAppend(out, append);
        } else if (message instanceof Message.AppendResponse response) {
            out.putLong(response.session()).put(flag(response.rejected())).putLong(response.index());
            out.putLong(response.hintIndex()).putLong(response.hintTerm());
        } else if (message instanceof Message.Heartbeat beat) {
            out.putLong(beat.session()).putLong(beat.commit()).putLong(beat.readNumber());
        } else if (message instanceof Message.HeartbeatResponse response) {
            out.putLong(response.session()).putLong(response.readNumber()).putLong(response.verified());
        } else if (message instanceof Message.VoteRequest vote) {
            out.put(flag(vote.preVote())).put(flag(vote.transfer()));
            out.putLong(vote.lastIndex()).putLong(vote.lastTerm());
        } else if (message instanceof Message.VoteResponse vote) {
            out.put(flag(vote.preVote())).put(flag(vote.granted()));
        } else if (message instanceof Message.SnapshotOffer offer) {
            byte[] configuration = offer.configuration().encode();
            out.putLong(offer.session()).putLong(offer.index()).putLong(offer.indexTerm());
            out.putInt(configuration.length).put(configuration);
        } else if (message instanceof Message.SnapshotResponse response) {
            out.putLong(response.session()).put(flag(response.rejected())).putLong(response.index());
        } else if (message instanceof Message.ReadIndexRequest read) {
            out.putLong(read.number());
        } else if (message instanceof Message.ReadIndexResponse read) {
            out.putLong(read.number()).put(flag(read.rejected())).putLong(read.index());
        }
    }

    private static void writeAppend(ByteBuffer out, Message.AppendEntries append) {
        out.putLong(append.session()).putLong(append.prevIndex()).putLong(append.prevTerm());
        out.putLong(append.commit()).putInt(append.entries().size());
        long index = append.prevIndex();
        for (LogEntry entry : append.entries()) {
            index++;
            if (entry.index() != index) {
                throw new IllegalArgumentException("entry " + entry.index() + " where " + index + " belongs");
            }
            out.putLong(entry.term()).put(MessageKind.code(entry.type()));
            out.putInt(entry.data().length).put(entry.data());
        }
    }

    private static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }
}
