/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A watch on a connection of its own that reads from its socket only when told to. Used by one thread at a time. */
final class StoppedWatcher implements AutoCloseable {
    private static final int PREFIX_BYTES = 5;

    private final RawHttp2 connection;
    private final DataInputStream in;
    private ByteArrayOutputStream unread = new ByteArrayOutputStream();

    /** Opens the watch and waits until the server has made it; an empty end is one key. */
    StoppedWatcher(int port, ByteString key, ByteString end) throws IOException {
        connection = new RawHttp2(port);
        in = connection.in();
        byte[] create = WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder().setKey(key).setRangeEnd(end))
                .build()
                .toByteArray();
        connection
                .greet()
                .call(1, "/etcdserverpb.Watch/Watch", 0)
                .frame(RawHttp2.DATA, 0, 1, RawHttp2.message(0, create.length, create));
        WatchResponse created = null;
        while (created == null) {
            created = next();
        }
        if (!created.getCreated() || created.getCanceled()) {
            throw new AssertionError("no watch: " + created);
        }
    }

    /** Reads until this many events were given to the consumer; fails when the server hangs up before. */
    void read(int count, Consumer<Event> consumer) throws IOException {
        for (int seen = 0; seen < count; ) {
            WatchResponse response = next();
            if (response != null) {
                if (response.getCanceled()) {
                    throw new AssertionError("the watch ended after " + seen + " events: " + response);
                }
                response.getEventsList().forEach(consumer);
                seen += response.getEventsCount();
            }
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /** The next message; null when the next frame did not complete one. */
    private WatchResponse next() throws IOException {
        byte[] bytes = unread.toByteArray();
        if (bytes.length >= PREFIX_BYTES) {
            int length = ByteBuffer.wrap(bytes).getInt(1);
            if (bytes.length >= PREFIX_BYTES + length) {
                unread = new ByteArrayOutputStream();
                unread.write(bytes, PREFIX_BYTES + length, bytes.length - PREFIX_BYTES - length);
                return WatchResponse.parseFrom(CodedInputStream.newInstance(bytes, PREFIX_BYTES, length));
            }
        }
        frame();
        return null;
    }

    private void frame() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == RawHttp2.DATA && length > 0) {
            unread.writeBytes(payload);
            byte[] more = ByteBuffer.allocate(4).putInt(length).array();
            connection.frame(RawHttp2.WINDOW_UPDATE, 0, 0, more).frame(RawHttp2.WINDOW_UPDATE, 0, 1, more);
        } else if (type == RawHttp2.GOAWAY
                || type == RawHttp2.RST_STREAM
                || type == RawHttp2.HEADERS && (flags & RawHttp2.END_STREAM) != 0) {
            throw new AssertionError("the server ended the stream with a frame of type " + type);
        }
    }
}
