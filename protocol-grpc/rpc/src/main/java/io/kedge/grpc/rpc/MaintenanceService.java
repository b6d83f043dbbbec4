/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Maintenance;
import io.kedge.api.Reply;
import io.kedge.grpc.proto.etcdserverpb.AlarmMember;
import io.kedge.grpc.proto.etcdserverpb.AlarmRequest;
import io.kedge.grpc.proto.etcdserverpb.AlarmResponse;
import io.kedge.grpc.proto.etcdserverpb.AlarmType;
import io.kedge.grpc.proto.etcdserverpb.DefragmentRequest;
import io.kedge.grpc.proto.etcdserverpb.DefragmentResponse;
import io.kedge.grpc.proto.etcdserverpb.DowngradeInfo;
import io.kedge.grpc.proto.etcdserverpb.HashKVRequest;
import io.kedge.grpc.proto.etcdserverpb.HashKVResponse;
import io.kedge.grpc.proto.etcdserverpb.HashRequest;
import io.kedge.grpc.proto.etcdserverpb.HashResponse;
import io.kedge.grpc.proto.etcdserverpb.MoveLeaderRequest;
import io.kedge.grpc.proto.etcdserverpb.MoveLeaderResponse;
import io.kedge.grpc.proto.etcdserverpb.StatusRequest;
import io.kedge.grpc.proto.etcdserverpb.StatusResponse;
import io.kedge.model.Alarm;
import io.kedge.model.AlarmResult;
import io.kedge.model.AlarmState;
import io.kedge.model.Caller;
import java.util.List;

/** etcdserverpb.Maintenance: alarms, status, leadership, hashes and defragmentation. */
final class MaintenanceService {

    static final String NAME = "etcdserverpb.Maintenance";

    private final Loop loop;
    private final Maintenance maintenance;
    private final ColdHeader header;

    private MaintenanceService(Loop loop) {
        this.loop = loop;
        this.maintenance = loop.node().maintenance();
        this.header = loop.coldHeader();
    }

    static void register(ServiceBinder binder) {
        MaintenanceService service = new MaintenanceService(binder.loop());
        service.registerState(binder);
        service.registerStore(binder);
    }

    private void registerState(ServiceBinder binder) {
        binder.unary(
                "Alarm",
                AlarmRequest.getDefaultInstance(),
                AlarmResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    alarm(caller, request, reply);
                    return null;
                },
                this::alarms);
        binder.unary(
                "Status",
                StatusRequest.getDefaultInstance(),
                StatusResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    maintenance.status(caller, reply);
                    return null;
                },
                this::status,
                request -> true);
        binder.unary(
                "MoveLeader",
                MoveLeaderRequest.getDefaultInstance(),
                MoveLeaderResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    maintenance.moveLeader(caller, request.getTargetID(), reply);
                    return null;
                },
                (Boolean moved) -> MoveLeaderResponse.getDefaultInstance().toByteArray());
    }

    private void registerStore(ServiceBinder binder) {
        binder.unary(
                "Defragment",
                DefragmentRequest.getDefaultInstance(),
                DefragmentResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    maintenance.defragment(caller, reply);
                    return null;
                },
                (Boolean done) -> DefragmentResponse.getDefaultInstance().toByteArray());
        binder.unary(
                "Hash",
                HashRequest.getDefaultInstance(),
                HashResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    maintenance.hash(caller, reply);
                    return null;
                },
                (Maintenance.Hash hash) -> HashResponse.newBuilder()
                        .setHeader(header.at(hash.revision()))
                        .setHash(hash.hash())
                        .build()
                        .toByteArray());
        binder.unary(
                "HashKV",
                HashKVRequest.getDefaultInstance(),
                HashKVResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    maintenance.hashKv(caller, request.getRevision(), reply);
                    return null;
                },
                (Maintenance.Hash hash) -> HashKVResponse.newBuilder()
                        .setHeader(header.at(hash.revision()))
                        .setHash(hash.hash())
                        .setCompactRevision(hash.compactRevision())
                        .setHashRevision(hash.hashRevision())
                        .build()
                        .toByteArray());
    }

    /** Alarms and actions without a name find, raise and clear nothing. */
    private void alarm(Caller caller, AlarmRequest request, Reply<AlarmResult> reply) {
        if (request.getAlarm() == AlarmType.UNRECOGNIZED) {
            reply.succeed(new AlarmResult(loop.node().revision(), List.of()));
            return;
        }
        Alarm alarm = Alarm.ofCode(request.getAlarm().getNumber());
        switch (request.getAction()) {
            case GET -> maintenance.alarms(caller, alarm, reply);
            case ACTIVATE -> maintenance.raiseAlarm(caller, request.getMemberID(), alarm, reply);
            case DEACTIVATE -> maintenance.clearAlarm(caller, request.getMemberID(), alarm, reply);
            default -> reply.succeed(new AlarmResult(loop.node().revision(), List.of()));
        }
    }

    private byte[] alarms(AlarmResult result) {
        AlarmResponse.Builder out = AlarmResponse.newBuilder().setHeader(header.at(result.revision()));
        for (AlarmState state : result.alarms()) {
            out.addAlarms(AlarmMember.newBuilder()
                    .setMemberID(state.memberId())
                    .setAlarmValue(state.alarm().code()));
        }
        return out.build().toByteArray();
    }

    private byte[] status(Maintenance.Status status) {
        return StatusResponse.newBuilder()
                .setHeader(header.at(status.revision()))
                .setVersion(status.version())
                .setDbSize(status.dbSizeBytes())
                .setLeader(status.leader())
                .setRaftIndex(status.raftIndex())
                .setRaftTerm(status.raftTerm())
                .setRaftAppliedIndex(status.appliedIndex())
                .addAllErrors(status.errors())
                .setDbSizeInUse(status.dbSizeInUseBytes())
                .setIsLearner(status.learner())
                .setStorageVersion(status.storageVersion())
                .setDbSizeQuota(status.dbQuotaBytes())
                .setDowngradeInfo(DowngradeInfo.getDefaultInstance())
                .build()
                .toByteArray();
    }
}
