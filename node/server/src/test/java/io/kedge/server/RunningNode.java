/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.server.NodeConfig.AutoCompaction;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.server.loop.LoopNode;
import io.kedge.spi.WebOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A node of one event loop inside the test, with a log on disk and a store in memory; calls are made on its loop. */
public final class RunningNode implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;

    private final KedgeNode node;
    private final LoopNode loop;
    private final int port;
    private final Queue<String> fatal = new ConcurrentLinkedQueue<>();

    private RunningNode(NodeConfig config, int port) throws StartException {
        this.port = port;
        synchronized (CapturingProtocol.CONTEXTS) {
            CapturingProtocol.CONTEXTS.clear();
            node = KedgeNode.start(config, (what, cause) -> fatal.add(what + ": " + cause));
            loop = (LoopNode) CapturingProtocol.CONTEXTS.remove().node();
        }
    }

    public static RunningNode start(Path folder) throws StartException, IOException {
        int port = freePort();
        return new RunningNode(config(folder, port, List.of("http://127.0.0.1:1")), port);
    }

    public static NodeConfig config(Path folder, int port, List<String> peerUrls) {
        return new NodeConfig(
                "test",
                folder,
                List.of(new HostPort("127.0.0.1", port)),
                List.of("http://127.0.0.1:" + port),
                peerUrls,
                List.of(),
                List.of(new NodeConfig.InitialMember("test", peerUrls)),
                "token",
                100,
                1000,
                0,
                128,
                1_572_864,
                1_000,
                1_000,
                600_000,
                AutoCompaction.OFF,
                List.of(),
                List.of("capturing"),
                1,
                NodeConfig.ClusterConfig.DEFAULTS,
                PeerOptions.DEFAULTS,
                WebOptions.DEFAULTS);
    }

    public Node node() {
        return loop;
    }

    LoopNode loop() {
        return loop;
    }

    SharedState shared() {
        return (SharedState) loop.identity();
    }

    /** The client port, which serves health and metrics only. */
    public int port() {
        return port;
    }

    /** What would have ended the process. */
    Queue<String> fatal() {
        return fatal;
    }

    /** Makes a call on the node's loop and waits for its result. */
    public <T> T call(BiConsumer<Node, Reply<T>> call) {
        return await(begin(call));
    }

    /** Makes a call on the node's loop. */
    public <T> Future<T> begin(BiConsumer<Node, Reply<T>> call) {
        Promise<T> promise = Promise.promise();
        loop.context().runOnContext(nothing -> Reply.<T>future(reply -> call.accept(loop, reply))
                .onComplete(promise));
        return promise.future();
    }

    /** Runs this on the node's loop and waits for its end. */
    public void run(Consumer<Node> work) {
        Promise<Void> done = Promise.promise();
        loop.context().runOnContext(nothing -> {
            work.accept(loop);
            done.complete();
        });
        await(done.future());
    }

    /** The future's value; its failure is thrown as it is. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + LIMIT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        node.stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
