/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantResponse;
import org.jspecify.annotations.Nullable;

/** Grants lease {@code firstId + index}. */
final class LeaseGrantOperation implements Operation {

    private static final long TTL_SECONDS = 3600;

    private final long firstId;

    LeaseGrantOperation(long firstId) {
        this.firstId = firstId;
    }

    @Override
    public Rpc rpc() {
        return Rpc.LEASE_GRANT;
    }

    @Override
    public byte[] frameFor(int index) {
        return FrameTemplate.frame(LeaseGrantRequest.newBuilder()
                .setID(firstId + index)
                .setTTL(TTL_SECONDS)
                .build());
    }

    @Override
    public @Nullable String complaint(int index, byte[] reply) throws InvalidProtocolBufferException {
        LeaseGrantResponse response = LeaseGrantResponse.parseFrom(reply);
        return response.getID() == firstId + index && response.getTTL() > 0 ? null : "grant answered " + response;
    }
}
