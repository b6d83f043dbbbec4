/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.system;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmState;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseGrant;
import io.kedge.model.MemberAttributes;
import io.kedge.model.Operation;
import io.kedge.model.format.OperationBytes;
import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;

/**
 * How the node's own records are spelled in the system space: one letter for the kind, then the id. Sessions and
 * plugins use keys that start with a letter of their own.
 */
final class SystemKeys {

    static final byte LEASE = 'l';
    static final byte ALARM = 'a';
    static final byte MEMBER = 'm';

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

    static byte[] writeMember(MemberAttributes member) {
        WireWriter out = new WireWriter(64);
        OperationBytes.write(out, member);
        return out.toBytes();
    }

    static MemberAttributes readMember(byte[] value) {
        Operation operation = OperationBytes.read(new WireReader(value));
        return (MemberAttributes) operation;
    }
}
