/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.GrpcStatus;
import io.kedge.benchmarks.h2.H2Connection;
import io.kedge.benchmarks.h2.H2Stream;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.benchmarks.h2.StreamListener;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveResponse;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Renews leases over long-lived streams: each stream has one request in flight and goes round its share of the leases.
 */
final class LeaseKeepAlive implements Workload {

    private final List<H2Connection> connections;
    private final int streams;
    private final long firstId;
    private final int leases;
    private final Recorder recorder;
    private boolean stopped;
    private int inFlight;

    LeaseKeepAlive(List<H2Connection> connections, int streams, long firstId, int leases, Recorder recorder) {
        this.connections = connections;
        this.streams = Math.min(streams, leases);
        this.firstId = firstId;
        this.leases = leases;
        this.recorder = recorder;
    }

    @Override
    public void start() {
        for (int i = 0; i < streams; i++) {
            Renewer renewer = new Renewer(connections.get(i % connections.size()), i);
            renewer.open();
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean idle() {
        return inFlight <= 0;
    }

    private final class Renewer implements StreamListener {

        private final H2Connection connection;

        /** Which of the leases is renewed: {@code number, number + streams, …}, then from the start again. */
        private int lease;

        private final int number;
        private long startNanos;

        Renewer(H2Connection connection, int number) {
            this.connection = connection;
            this.number = number;
            this.lease = number;
        }

        void open() {
            next(connection.call(Rpc.LEASE_KEEP_ALIVE, this), System.nanoTime());
        }

        private void next(H2Stream stream, long nowNanos) {
            if (stopped || recorder.givenUp()) {
                return;
            }
            inFlight++;
            startNanos = nowNanos;
            byte[] frame = FrameTemplate.frame(
                    LeaseKeepAliveRequest.newBuilder().setID(firstId + lease).build());
            connection.send(stream, frame, frame.length, false);
        }

        @Override
        public void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes) {
            inFlight--;
            long now = System.nanoTime();
            byte[] reply = new byte[lengthBytes];
            buffer.get(offset, reply);
            try {
                LeaseKeepAliveResponse response = LeaseKeepAliveResponse.parseFrom(reply);
                if (response.getID() == firstId + lease && response.getTTL() > 0) {
                    recorder.success(now - startNanos);
                } else {
                    recorder.error("keep-alive answered " + response);
                }
            } catch (InvalidProtocolBufferException e) {
                recorder.error("reply does not decode: " + e.getMessage());
            }
            lease = lease + streams < leases ? lease + streams : number;
            next(stream, now);
        }

        @Override
        public void onClosed(H2Stream stream, GrpcStatus status) {
            inFlight--;
            recorder.error("keep-alive stream ended, grpc-status " + status.code() + ": " + status.message());
        }
    }
}
