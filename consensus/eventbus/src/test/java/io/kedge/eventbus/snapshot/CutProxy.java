/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.cluster.PeerUrl;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Forwards TCP connections until they are cut. */
final class CutProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Queue<NetSocket> sockets = new ConcurrentLinkedQueue<>();
    private final PeerUrl url;

    CutProxy(PeerUrl target) {
        NetServer server = vertx.createNetServer();
        server.connectHandler(incoming -> {
            incoming.pause();
            client.connect(target.port(), target.host()).onComplete((outgoing, failure) -> {
                if (failure != null) {
                    incoming.close();
                    return;
                }
                sockets.add(incoming);
                sockets.add(outgoing);
                incoming.pipeTo(outgoing);
                outgoing.pipeTo(incoming);
            });
        });
        url = new PeerUrl(
                "127.0.0.1",
                io.kedge.eventbus.Await.result(server.listen(0, "127.0.0.1")).actualPort(),
                false);
    }

    PeerUrl url() {
        return url;
    }

    /** Closes every connection; new ones are forwarded again. */
    void cut() {
        for (NetSocket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            socket.close();
        }
    }

    @Override
    public void close() {
        io.kedge.eventbus.Await.result(vertx.close());
    }
}
