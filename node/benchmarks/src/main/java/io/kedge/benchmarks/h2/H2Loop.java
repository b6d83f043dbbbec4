/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One thread, one selector, any number of connections. Everything here and every listener runs on the caller's thread.
 */
public final class H2Loop implements AutoCloseable {

    private static final long SELECT_MILLIS_MAX = 50;

    private final Selector selector;
    private final List<H2Connection> connections = new ArrayList<>();

    /** Connections written to since the last turn. */
    private final ArrayDeque<H2Connection> written = new ArrayDeque<>();

    public H2Loop() throws IOException {
        selector = Selector.open();
    }

    /**
     * Opens connections and waits until the server has sent its settings on each.
     *
     * @throws IOException if one cannot be opened or the server does not speak HTTP/2 in time
     */
    public List<H2Connection> connect(InetSocketAddress address, int count, long timeoutMillis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        List<H2Connection> opened = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            H2Connection connection = H2Connection.open(selector, written, address, timeoutMillis);
            connections.add(connection);
            opened.add(connection);
        }
        runUntil(deadline, () -> opened.stream().allMatch(c -> c.ready() || !c.isOpen()));
        for (H2Connection connection : opened) {
            if (!connection.isOpen() || !connection.ready()) {
                throw new IOException("no HTTP/2 settings from " + address + " within " + timeoutMillis + " ms");
            }
        }
        return opened;
    }

    /** Serves all connections until {@code done} or the deadline of {@link System#nanoTime()}, whichever is first. */
    public void runUntil(long deadlineNanos, BooleanSupplier done) throws IOException {
        flushWritten();
        while (!done.getAsBoolean()) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return;
            }
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1;
            selector.select(H2Loop::serve, Math.min(leftMillis, SELECT_MILLIS_MAX));
            flushWritten();
        }
    }

    private void flushWritten() {
        for (H2Connection next = written.poll(); next != null; next = written.poll()) {
            next.flushListed();
        }
    }

    private static void serve(SelectionKey key) {
        ((H2Connection) key.attachment()).serve(key);
    }

    @Override
    public void close() throws IOException {
        for (H2Connection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
