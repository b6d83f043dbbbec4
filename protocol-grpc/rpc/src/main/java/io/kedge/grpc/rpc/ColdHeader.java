/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.NodeIdentity;
import io.kedge.grpc.proto.etcdserverpb.ResponseHeader;

/** The reply header for the calls that use the generated messages. */
final class ColdHeader {

    private final NodeIdentity identity;

    ColdHeader(NodeIdentity identity) {
        this.identity = identity;
    }

    ResponseHeader at(long revision) {
        return ResponseHeader.newBuilder()
                .setClusterId(identity.clusterId())
                .setMemberId(identity.memberId())
                .setRevision(revision)
                .setRaftTerm(identity.raftTerm())
                .build();
    }
}
