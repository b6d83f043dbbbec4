/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import com.google.protobuf.ByteString;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens watch streams on one connection and resets them, with so little work of its own that the time taken is the
 * server's. Used by one thread.
 */
final class WatchResets implements AutoCloseable {
    private static final int ACK = 1;
    private static final int CANCEL = 8;

    private final RawHttp2 connection;
    private final DataInputStream in;
    private int nextStream = 1;

    WatchResets(int port) throws IOException {
        connection = new RawHttp2(port);
        in = connection.in();
        connection.greet().frame(RawHttp2.WINDOW_UPDATE, 0, 0, fourBytes(1 << 30));
    }

    /** Opens streams with a watch each, waits until every watch is made, and resets them all. */
    void openAndReset(int count) throws IOException {
        Set<Integer> waiting = new HashSet<>();
        for (int i = 0; i < count; i++, nextStream += 2) {
            byte[] create = WatchRequest.newBuilder()
                    .setCreateRequest(WatchCreateRequest.newBuilder().setKey(ByteString.copyFromUtf8("cancel/" + i)))
                    .build()
                    .toByteArray();
            connection
                    .call(nextStream, "/etcdserverpb.Watch/Watch", 0)
                    .frame(RawHttp2.DATA, 0, nextStream, RawHttp2.message(0, create.length, create));
            waiting.add(nextStream);
        }
        Set<Integer> made = Set.copyOf(waiting);
        while (!waiting.isEmpty()) {
            Frame frame = next();
            if (frame.type() == RawHttp2.DATA) {
                waiting.remove(frame.stream());
            } else if (frame.type() == RawHttp2.RST_STREAM) {
                throw new AssertionError("the server reset stream " + frame.stream());
            }
        }
        for (int stream : made) {
            connection.frame(RawHttp2.RST_STREAM, 0, stream, fourBytes(CANCEL));
        }
    }

    /** Waits until the server has dealt with everything sent so far and says that the connection lives. */
    void ping() throws IOException {
        connection.frame(RawHttp2.PING, 0, 0, new byte[8]);
        Frame frame;
        do {
            frame = next();
        } while (frame.type() != RawHttp2.PING || frame.flags() != ACK);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private record Frame(int type, int flags, int stream) {}

    private Frame next() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt());
        in.skipNBytes(length);
        if (frame.type() == RawHttp2.GOAWAY) {
            throw new AssertionError("the server ends the connection");
        }
        return frame;
    }

    private static byte[] fourBytes(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
