/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.grpc.proto.etcdserverpb.Member;
import io.kedge.grpc.proto.etcdserverpb.MemberListRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberListResponse;
import io.kedge.model.MemberInfo;
import java.util.List;

/** etcdserverpb.Cluster: the list of members. Its headers carry no revision. */
final class ClusterService {

    static final String NAME = "etcdserverpb.Cluster";

    private ClusterService() {}

    static void register(ServiceBinder binder) {
        ColdHeader header = binder.loop().coldHeader();
        binder.unary(
                "MemberList",
                ServiceBinder.generated(MemberListRequest.parser()),
                (caller, request, reply) -> {
                    binder.loop().node().cluster().members(caller, request.getLinearizable(), reply);
                    return null;
                },
                (List<MemberInfo> members) -> {
                    MemberListResponse.Builder out =
                            MemberListResponse.newBuilder().setHeader(header.at(0));
                    members.forEach(member -> out.addMembers(message(member)));
                    return out.build().toByteArray();
                });
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
