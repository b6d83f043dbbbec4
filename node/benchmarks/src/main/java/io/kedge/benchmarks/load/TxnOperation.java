/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.grpc.proto.etcdserverpb.Compare;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import org.jspecify.annotations.Nullable;

/** If the key exists: put it and get it, in one transaction; the key must exist. */
final class TxnOperation implements Operation {

    private final KeySpace keys;
    private final FrameTemplate template;

    TxnOperation(KeySpace keys) {
        this.keys = keys;
        RequestOp put =
                RequestOp.newBuilder().setRequestPut(PutOperation.request(keys)).build();
        RequestOp get = RequestOp.newBuilder()
                .setRequestRange(RangeOperation.request(keys, false))
                .build();
        TxnRequest request = TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setKey(ByteString.copyFrom(keys.key(0)))
                        .setTarget(Compare.CompareTarget.VERSION)
                        .setResult(Compare.CompareResult.GREATER)
                        .setVersion(0))
                .addSuccess(put)
                .addSuccess(get)
                .build();
        template = new FrameTemplate(request, keys);
    }

    @Override
    public Rpc rpc() {
        return Rpc.TXN;
    }

    @Override
    public byte[] frameFor(int keyIndex) {
        return template.aim(keyIndex);
    }

    @Override
    public @Nullable String complaint(int keyIndex, byte[] reply) throws InvalidProtocolBufferException {
        TxnResponse response = TxnResponse.parseFrom(reply);
        if (!response.getSucceeded() || response.getResponsesCount() != 2) {
            return "txn on key " + keyIndex + " answered " + response;
        }
        return RangeOperation.complaint(keys, keyIndex, response.getResponses(1).getResponseRange());
    }
}
