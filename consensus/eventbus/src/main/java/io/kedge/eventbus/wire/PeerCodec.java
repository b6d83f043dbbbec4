/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import io.kedge.raft.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of an {@link Envelope}, big endian:
 *
 * <pre>
 *  0 magic u16   2 format u8   3 body kind u8   4 CRC32C of everything but these four bytes
 *  8 cluster    16 from       24 to            32 incarnation   40 known incarnation
 * 48 sequence   56 acknowledged                64 body
 *
 * RAFT count i32, messages      HELLO url       REFUSAL reason u8, text
 * REQUEST id i64, kind u16, payload             REPLY id i64, status u16, payload
 * JOIN url                  ROSTER payload
 * </pre>
 *
 * A text has a length of 16 bits, a payload one of 32.
 */
public final class PeerCodec {
    /** An envelope without its body. */
    public static final int HEADER_BYTES = 64;

    private static final short MAGIC = 0x4b44;
    private static final byte FORMAT = 1;
    private static final int CRC_AT = 4;
    private static final int CRC_BYTES = 4;
    private static final int MESSAGE_BYTES_MIN = 1 + 8;

    private static final byte RAFT = 1;
    private static final byte HELLO = 2;
    private static final byte REFUSAL = 3;
    private static final byte REQUEST = 4;
    private static final byte REPLY = 5;
    private static final byte JOIN = 6;
    private static final byte ROSTER = 7;

    private PeerCodec() {}

    /** What {@code message} takes in an envelope. */
    public static int sizeBytes(Message message) {
        return MessageWriter.sizeBytes(message);
    }

    /** Exactly the bytes of {@code envelope}; the messages of a RAFT body must be the envelope's members'. */
    public static byte[] encode(Envelope envelope) {
        Body body = envelope.body();
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + bodyBytes(body));
        out.putShort(MAGIC).put(FORMAT).put(kind(body)).putInt(0);
        out.putLong(envelope.clusterId()).putLong(envelope.from()).putLong(envelope.to());
        out.putLong(envelope.incarnation()).putLong(envelope.knownIncarnation());
        out.putLong(envelope.sequence()).putLong(envelope.acknowledged());
        if (body instanceof Body.Raft raft) {
            writeRaft(out, envelope, raft);
        } else if (body instanceof Body.Hello hello) {
            writeText(out, hello.url());
        } else if (body instanceof Body.Refusal refusal) {
            out.put((byte) refusal.reason().code());
            writeText(out, refusal.text());
        } else if (body instanceof Body.Request request) {
            out.putLong(request.id()).putShort(u16(request.kind()));
            out.putInt(request.payload().length).put(request.payload());
        } else if (body instanceof Body.Reply reply) {
            out.putLong(reply.id()).putShort(u16(reply.status()));
            out.putInt(reply.payload().length).put(reply.payload());
        } else if (body instanceof Body.Join join) {
            writeText(out, join.url());
        } else if (body instanceof Body.Roster roster) {
            out.putInt(roster.payload().length).put(roster.payload());
        }
        byte[] bytes = out.array();
        return out.putInt(CRC_AT, crc(bytes)).array();
    }

    /** The inverse of {@link #encode}. Entries and payloads are copies, independent of {@code bytes}. */
    public static Envelope decode(byte[] bytes) throws WireException {
        WireReader.require(bytes.length >= HEADER_BYTES, "shorter than an envelope's header");
        WireReader in = new WireReader(ByteBuffer.wrap(bytes));
        WireReader.require(in.u16() == MAGIC, "no envelope");
        int format = in.u8();
        WireReader.require(format == FORMAT, "unknown format " + format);
        int kind = in.u8();
        WireReader.require(in.i32() == crc(bytes), "the checksum differs");
        long clusterId = in.i64();
        long from = in.i64();
        long to = in.i64();
        long incarnation = in.i64();
        long known = in.i64();
        long sequence = in.i64();
        long acknowledged = in.i64();
        Body body = readBody(in, kind, from, to);
        in.end();
        return new Envelope(clusterId, from, to, incarnation, known, sequence, acknowledged, body);
    }

    private static Body readBody(WireReader in, int kind, long from, long to) throws WireException {
        return switch (kind) {
            case RAFT -> new Body.Raft(readRaft(in, from, to));
            case HELLO -> new Body.Hello(in.text());
            case REFUSAL -> new Body.Refusal(RefusalReason.of(in.u8()), in.text());
            case REQUEST -> new Body.Request(in.i64(), in.u16(), in.bytes());
            case REPLY -> new Body.Reply(in.i64(), in.u16(), in.bytes());
            case JOIN -> new Body.Join(in.text());
            case ROSTER -> new Body.Roster(in.bytes());
            default -> throw new WireException("unknown kind of body: " + kind);
        };
    }

    private static List<Message> readRaft(WireReader in, long from, long to) throws WireException {
        int count = in.count(MESSAGE_BYTES_MIN);
        MessageReader reader = new MessageReader(in, from, to);
        List<Message> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(reader.read());
        }
        return messages;
    }

    private static void writeRaft(ByteBuffer out, Envelope envelope, Body.Raft raft) {
        out.putInt(raft.messages().size());
        for (Message message : raft.messages()) {
            if (message.from() != envelope.from() || message.to() != envelope.to()) {
                throw new IllegalArgumentException("a message in another member's envelope: " + message);
            }
            MessageWriter.write(out, message);
        }
    }

    private static byte kind(Body body) {
        if (body instanceof Body.Raft) {
            return RAFT;
        }
        if (body instanceof Body.Hello) {
            return HELLO;
        }
        if (body instanceof Body.Refusal) {
            return REFUSAL;
        }
        if (body instanceof Body.Join) {
            return JOIN;
        }
        if (body instanceof Body.Roster) {
            return ROSTER;
        }
        return body instanceof Body.Request ? REQUEST : REPLY;
    }

    private static int bodyBytes(Body body) {
        if (body instanceof Body.Raft raft) {
            int bytes = 4;
            for (Message message : raft.messages()) {
                bytes = Math.addExact(bytes, MessageWriter.sizeBytes(message));
            }
            return bytes;
        }
        if (body instanceof Body.Hello hello) {
            return 2 + text(hello.url()).length;
        }
        if (body instanceof Body.Refusal refusal) {
            return 1 + 2 + text(refusal.text()).length;
        }
        if (body instanceof Body.Join join) {
            return 2 + text(join.url()).length;
        }
        if (body instanceof Body.Roster roster) {
            return 4 + roster.payload().length;
        }
        int payload = body instanceof Body.Request request ? request.payload().length : replyBytes(body);
        return 8 + 2 + 4 + payload;
    }

    private static int replyBytes(Body body) {
        return ((Body.Reply) body).payload().length;
    }

    private static void writeText(ByteBuffer out, String text) {
        byte[] bytes = text(text);
        out.putShort((short) bytes.length).put(bytes);
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= Body.TEXT_BYTES_MAX ? bytes : Arrays.copyOf(bytes, Body.TEXT_BYTES_MAX);
    }

    private static short u16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("no unsigned 16 bits: " + value);
        }
        return (short) value;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        crc.update(bytes, CRC_AT + CRC_BYTES, bytes.length - CRC_AT - CRC_BYTES);
        return (int) crc.getValue();
    }
}
