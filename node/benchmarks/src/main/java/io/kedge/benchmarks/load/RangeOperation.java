/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import org.jspecify.annotations.Nullable;

/** Range of one key, linearizable or serializable; the key must exist. */
final class RangeOperation implements Operation {

    private final KeySpace keys;
    private final FrameTemplate template;

    RangeOperation(KeySpace keys, boolean serializable) {
        this.keys = keys;
        template = new FrameTemplate(request(keys, serializable), keys);
    }

    static RangeRequest request(KeySpace keys, boolean serializable) {
        return RangeRequest.newBuilder()
                .setKey(ByteString.copyFrom(keys.key(0)))
                .setSerializable(serializable)
                .build();
    }

    @Override
    public Rpc rpc() {
        return Rpc.RANGE;
    }

    @Override
    public byte[] frameFor(int keyIndex) {
        return template.aim(keyIndex);
    }

    @Override
    public @Nullable String complaint(int keyIndex, byte[] reply) throws InvalidProtocolBufferException {
        return complaint(keys, keyIndex, RangeResponse.parseFrom(reply));
    }

    static @Nullable String complaint(KeySpace keys, int keyIndex, RangeResponse response) {
        boolean right = response.getKvsCount() == 1
                && response.getCount() == 1
                && response.getKvs(0).getKey().equals(ByteString.copyFrom(keys.key(keyIndex)))
                && response.getKvs(0).getValue().equals(ByteString.copyFrom(keys.value(keyIndex)));
        return right ? null : "range of key " + keyIndex + " answered " + response;
    }
}
