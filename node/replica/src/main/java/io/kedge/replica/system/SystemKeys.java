/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.system;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmState;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseGrant;
import io.kedge.model.MemberInfo;
import io.kedge.model.format.OperationBytes;
import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How the node's own records are spelled in the system space: one letter for the kind, then the id. Sessions and
 * plugins use keys that start with a letter of their own.
 */
final class SystemKeys {

    static final byte LEASE = 'l';
    static final byte ALARM = 'a';
    static final byte MEMBER = 'm';
    static final byte REMOVED_MEMBER = 'r';

    private SystemKeys() {}

    static Key of(byte kind, long id) {
        WireWriter out = new WireWriter(11);
        out.u8(kind);
        out.varint(id);
        return Key.of(out.toBytes());
    }

    static Key alarm(AlarmState state) {
        WireWriter out = new WireWriter(12);
        out.u8(ALARM);
        out.varint(state.memberId());
        out.u8(state.alarm().code());
        return Key.of(out.toBytes());
    }

    static byte kind(KeyValue kv) {
        return kv.key().isEmpty() ? 0 : kv.key().bytes()[0];
    }

    static AlarmState readAlarm(KeyValue kv) {
        WireReader in = new WireReader(kv.key().bytes());
        in.u8();
        return new AlarmState(in.varint(), Alarm.ofCode(in.u8()));
    }

    /** A lease's record is its grant, then the checkpointed seconds. */
    static byte[] writeLease(LeaseGrant grant, long checkpointSeconds) {
        WireWriter out = new WireWriter(32);
        out.varint(checkpointSeconds);
        OperationBytes.write(out, grant);
        return out.toBytes();
    }

    static long readCheckpoint(byte[] value) {
        return new WireReader(value).varint();
    }

    static LeaseGrant readLease(byte[] value) {
        WireReader in = new WireReader(value);
        in.varint();
        return (LeaseGrant) OperationBytes.read(in);
    }

    static long readId(KeyValue kv) {
        WireReader in = new WireReader(kv.key().bytes());
        in.u8();
        return in.varint();
    }

    /** {@code u8 learner | bytes name | varint count | bytes peer URL ... | varint count | bytes client URL ...}. */
    static byte[] writeMember(MemberInfo member) {
        WireWriter out = new WireWriter(64);
        out.u8(member.learner() ? 1 : 0);
        out.bytes(member.name().getBytes(StandardCharsets.UTF_8));
        for (List<String> urls : List.of(member.peerUrls(), member.clientUrls())) {
            out.varint(urls.size());
            urls.forEach(url -> out.bytes(url.getBytes(StandardCharsets.UTF_8)));
        }
        return out.toBytes();
    }

    static MemberInfo readMember(long id, byte[] value) {
        WireReader in = new WireReader(value);
        boolean learner = in.u8() != 0;
        String name = new String(in.bytes(), StandardCharsets.UTF_8);
        return new MemberInfo(id, name, readUrls(in), readUrls(in), learner);
    }

    private static List<String> readUrls(WireReader in) {
        List<String> urls = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            urls.add(new String(in.bytes(), StandardCharsets.UTF_8));
        }
        return List.copyOf(urls);
    }
}
