/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.kedge.api.Leases;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseLeasesRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseLeasesResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseRevokeRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseRevokeResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseStatus;
import io.kedge.grpc.proto.etcdserverpb.LeaseTimeToLiveRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseTimeToLiveResponse;
import io.kedge.model.LeaseResult;

/** etcdserverpb.Lease. */
final class LeaseService {

    static final String NAME = "etcdserverpb.Lease";

    private final ColdHeader header;

    private LeaseService(ColdHeader header) {
        this.header = header;
    }

    static void register(ServiceBinder binder) {
        Leases leases = binder.loop().node().leases();
        LeaseService service = new LeaseService(binder.loop().coldHeader());
        binder.unary(
                "LeaseGrant",
                LeaseGrantRequest.getDefaultInstance(),
                LeaseGrantResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    leases.grant(caller, request.getID(), request.getTTL(), reply);
                    return null;
                },
                service::granted);
        binder.unary(
                "LeaseRevoke",
                LeaseRevokeRequest.getDefaultInstance(),
                LeaseRevokeResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    leases.revoke(caller, request.getID(), reply);
                    return null;
                },
                service::revoked);
        binder.unary(
                "LeaseTimeToLive",
                LeaseTimeToLiveRequest.getDefaultInstance(),
                LeaseTimeToLiveResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    leases.timeToLive(caller, request.getID(), request.getKeys(), reply);
                    return null;
                },
                service::timeToLive);
        binder.unary(
                "LeaseLeases",
                LeaseLeasesRequest.getDefaultInstance(),
                LeaseLeasesResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    leases.list(caller, reply);
                    return null;
                },
                service::list);
        binder.register(
                CallType.BIDI_STREAM,
                "LeaseKeepAlive",
                LeaseKeepAliveRequest.getDefaultInstance(),
                LeaseKeepAliveResponse.getDefaultInstance(),
                KeepAliveCall::new);
    }

    private byte[] granted(LeaseResult result) {
        return LeaseGrantResponse.newBuilder()
                .setHeader(header.at(result.revision()))
                .setID(result.id())
                .setTTL(result.ttlSeconds())
                .build()
                .toByteArray();
    }

    private byte[] revoked(LeaseResult result) {
        return LeaseRevokeResponse.newBuilder()
                .setHeader(header.at(result.revision()))
                .build()
                .toByteArray();
    }

    private byte[] timeToLive(Leases.TimeToLive result) {
        LeaseTimeToLiveResponse.Builder out = LeaseTimeToLiveResponse.newBuilder()
                .setHeader(header.at(result.revision()))
                .setID(result.id())
                .setTTL(result.ttlSeconds())
                .setGrantedTTL(result.grantedSeconds());
        for (byte[] key : result.keys()) {
            ByteString shared = UnsafeByteOperations.unsafeWrap(key);
            out.addKeys(shared);
        }
        return out.build().toByteArray();
    }

    private byte[] list(Leases.LeaseList result) {
        LeaseLeasesResponse.Builder out = LeaseLeasesResponse.newBuilder().setHeader(header.at(result.revision()));
        for (long id : result.ids()) {
            out.addLeases(LeaseStatus.newBuilder().setID(id));
        }
        return out.build().toByteArray();
    }
}
