/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.dist.support.Ports;
import io.kedge.dist.support.WireClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One TCP proxy before each member; members know each other by the proxies' ports. A member opens a connection of its
 * own to each other one and sends only on that, so a connection is the link from its sender to the member behind the
 * proxy; the sender's id stands in its first frame. Each link has a {@link LinkState}. Safe for many threads: all state
 * lives on one event loop.
 */
final class PeerProxies implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** From one member to another, by their places. */
    private record Link(int from, int to) {}

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final List<Integer> shownPorts = new ArrayList<>();
    private final List<Integer> hiddenPorts = new ArrayList<>();
    private final Map<Link, LinkState> states = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<ProxiedLink> open = new HashSet<>();
    private final NetClient client;

    PeerProxies(int members) {
        client = WireClient.await(onLoop(vertx::createNetClient), LIMIT);
        for (int to = 0; to < members; to++) {
            int member = to;
            hiddenPorts.add(Ports.free());
            Future<Integer> port = onLoop(() -> vertx.createNetServer()
                            .connectHandler(socket -> accept(socket, member))
                            .listen(0, "127.0.0.1"))
                    .compose(listening -> listening)
                    .map(server -> server.actualPort());
            shownPorts.add(WireClient.await(port, LIMIT));
        }
    }

    /** What members say they listen at. */
    List<Integer> shownPorts() {
        return List.copyOf(shownPorts);
    }

    /** What they listen at. */
    List<Integer> hiddenPorts() {
        return List.copyOf(hiddenPorts);
    }

    /** Says which place the member of this id has, an id as the bus names it. Before that its links are all open. */
    void learn(long memberId, int place) {
        run(() -> places.put(Long.toHexString(memberId), place));
    }

    /** Changes one link, with the connections that stand. */
    void set(int from, int to, LinkState state) {
        run(() -> {
            states.put(new Link(from, to), state);
            List.copyOf(open).forEach(ProxiedLink::stateChanged);
        });
    }

    /** All links as they should be. */
    void heal() {
        run(() -> {
            states.clear();
            List.copyOf(open).forEach(ProxiedLink::stateChanged);
        });
    }

    /** Of the link from {@code sender}; event loop only. */
    LinkState state(String sender, int to) {
        Integer from = places.get(sender.replaceFirst("^0+", ""));
        return from == null ? LinkState.OPEN : states.getOrDefault(new Link(from, to), LinkState.OPEN);
    }

    void closed(ProxiedLink link) {
        open.remove(link);
    }

    private void accept(NetSocket socket, int to) {
        socket.pause();
        client.connect(hiddenPorts.get(to), "127.0.0.1")
                .onFailure(refused -> socket.close())
                .onSuccess(behind -> open.add(new ProxiedLink(this, vertx, socket, behind, to)));
    }

    private void run(Runnable task) {
        WireClient.await(
                onLoop(() -> {
                    task.run();
                    return true;
                }),
                LIMIT);
    }

    private <T> Future<T> onLoop(java.util.function.Supplier<T> task) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(now -> {
            try {
                done.complete(task.get());
            } catch (RuntimeException | Error e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    @Override
    public void close() {
        WireClient.await(vertx.close(), LIMIT);
    }
}
