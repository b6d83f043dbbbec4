/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import io.kedge.benchmarks.h2.GrpcStatus;
import io.kedge.benchmarks.h2.H2Connection;
import io.kedge.benchmarks.h2.H2Loop;
import io.kedge.benchmarks.h2.H2Stream;
import io.kedge.benchmarks.h2.StreamListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * A client that wants one put acknowledged and asks several members in turn, the next one every {@link #TURN_MILLIS},
 * without waiting for those asked before; the first acknowledgement ends it. One thread.
 */
public final class TurnPuts implements AutoCloseable {

    static final int TURN_MILLIS = 20;

    private static final long CONNECT_MILLIS = 10_000;

    private final H2Loop loop = new H2Loop();
    private final List<H2Connection> connections = new ArrayList<>();
    private final PutOperation operation = new PutOperation(FixedRequest.KEY);
    /** Counts the calls: what was sent in an earlier one and is answered late acknowledges nothing. */
    private int round;

    private long acknowledgedNanos;
    private boolean acknowledged;

    /** Connects to each. */
    public TurnPuts(List<InetSocketAddress> endpoints) throws IOException {
        try {
            for (InetSocketAddress endpoint : endpoints) {
                connections.addAll(loop.connect(endpoint, 1, CONNECT_MILLIS));
            }
        } catch (IOException e) {
            loop.close();
            throw e;
        }
    }

    /**
     * Seconds from {@code sinceNanos} of {@link System#nanoTime()} to the first acknowledgement of a put sent from now
     * on; empty if there is none within {@code secondsMax}.
     */
    public OptionalDouble secondsToAcknowledged(long sinceNanos, double secondsMax) throws IOException {
        acknowledged = false;
        round++;
        long end = System.nanoTime() + (long) (secondsMax * TimeUnit.SECONDS.toNanos(1));
        long next = System.nanoTime();
        for (int turn = 0; !acknowledged && next < end; turn++) {
            send(connections.get(turn % connections.size()));
            next += TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS);
            loop.runUntil(next, () -> acknowledged);
        }
        return acknowledged ? OptionalDouble.of((acknowledgedNanos - sinceNanos) / 1e9) : OptionalDouble.empty();
    }

    private void send(H2Connection connection) {
        if (!connection.isOpen()) {
            return;
        }
        byte[] frame = operation.frameFor(0);
        connection.send(connection.call(operation.rpc(), new Turn(round)), frame, frame.length, true);
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }

    private final class Turn implements StreamListener {

        private final int sentIn;

        Turn(int sentIn) {
            this.sentIn = sentIn;
        }

        @Override
        public void onMessage(H2Stream stream, ByteBuffer buffer, int offset, int lengthBytes) {}

        @Override
        public void onClosed(H2Stream stream, GrpcStatus status) {
            if (status.ok() && sentIn == round && !acknowledged) {
                acknowledged = true;
                acknowledgedNanos = System.nanoTime();
            }
        }
    }
}
