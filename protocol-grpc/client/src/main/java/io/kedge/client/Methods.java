/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import com.google.protobuf.Message;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.kedge.grpc.proto.v3lockpb.LockRequest;
import io.kedge.grpc.proto.v3lockpb.LockResponse;
import io.kedge.grpc.proto.v3lockpb.UnlockRequest;
import io.kedge.grpc.proto.v3lockpb.UnlockResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/** The RPCs this client calls. */
final class Methods {

    private static final String ETCD = "etcdserverpb";

    static final ServiceMethod<RangeResponse, RangeRequest> RANGE =
            method(ETCD, "KV", "Range", RangeResponse.getDefaultInstance());
    static final ServiceMethod<PutResponse, PutRequest> PUT =
            method(ETCD, "KV", "Put", PutResponse.getDefaultInstance());
    static final ServiceMethod<DeleteRangeResponse, DeleteRangeRequest> DELETE_RANGE =
            method(ETCD, "KV", "DeleteRange", DeleteRangeResponse.getDefaultInstance());
    static final ServiceMethod<TxnResponse, TxnRequest> TXN =
            method(ETCD, "KV", "Txn", TxnResponse.getDefaultInstance());
    static final ServiceMethod<CompactionResponse, CompactionRequest> COMPACT =
            method(ETCD, "KV", "Compact", CompactionResponse.getDefaultInstance());
    static final ServiceMethod<WatchResponse, WatchRequest> WATCH =
            method(ETCD, "Watch", "Watch", WatchResponse.getDefaultInstance());
    static final ServiceMethod<LeaseGrantResponse, LeaseGrantRequest> LEASE_GRANT =
            method(ETCD, "Lease", "LeaseGrant", LeaseGrantResponse.getDefaultInstance());
    static final ServiceMethod<LeaseRevokeResponse, LeaseRevokeRequest> LEASE_REVOKE =
            method(ETCD, "Lease", "LeaseRevoke", LeaseRevokeResponse.getDefaultInstance());
    static final ServiceMethod<LeaseKeepAliveResponse, LeaseKeepAliveRequest> LEASE_KEEP_ALIVE =
            method(ETCD, "Lease", "LeaseKeepAlive", LeaseKeepAliveResponse.getDefaultInstance());
    static final ServiceMethod<LeaseTimeToLiveResponse, LeaseTimeToLiveRequest> LEASE_TIME_TO_LIVE =
            method(ETCD, "Lease", "LeaseTimeToLive", LeaseTimeToLiveResponse.getDefaultInstance());
    static final ServiceMethod<StatusResponse, StatusRequest> STATUS =
            method(ETCD, "Maintenance", "Status", StatusResponse.getDefaultInstance());
    static final ServiceMethod<LockResponse, LockRequest> LOCK =
            method("v3lockpb", "Lock", "Lock", LockResponse.getDefaultInstance());
    static final ServiceMethod<UnlockResponse, UnlockRequest> UNLOCK =
            method("v3lockpb", "Lock", "Unlock", UnlockResponse.getDefaultInstance());

    private Methods() {}

    private static <Q extends Message, R extends Message> ServiceMethod<R, Q> method(
            String pack, String service, String name, R sample) {
        GrpcMessageEncoder<Q> encoder = GrpcMessageEncoder.encoder();
        GrpcMessageDecoder<R> decoder = GrpcMessageDecoder.decoder(sample);
        return ServiceMethod.client(ServiceName.create(pack, service), name, encoder, decoder);
    }
}
