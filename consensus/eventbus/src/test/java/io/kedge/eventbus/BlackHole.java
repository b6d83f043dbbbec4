/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.PeerUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes connections and never reads from them. */
final class BlackHole implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    BlackHole() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "black-hole");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    PeerUrl url() {
        return new PeerUrl("127.0.0.1", server.getLocalPort(), false);
    }

    /** Connections so far. */
    int connections() {
        return sockets.size();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                sockets.add(server.accept());
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
