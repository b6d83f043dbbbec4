/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Cluster;
import io.kedge.grpc.proto.etcdserverpb.Member;
import io.kedge.grpc.proto.etcdserverpb.MemberAddRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberAddResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberListRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberListResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberPromoteRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberPromoteResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberRemoveRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberRemoveResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberUpdateRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberUpdateResponse;
import io.kedge.grpc.proto.etcdserverpb.ResponseHeader;
import io.kedge.model.MemberInfo;
import java.util.List;

/** etcdserverpb.Cluster: the members and their changes. Its headers carry no revision. */
final class ClusterService {

    static final String NAME = "etcdserverpb.Cluster";

    private final Cluster cluster;
    private final ColdHeader header;

    private ClusterService(Loop loop) {
        this.cluster = loop.node().cluster();
        this.header = loop.coldHeader();
    }

    static void register(ServiceBinder binder) {
        ClusterService service = new ClusterService(binder.loop());
        service.registerList(binder);
        service.registerJoining(binder);
        service.registerChanges(binder);
    }

    private void registerList(ServiceBinder binder) {
        binder.unary(
                "MemberList",
                MemberListRequest.getDefaultInstance(),
                MemberListResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    cluster.members(caller, request.getLinearizable(), reply);
                    return null;
                },
                (List<MemberInfo> members) -> MemberListResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(messages(members))
                        .build()
                        .toByteArray());
    }

    private void registerJoining(ServiceBinder binder) {
        binder.unary(
                "MemberAdd",
                MemberAddRequest.getDefaultInstance(),
                MemberAddResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    cluster.add(caller, request.getPeerURLsList(), request.getIsLearner(), reply);
                    return null;
                },
                (Cluster.Added added) -> MemberAddResponse.newBuilder()
                        .setHeader(header())
                        .setMember(message(added.member()))
                        .addAllMembers(messages(added.members()))
                        .build()
                        .toByteArray());
        binder.unary(
                "MemberPromote",
                MemberPromoteRequest.getDefaultInstance(),
                MemberPromoteResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    cluster.promote(caller, request.getID(), reply);
                    return null;
                },
                (List<MemberInfo> members) -> MemberPromoteResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(messages(members))
                        .build()
                        .toByteArray());
    }

    private void registerChanges(ServiceBinder binder) {
        binder.unary(
                "MemberRemove",
                MemberRemoveRequest.getDefaultInstance(),
                MemberRemoveResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    cluster.remove(caller, request.getID(), reply);
                    return null;
                },
                (List<MemberInfo> members) -> MemberRemoveResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(messages(members))
                        .build()
                        .toByteArray());
        binder.unary(
                "MemberUpdate",
                MemberUpdateRequest.getDefaultInstance(),
                MemberUpdateResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    cluster.update(caller, request.getID(), request.getPeerURLsList(), reply);
                    return null;
                },
                (List<MemberInfo> members) -> MemberUpdateResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(messages(members))
                        .build()
                        .toByteArray());
    }

    private ResponseHeader header() {
        return header.at(0);
    }

    private static List<Member> messages(List<MemberInfo> members) {
        return members.stream().map(ClusterService::message).toList();
    }

    private static Member message(MemberInfo member) {
        return Member.newBuilder()
                .setID(member.id())
                .setName(member.name())
                .addAllPeerURLs(member.peerUrls())
                .addAllClientURLs(member.clientUrls())
                .setIsLearner(member.learner())
                .build();
    }
}
