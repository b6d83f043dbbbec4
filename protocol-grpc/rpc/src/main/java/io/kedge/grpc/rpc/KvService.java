/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Kv;
import io.kedge.grpc.proto.etcdserverpb.CompactionRequest;
import io.kedge.grpc.proto.etcdserverpb.CompactionResponse;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeRequest;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import io.kedge.grpc.rpc.wire.KvReplies;
import io.kedge.grpc.rpc.wire.KvRequests;
import io.kedge.grpc.rpc.wire.TxnRequests;

/** etcdserverpb.KV. */
final class KvService {

    static final String NAME = "etcdserverpb.KV";

    private KvService() {}

    static void register(ServiceBinder binder) {
        Kv kv = binder.loop().node().kv();
        KvReplies replies = binder.loop().kvReplies();
        binder.unary(
                "Range",
                RangeRequest.getDefaultInstance(),
                RangeResponse.getDefaultInstance(),
                KvRequests::range,
                (caller, request, reply) -> {
                    kv.range(caller, request, reply);
                    return null;
                },
                replies::range,
                request -> request.serializable());
        binder.unary(
                "Put",
                PutRequest.getDefaultInstance(),
                PutResponse.getDefaultInstance(),
                KvRequests::put,
                (caller, request, reply) -> {
                    kv.put(caller, request, reply);
                    return null;
                },
                replies::put,
                request -> false);
        binder.unary(
                "DeleteRange",
                DeleteRangeRequest.getDefaultInstance(),
                DeleteRangeResponse.getDefaultInstance(),
                KvRequests::delete,
                (caller, request, reply) -> {
                    kv.delete(caller, request, reply);
                    return null;
                },
                replies::delete,
                request -> false);
        binder.unary(
                "Txn",
                TxnRequest.getDefaultInstance(),
                TxnResponse.getDefaultInstance(),
                TxnRequests::txn,
                (caller, request, reply) -> {
                    kv.txn(caller, request, reply);
                    return null;
                },
                replies::txn,
                request -> false);
        binder.unary(
                "Compact",
                CompactionRequest.getDefaultInstance(),
                CompactionResponse.getDefaultInstance(),
                KvRequests::compact,
                (caller, request, reply) -> {
                    kv.compact(caller, request, reply);
                    return null;
                },
                replies::compact,
                request -> false);
    }
}
