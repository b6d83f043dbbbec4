/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmResult;
import io.kedge.model.Caller;
import java.util.List;

/** Operators' calls. */
public interface Maintenance {

    void status(Caller caller, Reply<Status> reply);

    void alarms(Caller caller, Alarm filter, Reply<AlarmResult> reply);

    void raiseAlarm(Caller caller, long memberId, Alarm alarm, Reply<AlarmResult> reply);

    void clearAlarm(Caller caller, long memberId, Alarm alarm, Reply<AlarmResult> reply);

    /** CRC32C over the whole store; members may differ. */
    void hash(Caller caller, Reply<Hash> reply);

    /** A hash of all users' records up to a revision (0 for now), equal on all members. */
    void hashKv(Caller caller, long revision, Reply<Hash> reply);

    /** Merges segments until no dead record is left on disk; the node keeps serving. */
    void defragment(Caller caller, Reply<Boolean> reply);

    /**
     * Hands leadership to a voter; only this member's own: NOT_LEADER where another one leads. BAD_TRANSFEREE if
     * {@code memberId} is no voter, TRANSFER_TIMEOUT if it does not take over in time.
     */
    void moveLeader(Caller caller, long memberId, Reply<Boolean> reply);

    /**
     * @param compactRevision -1 before any compaction
     */
    record Hash(long revision, int hash, long compactRevision, long hashRevision) {}

    /**
     * @param version of etcd whose interface is spoken
     * @param leader 0 if there is none
     */
    record Status(
            long revision,
            String version,
            String storageVersion,
            long dbSizeBytes,
            long dbSizeInUseBytes,
            long dbQuotaBytes,
            long leader,
            long raftIndex,
            long raftTerm,
            long appliedIndex,
            List<String> errors,
            boolean learner) {}
}
