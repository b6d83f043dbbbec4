/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.ByteString;
import io.kedge.benchmarks.h2.GrpcStatus;
import io.kedge.benchmarks.h2.H2Connection;
import io.kedge.benchmarks.h2.H2Stream;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.benchmarks.h2.StreamListener;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Puts to watched keys; an event's way from the put's sending to the watcher is the latency, and what is counted is
 * deliveries. A put's slot is free again when its reply and all its deliveries are here, so no backlog grows: the rate
 * is the rate of the whole fan-out. The value names slot, number of the put and time, so a delivery that is doubled,
 * lost or belongs elsewhere is noticed.
 */
final class WatchFanOut implements Workload {

    /** Slot, sequence number, nanosecond of sending. */
    private static final int STAMP_BYTES = 4 + 8 + 8;

    private final List<H2Connection> watchConnections;
    private final H2Connection writer;
    private final WatchShape shape;
    private final KeySpace keys;
    private final Recorder recorder;
    private final SplittableRandom random;
    private final Slot[] slots;
    private final WatchEvents events = new WatchEvents();
    private int created;
    private int busySlots;
    private boolean stopped;

    WatchFanOut(
            List<H2Connection> watchConnections,
            H2Connection writer,
            WatchShape shape,
            KeySpace keys,
            long seed,
            Recorder recorder) {
        this.watchConnections = watchConnections;
        this.writer = writer;
        this.shape = shape;
        this.keys = keys;
        this.recorder = recorder;
        this.random = new SplittableRandom(seed);
        this.slots = new Slot[shape.putsInFlight()];
    }

    /** Opens the streams and asks for every watch; they stand when {@link #watching()}. */
    void watch() {
        int perStream = shape.watchesPerStream();
        for (int first = 0, number = 0; first < shape.watchers(); first += perStream, number++) {
            H2Connection connection = watchConnections.get(number % watchConnections.size());
            H2Stream stream = connection.call(Rpc.WATCH, new Watcher());
            int end = Math.min(shape.watchers(), first + perStream);
            for (int watcher = first; watcher < end; watcher++) {
                byte[] frame = FrameTemplate.frame(WatchRequest.newBuilder()
                        .setCreateRequest(WatchCreateRequest.newBuilder()
                                .setKey(ByteString.copyFrom(keys.key(shape.keyOf(watcher))))
                                .setWatchId(watcher + 1L))
                        .build());
                connection.send(stream, frame, frame.length, false);
            }
        }
    }

    boolean watching() {
        return created == shape.watchers() || recorder.errors() > 0;
    }

    @Override
    public void start() {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(i);
        }
        for (Slot slot : slots) {
            slot.next();
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean idle() {
        return busySlots == 0;
    }

    /** One put in flight with its deliveries. */
    private final class Slot implements StreamListener {

        private final byte[] stamp = new byte[Math.max(STAMP_BYTES, keys.valueBytes())];
        private final ByteBuffer stampFields = ByteBuffer.wrap(stamp);
        private final int number;
        private long sequence;
        private int keyIndex;
        private int deliveriesLeft;
        private int replies;

        /** The put's call is over; the slot is free once {@code deliveriesLeft} is 0 too. */
        private boolean closed;

        Slot(int number) {
            this.number = number;
        }

        void next() {
            if (stopped || recorder.givenUp() || !writer.isOpen()) {
                return;
            }
            busySlots++;
            sequence++;
            keyIndex = shape.oneKey() ? 0 : random.nextInt(shape.watchers());
            deliveriesLeft = shape.oneKey() ? shape.watchers() : 1;
            replies = 0;
            closed = false;
            stampFields.putInt(0, number).putLong(4, sequence).putLong(12, System.nanoTime());
            byte[] frame = FrameTemplate.frame(PutRequest.newBuilder()
                    .setKey(ByteString.copyFrom(keys.key(keyIndex)))
                    .setValue(ByteString.copyFrom(stamp))
                    .build());
            writer.send(writer.call(Rpc.PUT, this), frame, frame.length, true);
        }

        void delivered(long watchId, long seen, long sentNanos, long nowNanos) {
            boolean mine = shape.oneKey() || watchId == keyIndex + 1L;
            if (seen != sequence || deliveriesLeft == 0 || !mine) {
                recorder.error("watcher " + watchId + " got put " + seen + " of slot " + number + " out of turn");
                return;
            }
            recorder.success(nowNanos - sentNanos);
            deliveriesLeft--;
            settle();
        }

        private void settle() {
            if (closed && deliveriesLeft == 0) {
                busySlots--;
                next();
            }
        }

        @Override
        public void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes) {
            replies++;
        }

        @Override
        public void onClosed(H2Stream stream, GrpcStatus status) {
            if (status.ok() && replies == 1) {
                closed = true;
                settle();
            } else {
                busySlots--;
                recorder.error("put ended with grpc-status " + status.code() + ": " + status.message());
            }
        }
    }

    /** The watches of one stream. */
    private final class Watcher implements StreamListener, WatchEvents.Sink {

        private long nowNanos;

        @Override
        public void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes) {
            nowNanos = System.nanoTime();
            events.read(buffer, offset, lengthBytes, this);
        }

        @Override
        public void created(long watchId) {
            created++;
        }

        @Override
        public void canceled(long watchId) {
            recorder.error("watch " + watchId + " was canceled");
        }

        @Override
        public void value(long watchId, ByteBuffer buffer, int offset, int lengthBytes) {
            int slot = lengthBytes < STAMP_BYTES ? -1 : buffer.getInt(offset);
            if (slot < 0 || slot >= slots.length) {
                recorder.error("watcher " + watchId + " got a value nobody wrote");
                return;
            }
            slots[slot].delivered(watchId, buffer.getLong(offset + 4), buffer.getLong(offset + 12), nowNanos);
        }

        @Override
        public void onClosed(H2Stream stream, GrpcStatus status) {
            recorder.error("watch stream ended, grpc-status " + status.code() + ": " + status.message());
        }
    }
}
