/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.Rpc;
import org.jspecify.annotations.Nullable;

/** One kind of unary request: how it is written for a key and how its reply is judged. */
interface Operation {

    Rpc rpc();

    /** The gRPC frame for a key; valid until the next call. */
    byte[] frameFor(int keyIndex);

    /** What is wrong with the reply, or null if it is right. */
    @Nullable
    String complaint(int keyIndex, byte[] reply) throws InvalidProtocolBufferException;
}
