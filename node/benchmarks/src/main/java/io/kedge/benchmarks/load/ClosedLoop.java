/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.GrpcStatus;
import io.kedge.benchmarks.h2.H2Connection;
import io.kedge.benchmarks.h2.H2Stream;
import io.kedge.benchmarks.h2.StreamListener;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Unary calls in slots, {@code streams} on each connection; a slot's reply is checked and starts its next request. */
final class ClosedLoop implements Workload {

    /** Every so many replies of a slot one is decoded and compared; every reply's status is looked at. */
    private static final int SAMPLE_EVERY = 64;

    private final List<H2Connection> connections;
    private final int streams;
    private final Supplier<Operation> operations;

    /** The next key, or a negative number when there is no more. */
    private final IntSupplier keys;

    private final Recorder recorder;
    private boolean stopped;
    private int inFlight;

    ClosedLoop(
            List<H2Connection> connections,
            int streams,
            Supplier<Operation> operations,
            IntSupplier keys,
            Recorder recorder) {
        this.connections = connections;
        this.streams = streams;
        this.operations = operations;
        this.keys = keys;
        this.recorder = recorder;
    }

    @Override
    public void start() {
        for (int i = 0; i < streams; i++) {
            for (H2Connection connection : connections) {
                new Slot(connection, operations.get()).next(System.nanoTime());
            }
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean idle() {
        return inFlight == 0;
    }

    private final class Slot implements StreamListener {

        private final H2Connection connection;
        private Operation operation;
        private int keyIndex;
        private long startNanos;
        private int messages;
        private int untilSample;

        Slot(H2Connection connection, Operation first) {
            this.connection = connection;
            this.operation = first;
        }

        void next(long nowNanos) {
            if (stopped || recorder.givenUp() || !connection.isOpen()) {
                return;
            }
            int key = keys.getAsInt();
            if (key < 0) {
                return;
            }
            keyIndex = key;
            operation = operations.get();
            startNanos = nowNanos;
            messages = 0;
            inFlight++;
            byte[] frame = operation.frameFor(key);
            connection.send(connection.call(operation.rpc(), this), frame, frame.length, true);
        }

        @Override
        public void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes) {
            messages++;
            if (--untilSample >= 0) {
                return;
            }
            untilSample = SAMPLE_EVERY - 1;
            byte[] reply = new byte[lengthBytes];
            buffer.get(offset, reply);
            try {
                String complaint = operation.complaint(keyIndex, reply);
                if (complaint != null) {
                    recorder.error(complaint);
                }
            } catch (InvalidProtocolBufferException e) {
                recorder.error("reply does not decode: " + e.getMessage());
            }
        }

        @Override
        public void onClosed(H2Stream stream, GrpcStatus status) {
            inFlight--;
            long now = System.nanoTime();
            if (!status.ok()) {
                recorder.error("grpc-status " + status.code() + ": " + status.message());
            } else if (messages != 1) {
                recorder.error(messages + " replies to one request");
            } else {
                recorder.success(now - startNanos);
            }
            next(now);
        }
    }
}
