/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.api.Node;
import io.kedge.model.StatusCode;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.server.http.ClientPortListener;
import io.kedge.server.http.ConnectionLimit;
import io.kedge.server.http.HealthRoutes;
import io.kedge.server.loop.LoopEnvironment;
import io.kedge.server.loop.LoopNode;
import io.kedge.spi.ClientPort;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.kedge.spi.ProtocolProvider;
import io.kedge.spi.ProtocolVerticle;
import io.kedge.spi.WebOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event loop's view of the node, its protocols and its share of the listeners. */
final class ClientPortVerticle extends VerticleBase {

    /** How old the counts of watches may be that metrics show. */
    private static final long SAMPLE_MILLIS = 1_000;

    private static final int TRANSPORT_SLACK_BYTES = 512 << 10;
    /** On each loop: for those who look at the node even when clients have taken all places. */
    private static final int METRICS_CONNECTIONS_MAX = 1_000;

    private static final int WATCH_STREAMS_PER_CONNECTION_MAX = 100_000;

    /** etcd's. */
    private static final int ELECTIONS_WITHOUT_LEADER_MAX = 3;

    private final LoopEnvironment environment;
    private final List<ProtocolProvider> providers;
    private final List<ProtocolVerticle> protocols = new ArrayList<>();
    private @Nullable LoopNode node;
    private @Nullable ClientPortListener clientPort;
    private @Nullable ClientPortListener metricsPort;

    ClientPortVerticle(LoopEnvironment environment, List<ProtocolProvider> providers) {
        this.environment = environment;
        this.providers = providers;
    }

    @Override
    public Future<?> start() {
        LoopNode own = new LoopNode(environment, context);
        node = own;
        ClientPortListener port = new ClientPortListener(vertx, environment.config(), environment.connections());
        clientPort = port;
        List<Future<?>> started = new ArrayList<>();
        ProtocolContext protocolContext = new Context(
                vertx,
                own,
                port,
                environment.meters().registry(),
                limits(),
                environment.config().web());
        for (ProtocolProvider provider : providers) {
            ProtocolVerticle protocol = provider.create();
            protocols.add(protocol);
            started.add(protocol.start(protocolContext));
        }
        HealthRoutes health = new HealthRoutes(own, environment.meters());
        port.route(health::matches, health::handle);
        ClientPortListener metrics = new ClientPortListener(
                        vertx, environment.config(), new ConnectionLimit(METRICS_CONNECTIONS_MAX))
                .withoutHttp2();
        metrics.route(health::matches, health::handle);
        metricsPort = metrics;
        vertx.setPeriodic(environment.config().progressNotifyMillis(), timer -> own.shard()
                .progressTick());
        vertx.setPeriodic(SAMPLE_MILLIS, timer -> own.sample());
        return Future.all(started);
    }

    private ProtocolLimits limits() {
        int request = environment.config().maxRequestBytes();
        return new ProtocolLimits(
                request,
                request + TRANSPORT_SLACK_BYTES,
                WATCH_STREAMS_PER_CONNECTION_MAX,
                ELECTIONS_WITHOUT_LEADER_MAX * environment.config().electionMillis());
    }

    LoopNode node() {
        return Objects.requireNonNull(node, "not started");
    }

    /** Opens the client listeners; on this verticle's loop. */
    Future<?> listen(List<HostPort> addresses) {
        return listen(Objects.requireNonNull(clientPort), addresses);
    }

    /** Opens the listeners for health and metrics alone. */
    Future<?> listenMetrics(List<HostPort> addresses) {
        return listen(Objects.requireNonNull(metricsPort), addresses);
    }

    private Future<?> listen(ClientPortListener listener, List<HostPort> addresses) {
        Promise<Void> all = Promise.promise();
        context.runOnContext(nothing -> {
            List<Future<HttpServer>> listening = new ArrayList<>();
            addresses.forEach(address -> listening.add(listener.listen(address)));
            Future.all(listening).<Void>mapEmpty().onComplete(all);
        });
        return all.future();
    }

    /**
     * Clients are sent away, what they have asked is answered, running watches end with a reason; then there are no
     * connections.
     */
    @Override
    public Future<?> stop() {
        return Objects.requireNonNull(clientPort).leave().transform(left -> close());
    }

    private Future<?> close() {
        node().shard().endAll(StatusCode.STOPPED);
        List<Future<?>> stopped = new ArrayList<>();
        protocols.forEach(protocol -> stopped.add(protocol.stop()));
        stopped.add(Objects.requireNonNull(clientPort).close());
        stopped.add(Objects.requireNonNull(metricsPort).close());
        return Future.join(stopped);
    }

    private record Context(
            Vertx vertx, Node node, ClientPort clientPort, MeterRegistry meters, ProtocolLimits limits, WebOptions web)
            implements ProtocolContext {}
}
