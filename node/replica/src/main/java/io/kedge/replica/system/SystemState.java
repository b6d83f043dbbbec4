/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.system;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmState;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseGrant;
import io.kedge.model.MemberAttributes;
import io.kedge.model.MemberInfo;
import io.kedge.model.SystemUpdate;
import io.kedge.replica.lease.Lease;
import io.kedge.replica.lease.LeaseTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the system space means: leases, alarms and members, each change written through to its record. Replica thread.
 */
public final class SystemState {

    private final SystemTable table;
    private final LeaseTable leases = new LeaseTable();
    private final List<AlarmState> alarms = new ArrayList<>();
    private final MemberTable members;

    public SystemState(SystemTable table) {
        this.table = table;
        this.members = new MemberTable(table);
    }

    /** Rebuilds the meaning from the records, once all are restored. */
    public void restored() {
        for (KeyValue kv : table.all()) {
            switch (SystemKeys.kind(kv)) {
                case SystemKeys.LEASE -> {
                    LeaseGrant grant = SystemKeys.readLease(kv.value());
                    leases.add(grant.id(), grant.ttlSeconds(), grant.onExpiry(), SystemKeys.readCheckpoint(kv.value()));
                }
                case SystemKeys.ALARM -> alarms.add(SystemKeys.readAlarm(kv));
                case SystemKeys.MEMBER, SystemKeys.REMOVED_MEMBER -> members.restore(kv);
                default -> {
                    // Sessions and plugins read their records themselves.
                }
            }
        }
    }

    public SystemTable table() {
        return table;
    }

    public LeaseTable leases() {
        return leases;
    }

    public Lease grant(LeaseGrant grant) {
        Lease lease = leases.add(grant.id(), grant.ttlSeconds(), grant.onExpiry(), 0);
        table.put(SystemKeys.of(SystemKeys.LEASE, grant.id()), SystemKeys.writeLease(grant, 0));
        return lease;
    }

    public void removeLease(long id) {
        leases.remove(id);
        table.delete(SystemKeys.of(SystemKeys.LEASE, id));
    }

    /** Unknown leases are passed over: the checkpoint may be older than their end. */
    public void checkpoint(long id, long seconds) {
        Lease lease = leases.get(id);
        if (lease != null) {
            leases.checkpoint(id, seconds);
            LeaseGrant grant = new LeaseGrant(id, lease.ttlSeconds(), lease.onExpiry());
            table.put(SystemKeys.of(SystemKeys.LEASE, id), SystemKeys.writeLease(grant, seconds));
        }
    }

    /** Alarms of the kind, or all for {@link Alarm#NONE}. */
    public List<AlarmState> alarms(Alarm filter) {
        return alarms.stream()
                .filter(state -> filter == Alarm.NONE || state.alarm() == filter)
                .toList();
    }

    public boolean hasAlarm(Alarm alarm) {
        for (AlarmState state : alarms) {
            if (state.alarm() == alarm) {
                return true;
            }
        }
        return false;
    }

    /** False if it was raised already. */
    public boolean raise(AlarmState state) {
        if (alarms.contains(state)) {
            return false;
        }
        alarms.add(state);
        table.put(SystemKeys.alarm(state), new byte[0]);
        return true;
    }

    /** False if it was not raised. */
    public boolean clear(AlarmState state) {
        if (!alarms.remove(state)) {
            return false;
        }
        table.delete(SystemKeys.alarm(state));
        return true;
    }

    /** The members a new cluster starts with, at index 0. */
    public void bootstrap(List<MemberInfo> initial) {
        members.bootstrap(initial);
    }

    public void publish(MemberAttributes member) {
        members.publish(member);
    }

    public MemberTable members() {
        return members;
    }

    public void update(SystemUpdate update) {
        for (SystemUpdate.Write write : update.writes()) {
            byte[] value = write.value();
            Key key = write.key();
            if (value == null) {
                table.delete(key);
            } else {
                table.put(key, value);
            }
        }
    }
}
