/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A watch on a connection of its own that reads from its socket only when told to. Used by one thread at a time. */
final class StoppedWatcher implements AutoCloseable {
    private static final int PREFIX_BYTES = 5;

    /** Received bytes after which both windows, of 64 KiB, are opened again. */
    private static final int REOPEN_BYTES = 32 << 10;

    private final RawHttp2 connection;
    private final DataInputStream in;

    /** What was received of messages that are not read yet lies from {@code unreadFrom} to {@code unreadTo}. */
    private byte[] unread = new byte[1 << 10];

    private int unreadFrom;
    private int unreadTo;
    private int sinceReopened;

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
        int bytes = unreadTo - unreadFrom;
        if (bytes >= PREFIX_BYTES) {
            int length = ByteBuffer.wrap(unread).getInt(unreadFrom + 1);
            if (bytes >= PREFIX_BYTES + length) {
                int at = unreadFrom + PREFIX_BYTES;
                unreadFrom = at + length;
                return WatchResponse.parseFrom(CodedInputStream.newInstance(unread, at, length));
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
        room(length);
        in.readFully(unread, unreadTo, length);
        if (type == RawHttp2.DATA) {
            unreadTo += length;
            reopen(length);
        } else if (type == RawHttp2.GOAWAY
                || type == RawHttp2.RST_STREAM
                || type == RawHttp2.HEADERS && (flags & RawHttp2.END_STREAM) != 0) {
            throw new AssertionError("the server ended the stream with a frame of type " + type);
        }
    }

    private void room(int bytes) {
        if (unread.length - unreadTo < bytes) {
            int kept = unreadTo - unreadFrom;
            byte[] target = unread.length - kept < bytes ? new byte[2 * (kept + bytes)] : unread;
            System.arraycopy(unread, unreadFrom, target, 0, kept);
            unread = target;
            unreadFrom = 0;
            unreadTo = kept;
        }
    }

    private void reopen(int received) {
        sinceReopened += received;
        if (sinceReopened >= REOPEN_BYTES) {
            byte[] more = ByteBuffer.allocate(4).putInt(sinceReopened).array();
            connection.write(RawHttp2.frameBytes(4, RawHttp2.WINDOW_UPDATE, 0, 0, more));
            connection.write(RawHttp2.frameBytes(4, RawHttp2.WINDOW_UPDATE, 0, 1, more));
            sinceReopened = 0;
        }
    }
}
