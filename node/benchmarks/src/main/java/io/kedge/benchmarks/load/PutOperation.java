/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import org.jspecify.annotations.Nullable;

/** Put of a key with its value. */
final class PutOperation implements Operation {

    private final FrameTemplate template;

    PutOperation(KeySpace keys) {
        template = new FrameTemplate(request(keys), keys);
    }

    static PutRequest request(KeySpace keys) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFrom(keys.key(0)))
                .setValue(ByteString.copyFrom(keys.value(0)))
                .build();
    }

    @Override
    public Rpc rpc() {
        return Rpc.PUT;
    }

    @Override
    public byte[] frameFor(int keyIndex) {
        return template.aim(keyIndex);
    }

    @Override
    public @Nullable String complaint(int keyIndex, byte[] reply) throws InvalidProtocolBufferException {
        PutResponse response = PutResponse.parseFrom(reply);
        return response.getHeader().getRevision() > 1 ? null : "put without a revision: " + response;
    }
}
