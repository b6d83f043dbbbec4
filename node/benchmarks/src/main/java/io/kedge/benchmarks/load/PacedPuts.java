/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import io.kedge.benchmarks.h2.GrpcStatus;
import io.kedge.benchmarks.h2.H2Connection;
import io.kedge.benchmarks.h2.H2Stream;
import io.kedge.benchmarks.h2.StreamListener;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** Puts sent one by one when the clock says so, on connections in turn, however long earlier ones take. One thread. */
final class PacedPuts {

    private final List<H2Connection> connections;
    private final KeySpace keys;
    private final PutOperation operation;
    private final SplittableRandom random;
    private final Recorder recorder;
    private int turn;
    private int inFlight;

    PacedPuts(List<H2Connection> connections, KeySpace keys, long seed, Recorder recorder) {
        this.connections = connections;
        this.keys = keys;
        this.operation = new PutOperation(keys);
        this.random = new SplittableRandom(seed);
        this.recorder = recorder;
    }

    void send() {
        H2Connection connection = connections.get(turn++ % connections.size());
        if (!connection.isOpen()) {
            recorder.error("a connection is closed");
            return;
        }
        byte[] frame = operation.frameFor(random.nextInt(keys.count()));
        inFlight++;
        connection.send(connection.call(operation.rpc(), new Call(System.nanoTime())), frame, frame.length, true);
    }

    boolean idle() {
        return inFlight == 0;
    }

    private final class Call implements StreamListener {

        private final long sentNanos;

        Call(long sentNanos) {
            this.sentNanos = sentNanos;
        }

        @Override
        public void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes) {}

        @Override
        public void onClosed(H2Stream stream, GrpcStatus status) {
            inFlight--;
            if (status.ok()) {
                recorder.success(System.nanoTime() - sentNanos);
            } else {
                recorder.error("grpc-status " + status.code() + ": " + status.message());
            }
        }
    }
}
