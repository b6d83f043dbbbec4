/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Asks a server's {@code /health} until it says that it is healthy. */
final class Health {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final long PAUSE_NANOS = 5_000_000;
    private static final int REPLY_BYTES_MAX = 4096;

    private Health() {}

    /**
     * Waits for health.
     *
     * @throws IOException if the server ended or the deadline of {@link System#nanoTime()} passed
     */
    static void await(int port, long deadlineNanos, BooleanSupplier alive) throws IOException {
        while (!healthy(port)) {
            if (!alive.getAsBoolean()) {
                throw new IOException("the server ended before it was healthy");
            }
            if (System.nanoTime() > deadlineNanos) {
                throw new IOException("the server was not healthy in time");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean healthy(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return saysHealthy(new String(in.readNBytes(REPLY_BYTES_MAX), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return false;
        }
    }

    static boolean saysHealthy(String reply) {
        return reply.startsWith("HTTP/1.1 200") && reply.contains("\"health\":\"true\"");
    }
}
