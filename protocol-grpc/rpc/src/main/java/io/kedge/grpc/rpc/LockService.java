/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.kedge.api.Locks;
import io.kedge.grpc.proto.v3lockpb.LockRequest;
import io.kedge.grpc.proto.v3lockpb.LockResponse;
import io.kedge.grpc.proto.v3lockpb.UnlockRequest;
import io.kedge.grpc.proto.v3lockpb.UnlockResponse;
import io.kedge.model.Key;

/** v3lockpb.Lock. */
final class LockService {

    static final String NAME = "v3lockpb.Lock";

    private LockService() {}

    static void register(ServiceBinder binder) {
        Locks locks = binder.loop().node().locks();
        ColdHeader header = binder.loop().coldHeader();
        binder.withInnerErrors();
        binder.unary(
                "Lock",
                LockRequest.getDefaultInstance(),
                LockResponse.getDefaultInstance(),
                (caller, request, reply) ->
                        locks.lock(caller, Key.of(request.getName().toByteArray()), request.getLease(), reply),
                (Locks.Locked locked) -> LockResponse.newBuilder()
                        .setHeader(header.at(locked.revision()))
                        .setKey(shared(locked.key()))
                        .build()
                        .toByteArray());
        binder.unary(
                "Unlock",
                UnlockRequest.getDefaultInstance(),
                UnlockResponse.getDefaultInstance(),
                (caller, request, reply) -> {
                    locks.unlock(caller, Key.of(request.getKey().toByteArray()), reply);
                    return null;
                },
                (Long revision) -> UnlockResponse.newBuilder()
                        .setHeader(header.at(revision))
                        .build()
                        .toByteArray());
    }

    /** Keys are never changed, so messages may share their bytes. */
    static ByteString shared(Key key) {
        return UnsafeByteOperations.unsafeWrap(key.bytes());
    }
}
