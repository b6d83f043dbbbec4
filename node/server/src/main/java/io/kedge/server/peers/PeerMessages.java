/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.model.Key;
import io.kedge.model.StatusCode;
import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;
import io.kedge.replica.Forward;
import io.kedge.replica.ForwardRefused;
import io.kedge.replica.LeaseCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What nodes ask each other, as bytes. Reading throws IllegalArgumentException for bytes that are none of these. */
final class PeerMessages {

    /** A notice: writes for the leader. */
    static final int FORWARDS = 1;
    /** A notice: writes that the leader does not take. */
    static final int REFUSALS = 2;
    /** A question about a lease's time. */
    static final int LEASE = 3;

    static final int STATUS_OK = 0;
    /** The payload is a status code's name. */
    static final int STATUS_FAILED = 1;
    /** The question makes no sense. */
    static final int STATUS_BAD = 2;

    static final byte[] NOTHING = {};

    private PeerMessages() {}

    static byte[] forwards(List<Forward> forwards) {
        int bytes = 10;
        for (Forward forward : forwards) {
            bytes += 30 + forward.command().length;
        }
        WireWriter out = new WireWriter(bytes);
        out.varint(forwards.size());
        for (Forward forward : forwards) {
            out.varint(forward.term());
            out.varint(forward.sequence());
            out.bytes(forward.command());
        }
        return out.toBytes();
    }

    static List<Forward> readForwards(byte[] payload, long to) {
        WireReader in = new WireReader(payload);
        int count = in.count();
        List<Forward> forwards = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            forwards.add(new Forward(to, in.varint(), in.varint(), in.bytes()));
        }
        return forwards;
    }

    static byte[] refusals(List<ForwardRefused> refusals) {
        WireWriter out = new WireWriter(10 + 30 * refusals.size());
        out.varint(refusals.size());
        for (ForwardRefused refused : refusals) {
            out.varint(refused.sequence());
            out.bytes(status(refused.reason()));
        }
        return out.toBytes();
    }

    static List<ForwardRefused> readRefusals(byte[] payload, long to) {
        WireReader in = new WireReader(payload);
        int count = in.count();
        List<ForwardRefused> refusals = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            refusals.add(new ForwardRefused(to, in.varint(), readStatus(in.bytes())));
        }
        return refusals;
    }

    static byte[] leaseQuestion(LeaseInquiry question) {
        WireWriter out = new WireWriter(12);
        out.u8(question.kind().ordinal());
        out.u8(question.withKeys() ? 1 : 0);
        out.varint(question.leaseId());
        return out.toBytes();
    }

    static LeaseInquiry readLeaseQuestion(byte[] payload) {
        WireReader in = new WireReader(payload);
        int kind = in.u8();
        if (kind >= LeaseCall.Kind.values().length) {
            throw new IllegalArgumentException("a question of kind " + kind + " about a lease");
        }
        boolean withKeys = in.u8() != 0;
        return new LeaseInquiry(LeaseCall.Kind.values()[kind], in.varint(), withKeys);
    }

    static byte[] leaseAnswer(LeaseAnswer answer) {
        WireWriter out = new WireWriter(40);
        out.varint(answer.revision());
        out.varint(answer.seconds());
        out.varint(answer.grantedSeconds());
        out.varint(answer.keys().size());
        answer.keys().forEach(key -> out.bytes(key.bytes()));
        return out.toBytes();
    }

    static LeaseAnswer readLeaseAnswer(byte[] payload) {
        WireReader in = new WireReader(payload);
        long revision = in.varint();
        long seconds = in.varint();
        long granted = in.varint();
        int count = in.count();
        List<Key> keys = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            keys.add(Key.of(in.bytes()));
        }
        return new LeaseAnswer(revision, seconds, granted, keys);
    }

    static byte[] status(StatusCode code) {
        return code.name().getBytes(StandardCharsets.US_ASCII);
    }

    /** A code that only the other member knows is INTERNAL. */
    static StatusCode readStatus(byte[] name) {
        try {
            return StatusCode.valueOf(new String(name, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException unknown) {
            return StatusCode.INTERNAL;
        }
    }
}
