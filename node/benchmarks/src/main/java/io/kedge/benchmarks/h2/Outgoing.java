/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import io.netty.util.collection.IntObjectHashMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;

/** What a connection writes: frames in one growing buffer, and the windows of both directions. */
final class Outgoing {

    /** Received bytes after which a window is opened again; far below the window of 2^31-1 bytes. */
    private static final int REOPEN_BYTES = 256 << 20;

    private final IntObjectHashMap<H2Stream> streams;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 10);

    /** Streams with unsent bytes, oldest first. */
    private final ArrayDeque<H2Stream> waiting = new ArrayDeque<>();

    private int windowBytes = Frames.WINDOW_BYTES_DEFAULT;
    private int streamWindowBytes = Frames.WINDOW_BYTES_DEFAULT;
    private int receivedBytes;

    Outgoing(IntObjectHashMap<H2Stream> streams) {
        this.streams = streams;
    }

    /** The window with which a new stream starts. */
    int streamWindowBytes() {
        return streamWindowBytes;
    }

    boolean isEmpty() {
        return buffer.position() == 0;
    }

    /** Returns true if everything went out. */
    boolean writeTo(SocketChannel channel) throws IOException {
        buffer.flip();
        channel.write(buffer);
        boolean all = !buffer.hasRemaining();
        buffer.compact();
        return all;
    }

    void preface() {
        room(Frames.PREFACE.length + 64);
        buffer.put(Frames.PREFACE);
        head(12, Frames.SETTINGS, 0, 0);
        buffer.putShort((short) Frames.SETTING_ENABLE_PUSH).putInt(0);
        buffer.putShort((short) Frames.SETTING_WINDOW_BYTES).putInt(Integer.MAX_VALUE);
        head(4, Frames.WINDOW_UPDATE, 0, 0);
        buffer.putInt(Integer.MAX_VALUE - Frames.WINDOW_BYTES_DEFAULT);
    }

    void headers(int streamId, byte[] block) {
        room(Frames.HEADER_BYTES + block.length);
        head(block.length, Frames.HEADERS, Frames.END_HEADERS, streamId);
        buffer.put(block);
    }

    void data(H2Stream stream, byte[] bytes, int length, boolean endStream) {
        if (stream.unsent == null && length <= sendable(stream, length)) {
            write(stream, bytes, 0, length, endStream);
            return;
        }
        enqueue(stream, bytes, length, endStream);
        drain();
    }

    void pong(long payload) {
        room(Frames.HEADER_BYTES + 8);
        head(8, Frames.PING, Frames.ACK, 0);
        buffer.putLong(payload);
    }

    void settingsAck() {
        room(Frames.HEADER_BYTES);
        head(0, Frames.SETTINGS, Frames.ACK, 0);
    }

    /** The peer's setting changed: open streams move by the difference (RFC 9113 section 6.9.2). */
    void streamWindow(int bytes) {
        int delta = bytes - streamWindowBytes;
        streamWindowBytes = bytes;
        for (H2Stream stream : streams.values()) {
            stream.sendWindowBytes += delta;
        }
        drain();
    }

    void windowUpdate(int streamId, int bytes) {
        if (streamId == 0) {
            windowBytes += bytes;
        } else {
            H2Stream stream = streams.get(streamId);
            if (stream != null) {
                stream.sendWindowBytes += bytes;
            }
        }
        if (!waiting.isEmpty()) {
            drain();
        }
    }

    /** Counts DATA of the connection and opens its window again in time. */
    void received(int bytes) {
        receivedBytes += bytes;
        if (receivedBytes >= REOPEN_BYTES) {
            update(0, receivedBytes);
            receivedBytes = 0;
        }
    }

    void received(H2Stream stream, int bytes) {
        stream.receivedBytes += bytes;
        if (stream.receivedBytes >= REOPEN_BYTES) {
            update(stream.id, stream.receivedBytes);
            stream.receivedBytes = 0;
        }
    }

    private void update(int streamId, int bytes) {
        room(Frames.HEADER_BYTES + 4);
        head(4, Frames.WINDOW_UPDATE, 0, streamId);
        buffer.putInt(bytes);
    }

    private int sendable(H2Stream stream, int length) {
        int window = Math.min(windowBytes, stream.sendWindowBytes);
        return Math.max(0, Math.min(Math.min(window, Frames.PAYLOAD_BYTES_MAX), length));
    }

    private void enqueue(H2Stream stream, byte[] bytes, int length, boolean endStream) {
        byte[] before = stream.unsent;
        if (before == null) {
            stream.unsent = Arrays.copyOf(bytes, length);
            stream.unsentOffset = 0;
            waiting.add(stream);
        } else {
            byte[] joined = Arrays.copyOf(before, before.length + length);
            System.arraycopy(bytes, 0, joined, before.length, length);
            stream.unsent = joined;
        }
        stream.unsentEndsStream = endStream;
    }

    private void drain() {
        for (int i = waiting.size(); i > 0 && windowBytes > 0; i--) {
            H2Stream stream = waiting.remove();
            byte[] bytes = stream.unsent;
            if (bytes == null || streams.get(stream.id) != stream) {
                continue;
            }
            int part = sendable(stream, bytes.length - stream.unsentOffset);
            while (part > 0) {
                boolean last = stream.unsentOffset + part == bytes.length;
                write(stream, bytes, stream.unsentOffset, part, last && stream.unsentEndsStream);
                stream.unsentOffset += part;
                part = last ? 0 : sendable(stream, bytes.length - stream.unsentOffset);
            }
            if (stream.unsentOffset < bytes.length) {
                waiting.add(stream);
            } else {
                stream.unsent = null;
            }
        }
    }

    private void write(H2Stream stream, byte[] bytes, int offset, int length, boolean endStream) {
        windowBytes -= length;
        stream.sendWindowBytes -= length;
        room(Frames.HEADER_BYTES + length);
        head(length, Frames.DATA, endStream ? Frames.END_STREAM : 0, stream.id);
        buffer.put(bytes, offset, length);
    }

    private void head(int length, int type, int flags, int streamId) {
        buffer.putInt(length << 8 | type).put((byte) flags).putInt(streamId);
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
            buffer = larger.put(buffer.flip());
        }
    }
}
