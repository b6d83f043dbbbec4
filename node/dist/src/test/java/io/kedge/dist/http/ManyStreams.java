/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import io.kedge.dist.support.ServerUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Thousands of streams of server-sent events, each on a connection of its own, read by one thread. */
final class ManyStreams implements AutoCloseable {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** One connection. */
    private static final class Stream {

        /** What a wait looks for; it must come in one piece. */
        private boolean seen;

        private long seenAtNanos;
    }

    private final Selector selector;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);

    ManyStreams() throws IOException {
        selector = Selector.open();
    }

    /** Opens streams of {@code path} and waits until all have begun. */
    void open(ServerUnderTest server, String path, int count) throws IOException {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        List<SelectionKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.clientPort()));
            channels.add(channel);
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            keys.add(channel.register(selector, SelectionKey.OP_READ, new Stream()));
        }
        await(keys, "event: sync", 0);
    }

    /** Of the streams opened since {@code from}. */
    List<SelectionKey> keys(int from) {
        return channels.subList(from, channels.size()).stream()
                .map(channel -> channel.keyFor(selector))
                .toList();
    }

    int count() {
        return channels.size();
    }

    /** Waits until all of {@code keys} have read {@code text}; returns the nanoseconds since {@code start} of each. */
    long[] await(List<SelectionKey> keys, String text, long start) throws IOException {
        keys.forEach(key -> ((Stream) key.attachment()).seen = false);
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int[] left = {keys.size()};
        long endNanos = System.nanoTime() + PATIENCE_NANOS;
        while (left[0] > 0) {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError(left[0] + " of " + keys.size() + " streams have not heard " + text);
            }
            selector.select(key -> read(key, wanted, left), 100);
        }
        return keys.stream()
                .mapToLong(key -> ((Stream) key.attachment()).seenAtNanos - start)
                .toArray();
    }

    private void read(SelectionKey key, byte[] wanted, int[] left) {
        Stream stream = (Stream) key.attachment();
        try {
            buffer.clear();
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new AssertionError("a stream has ended");
            }
        } catch (IOException e) {
            throw new AssertionError("a stream was cut", e);
        }
        buffer.flip();
        if (!stream.seen && contains(wanted)) {
            stream.seen = true;
            stream.seenAtNanos = System.nanoTime();
            left[0]--;
        }
    }

    private boolean contains(byte[] wanted) {
        for (int from = 0; from + wanted.length <= buffer.limit(); from++) {
            int at = 0;
            while (at < wanted.length && buffer.get(from + at) == wanted[at]) {
                at++;
            }
            if (at == wanted.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
