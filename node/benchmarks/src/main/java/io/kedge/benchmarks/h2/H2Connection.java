/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.collection.IntObjectHashMap;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection without TLS. Frames are read in place from one buffer and written into another, which goes out
 * once per turn of the loop. The peer's windows are obeyed; our own are so large that the peer never waits for us.
 */
public final class H2Connection {

    private static final int IN_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final SelectionKey key;

    /** The loop's list of connections to flush; this one is in it while {@link #listed}. */
    private final ArrayDeque<H2Connection> written;

    private final String authority;
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    private final Outgoing out;
    private final ReplyHeaders replyHeaders = new ReplyHeaders();
    private final IntObjectHashMap<H2Stream> streams = new IntObjectHashMap<>();
    private final HeaderBlockBuffer headerBlock = new HeaderBlockBuffer();

    private @Nullable RequestHeaders requestHeaders;
    private int nextStreamId = 1;
    private int streamsMax = Integer.MAX_VALUE;
    private int peerTableBytes = 4096;
    private boolean open = true;
    private boolean goingAway;
    private boolean listed;

    private H2Connection(SocketChannel channel, SelectionKey key, ArrayDeque<H2Connection> written, String authority) {
        this.channel = channel;
        this.key = key;
        this.written = written;
        this.authority = authority;
        this.out = new Outgoing(streams);
    }

    static H2Connection open(
            Selector selector, ArrayDeque<H2Connection> written, InetSocketAddress address, long timeoutMillis)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, Math.toIntExact(timeoutMillis));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            H2Connection connection =
                    new H2Connection(channel, key, written, address.getHostString() + ":" + address.getPort());
            key.attach(connection);
            connection.out.preface();
            connection.flush();
            return connection;
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot connect to " + address + ": " + e.getMessage(), e);
        }
    }

    /** The server's settings are here and calls may start. */
    public boolean ready() {
        return requestHeaders != null;
    }

    public boolean isOpen() {
        return open && !goingAway;
    }

    /** How many streams the server allows at once. */
    public int streamsMax() {
        return streamsMax;
    }

    /** Starts a call; bytes follow by {@link #send}. */
    public H2Stream call(Rpc rpc, StreamListener listener) {
        RequestHeaders headers = requestHeaders;
        if (headers == null || !open) {
            throw new IllegalStateException("connection is not ready");
        }
        H2Stream stream = new H2Stream(nextStreamId, listener, out.streamWindowBytes());
        nextStreamId += 2;
        streams.put(stream.id, stream);
        out.headers(stream.id, headers.block(rpc));
        return stream;
    }

    /** Sends one gRPC frame (prefix included) on a call; the bytes are copied before this returns. */
    public void send(H2Stream stream, byte[] frame, int lengthBytes, boolean endStream) {
        if (!open) {
            return;
        }
        out.data(stream, frame, lengthBytes, endStream);
        if (!listed) {
            listed = true;
            written.add(this);
        }
    }

    void serve(SelectionKey ready) {
        try {
            if (ready.isReadable()) {
                int read = channel.read(in);
                if (read < 0) {
                    throw new EOFException("closed by the server");
                }
                in.flip();
                frames();
                in.compact();
            }
            flush();
        } catch (IOException | Http2Exception | RuntimeException e) {
            fail(e);
        }
    }

    /** The loop took this connection off its list: writes what is buffered as far as the socket takes it. */
    void flushListed() {
        listed = false;
        flush();
    }

    private void flush() {
        if (!open || out.isEmpty()) {
            return;
        }
        try {
            boolean all = out.writeTo(channel);
            int interest = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void frames() throws Http2Exception, IOException {
        while (in.remaining() >= Frames.HEADER_BYTES) {
            int start = in.position();
            int word = in.getInt(start);
            int length = word >>> 8;
            if (length > Frames.PAYLOAD_BYTES_MAX) {
                throw new IOException("frame of " + length + " bytes is larger than allowed");
            }
            if (in.remaining() < Frames.HEADER_BYTES + length) {
                return;
            }
            int flags = in.get(start + 4);
            int streamId = in.getInt(start + 5) & 0x7fffffff;
            int payload = start + Frames.HEADER_BYTES;
            in.position(payload + length);
            frame(word & 0xff, flags, streamId, payload, length);
        }
    }

    private void frame(int type, int flags, int streamId, int at, int length) throws Http2Exception, IOException {
        switch (type) {
            case Frames.DATA -> data(flags, streamId, at, length);
            case Frames.HEADERS, Frames.CONTINUATION -> {
                if (type == Frames.HEADERS) {
                    headerBlock.begin(flags, in, at, length);
                } else {
                    headerBlock.add(in, at, length);
                }
                if ((flags & Frames.END_HEADERS) != 0) {
                    headers(streamId);
                }
            }
            case Frames.RST_STREAM ->
                close(streamId, new GrpcStatus(GrpcStatus.UNAVAILABLE, "stream reset, HTTP/2 error " + in.getInt(at)));
            case Frames.SETTINGS -> settings(flags, at, length);
            case Frames.PING -> {
                if ((flags & Frames.ACK) == 0) {
                    out.pong(in.getLong(at));
                }
            }
            case Frames.GOAWAY -> goingAway = true;
            case Frames.WINDOW_UPDATE -> out.windowUpdate(streamId, in.getInt(at) & 0x7fffffff);
            default -> {}
        }
    }

    private void data(int flags, int streamId, int at, int length) {
        out.received(length);
        H2Stream stream = streams.get(streamId);
        if (stream == null) {
            return;
        }
        boolean padded = (flags & Frames.PADDED) != 0;
        int from = padded ? at + 1 : at;
        int bytes = padded ? length - 1 - (in.get(at) & 0xff) : length;
        stream.receive(in, from, bytes);
        if ((flags & Frames.END_STREAM) != 0) {
            close(streamId, new GrpcStatus(GrpcStatus.INTERNAL, "stream ended without grpc-status"));
        } else {
            out.received(stream, length);
        }
    }

    private void headers(int streamId) throws Http2Exception {
        ReplyHeaders.Block block =
                replyHeaders.decode(streamId, headerBlock.bytes(in), headerBlock.offset(), headerBlock.length());
        boolean end = headerBlock.endsStream();
        H2Stream stream = streams.get(streamId);
        if (stream == null) {
            return;
        }
        if (block.httpStatus() != 0 && block.httpStatus() != 200) {
            close(streamId, new GrpcStatus(GrpcStatus.UNAVAILABLE, "HTTP status " + block.httpStatus()));
        } else if (end && stream.insideMessage()) {
            close(streamId, new GrpcStatus(GrpcStatus.INTERNAL, "stream ended inside a message"));
        } else if (end) {
            GrpcStatus grpc = block.grpc();
            close(streamId, grpc != null ? grpc : new GrpcStatus(GrpcStatus.INTERNAL, "no grpc-status"));
        }
    }

    private void settings(int flags, int at, int length) {
        if ((flags & Frames.ACK) != 0) {
            return;
        }
        for (int i = at; i + 6 <= at + length; i += 6) {
            int value = in.getInt(i + 2);
            switch (in.getShort(i)) {
                case Frames.SETTING_TABLE_BYTES -> peerTableBytes = value;
                case Frames.SETTING_STREAMS_MAX -> streamsMax = value < 0 ? Integer.MAX_VALUE : value;
                case Frames.SETTING_WINDOW_BYTES -> out.streamWindow(value);
                default -> {}
            }
        }
        out.settingsAck();
        if (requestHeaders == null) {
            requestHeaders = new RequestHeaders(authority, peerTableBytes);
        }
    }

    private void close(int streamId, GrpcStatus status) {
        H2Stream stream = streams.remove(streamId);
        if (stream != null) {
            stream.listener.onClosed(stream, status);
        }
    }

    private void fail(Exception cause) {
        if (!open) {
            return;
        }
        close();
        GrpcStatus status = new GrpcStatus(GrpcStatus.UNAVAILABLE, "connection lost: " + cause.getMessage());
        List<H2Stream> lost = new ArrayList<>(streams.values());
        streams.clear();
        for (H2Stream stream : lost) {
            stream.listener.onClosed(stream, status);
        }
    }

    void close() {
        open = false;
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            goingAway = true;
        }
    }
}
