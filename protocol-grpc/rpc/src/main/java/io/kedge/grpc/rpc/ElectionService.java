/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.api.Elections;
import io.kedge.grpc.proto.mvccpb.KeyValue;
import io.kedge.grpc.proto.v3electionpb.CampaignRequest;
import io.kedge.grpc.proto.v3electionpb.CampaignResponse;
import io.kedge.grpc.proto.v3electionpb.LeaderKey;
import io.kedge.grpc.proto.v3electionpb.LeaderRequest;
import io.kedge.grpc.proto.v3electionpb.LeaderResponse;
import io.kedge.grpc.proto.v3electionpb.ProclaimRequest;
import io.kedge.grpc.proto.v3electionpb.ProclaimResponse;
import io.kedge.grpc.proto.v3electionpb.ResignRequest;
import io.kedge.grpc.proto.v3electionpb.ResignResponse;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.StatusCode;

/** v3electionpb.Election. */
final class ElectionService {

    static final String NAME = "v3electionpb.Election";

    private ElectionService() {}

    static void register(ServiceBinder binder) {
        binder.withInnerErrors();
        registerCandidates(binder);
        registerHolders(binder);
        binder.register(
                CallType.SERVER_STREAM,
                "Observe",
                LeaderRequest.getDefaultInstance(),
                LeaderResponse.getDefaultInstance(),
                ObserveCall::new);
    }

    private static void registerCandidates(ServiceBinder binder) {
        Elections elections = binder.loop().node().elections();
        ColdHeader header = binder.loop().coldHeader();
        binder.unary(
                "Campaign",
                CampaignRequest.getDefaultInstance(),
                CampaignResponse.getDefaultInstance(),
                (caller, request, reply) -> elections.campaign(
                        caller,
                        Key.of(request.getName().toByteArray()),
                        request.getLease(),
                        request.getValue().toByteArray(),
                        reply),
                (Elections.Elected elected) -> CampaignResponse.newBuilder()
                        .setHeader(header.at(elected.revision()))
                        .setLeader(message(elected.leader()))
                        .build()
                        .toByteArray());
        binder.unary(
                "Leader",
                LeaderRequest.getDefaultInstance(),
                LeaderResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    elections.leader(caller, Key.of(request.getName().toByteArray()), reply);
                    return null;
                },
                (Elections.Leader leader) -> leaderMessage(header, leader));
    }

    private static void registerHolders(ServiceBinder binder) {
        Elections elections = binder.loop().node().elections();
        ColdHeader header = binder.loop().coldHeader();
        binder.unary(
                "Proclaim",
                ProclaimRequest.getDefaultInstance(),
                ProclaimResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    Elections.LeaderKey leader = leader(request.hasLeader(), request.getLeader());
                    elections.proclaim(caller, leader, request.getValue().toByteArray(), reply);
                    return null;
                },
                (Long revision) -> ProclaimResponse.newBuilder()
                        .setHeader(header.at(revision))
                        .build()
                        .toByteArray());
        binder.unary(
                "Resign",
                ResignRequest.getDefaultInstance(),
                ResignResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    elections.resign(caller, leader(request.hasLeader(), request.getLeader()), reply);
                    return null;
                },
                (Long revision) -> ResignResponse.newBuilder()
                        .setHeader(header.at(revision))
                        .build()
                        .toByteArray());
    }

    static byte[] leaderMessage(ColdHeader header, Elections.Leader leader) {
        try {
            return LeaderResponse.newBuilder()
                    .setHeader(header.at(leader.revision()))
                    .setKv(KeyValue.parseFrom(leader.kv().wire()))
                    .build()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a record that is no protobuf message: " + leader.kv(), e);
        }
    }

    private static Elections.LeaderKey leader(boolean given, LeaderKey leader) {
        if (!given) {
            throw new KedgeException(StatusCode.LEADER_FIELD_MISSING);
        }
        return new Elections.LeaderKey(
                Key.of(leader.getName().toByteArray()),
                Key.of(leader.getKey().toByteArray()),
                leader.getRev(),
                leader.getLease());
    }

    private static LeaderKey message(Elections.LeaderKey leader) {
        return LeaderKey.newBuilder()
                .setName(LockService.shared(leader.name()))
                .setKey(LockService.shared(leader.key()))
                .setRev(leader.revision())
                .setLease(leader.lease())
                .build();
    }
}
