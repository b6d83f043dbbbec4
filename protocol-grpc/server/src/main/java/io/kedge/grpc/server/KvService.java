/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.api.Kv;
import io.kedge.grpc.server.wire.KvReplies;
import io.kedge.grpc.server.wire.KvRequests;
import io.kedge.grpc.server.wire.TxnRequests;
import io.kedge.model.RangeRequest;

/** etcdserverpb.KV. */
final class KvService {

    static final String NAME = "etcdserverpb.KV";

    private KvService() {}

    static void register(ServiceBinder binder) {
        Kv kv = binder.loop().node().kv();
        KvReplies replies = binder.loop().kvReplies();
        binder.unary(
                "Range",
                KvRequests::range,
                (caller, request, reply) -> {
                    kv.range(caller, request, reply);
                    return null;
                },
                replies::range,
                RangeRequest::serializable);
        binder.unary(
                "Put",
                KvRequests::put,
                (caller, request, reply) -> {
                    kv.put(caller, request, reply);
                    return null;
                },
                replies::put);
        binder.unary(
                "DeleteRange",
                KvRequests::delete,
                (caller, request, reply) -> {
                    kv.delete(caller, request, reply);
                    return null;
                },
                replies::delete);
        binder.unary(
                "Txn",
                TxnRequests::txn,
                (caller, request, reply) -> {
                    kv.txn(caller, request, reply);
                    return null;
                },
                replies::txn);
        binder.unary(
                "Compact",
                KvRequests::compact,
                (caller, request, reply) -> {
                    kv.compact(caller, request, reply);
                    return null;
                },
                replies::compact);
    }
}
