/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import com.google.protobuf.Message;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.kedge.grpc.proto.v3electionpb.*;
import io.kedge.grpc.proto.v3lockpb.*;
import io.vertx.grpc.common.ServiceName;
import java.util.HashMap;
import java.util.Map;

/**
 * A method of the wire interface.
 *
 * @param service its full name
 * @param method its short name
 * @param reply what replies look like
 */
public record Rpc(ServiceName service, String method, Message reply) {
    private static final Map<Class<? extends Message>, Rpc> UNARY = new HashMap<>();

    public static final Rpc WATCH = of("etcdserverpb.Watch", "Watch", WatchResponse.getDefaultInstance());
    public static final Rpc KEEP_ALIVE =
            of("etcdserverpb.Lease", "LeaseKeepAlive", LeaseKeepAliveResponse.getDefaultInstance());
    public static final Rpc OBSERVE = of("v3electionpb.Election", "Observe", LeaderResponse.getDefaultInstance());

    static {
        unary(RangeRequest.class, "etcdserverpb.KV", "Range", RangeResponse.getDefaultInstance());
        unary(PutRequest.class, "etcdserverpb.KV", "Put", PutResponse.getDefaultInstance());
        unary(DeleteRangeRequest.class, "etcdserverpb.KV", "DeleteRange", DeleteRangeResponse.getDefaultInstance());
        unary(TxnRequest.class, "etcdserverpb.KV", "Txn", TxnResponse.getDefaultInstance());
        unary(CompactionRequest.class, "etcdserverpb.KV", "Compact", CompactionResponse.getDefaultInstance());
        unary(LeaseGrantRequest.class, "etcdserverpb.Lease", "LeaseGrant", LeaseGrantResponse.getDefaultInstance());
        unary(LeaseRevokeRequest.class, "etcdserverpb.Lease", "LeaseRevoke", LeaseRevokeResponse.getDefaultInstance());
        unary(
                LeaseTimeToLiveRequest.class,
                "etcdserverpb.Lease",
                "LeaseTimeToLive",
                LeaseTimeToLiveResponse.getDefaultInstance());
        unary(LeaseLeasesRequest.class, "etcdserverpb.Lease", "LeaseLeases", LeaseLeasesResponse.getDefaultInstance());
        unary(MemberListRequest.class, "etcdserverpb.Cluster", "MemberList", MemberListResponse.getDefaultInstance());
        unary(AlarmRequest.class, "etcdserverpb.Maintenance", "Alarm", AlarmResponse.getDefaultInstance());
        unary(StatusRequest.class, "etcdserverpb.Maintenance", "Status", StatusResponse.getDefaultInstance());
        unary(HashKVRequest.class, "etcdserverpb.Maintenance", "HashKV", HashKVResponse.getDefaultInstance());
        unary(HashRequest.class, "etcdserverpb.Maintenance", "Hash", HashResponse.getDefaultInstance());
        unary(
                DefragmentRequest.class,
                "etcdserverpb.Maintenance",
                "Defragment",
                DefragmentResponse.getDefaultInstance());
        unary(LockRequest.class, "v3lockpb.Lock", "Lock", LockResponse.getDefaultInstance());
        unary(UnlockRequest.class, "v3lockpb.Lock", "Unlock", UnlockResponse.getDefaultInstance());
        unary(CampaignRequest.class, "v3electionpb.Election", "Campaign", CampaignResponse.getDefaultInstance());
        unary(ProclaimRequest.class, "v3electionpb.Election", "Proclaim", ProclaimResponse.getDefaultInstance());
        unary(LeaderRequest.class, "v3electionpb.Election", "Leader", LeaderResponse.getDefaultInstance());
        unary(ResignRequest.class, "v3electionpb.Election", "Resign", ResignResponse.getDefaultInstance());
    }

    /** The method that takes this request and answers once. */
    public static Rpc unary(Message request) {
        Rpc rpc = UNARY.get(request.getClass());
        if (rpc == null) {
            throw new IllegalArgumentException("no method takes " + request.getClass());
        }
        return rpc;
    }

    private static void unary(Class<? extends Message> request, String service, String method, Message reply) {
        UNARY.put(request, of(service, method, reply));
    }

    private static Rpc of(String service, String method, Message reply) {
        return new Rpc(ServiceName.create(service), method, reply);
    }
}
