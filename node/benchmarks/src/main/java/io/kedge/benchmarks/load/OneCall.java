/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.MessageLite;
import io.kedge.benchmarks.h2.GrpcStatus;
import io.kedge.benchmarks.h2.H2Connection;
import io.kedge.benchmarks.h2.H2Loop;
import io.kedge.benchmarks.h2.H2Stream;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.benchmarks.h2.StreamListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One unary call on a connection of its own; the caller waits for the answer. */
public final class OneCall implements StreamListener {

    private byte[] reply = new byte[0];
    private @Nullable GrpcStatus status;

    private OneCall() {}

    /**
     * Calls and returns the reply's bytes.
     *
     * @throws IOException if there was no answer in time or its status is not OK; the message says which
     */
    public static byte[] ask(InetSocketAddress endpoint, Rpc rpc, MessageLite request, long timeoutMillis)
            throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        try (H2Loop loop = new H2Loop()) {
            H2Connection connection = loop.connect(endpoint, 1, timeoutMillis).get(0);
            OneCall call = new OneCall();
            byte[] frame = FrameTemplate.frame(request);
            connection.send(connection.call(rpc, call), frame, frame.length, true);
            loop.runUntil(deadline, () -> call.status != null);
            GrpcStatus status = call.status;
            if (status == null) {
                throw new IOException(rpc + " was not answered within " + timeoutMillis + " ms");
            }
            if (!status.ok()) {
                throw new IOException(rpc + ": grpc-status " + status.code() + ": " + status.message());
            }
            return call.reply;
        }
    }

    @Override
    public void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes) {
        reply = new byte[lengthBytes];
        buffer.get(offset, reply);
    }

    @Override
    public void onClosed(H2Stream stream, GrpcStatus ended) {
        status = ended;
    }
}
