/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.http;

import io.kedge.server.NodeConfig;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.spi.ClientPort;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One loop's share of a listener: HTTP/2 with prior knowledge and HTTP/1.1 on one port. Vert.x's defaults would break
 * etcd's clients (100 streams, 200 resets per 30 s), so they are raised, with limits of our own.
 */
public final class ClientPortListener implements ClientPort {

    private static final int WINDOW_BYTES = 1 << 20;
    private static final int CONNECTION_WINDOW_BYTES = 16 << 20;
    private static final int HEADERS_BYTES_MAX = 64 << 10;
    private static final int RESETS_PER_WINDOW_MAX = 20_000;
    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int FLUSHES_MERGED_MAX = 256;

    private record Route(Predicate<HttpServerRequest> matches, Handler<HttpServerRequest> handler) {}

    private final Vertx vertx;
    private final NodeConfig config;
    private final List<Route> routes = new ArrayList<>();
    private final List<HttpServer> servers = new ArrayList<>();

    public ClientPortListener(Vertx vertx, NodeConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    @Override
    public void route(Predicate<HttpServerRequest> matches, Handler<HttpServerRequest> handler) {
        routes.add(new Route(matches, handler));
    }

    /** Listens on {@code address}; on the loop that is to serve. */
    public Future<HttpServer> listen(HostPort address) {
        HttpServer server = vertx.createHttpServer(options())
                .connectionHandler(ClientPortListener::adapt)
                .requestHandler(this::handle);
        servers.add(server);
        return server.listen(address.port(), address.host());
    }

    private HttpServerOptions options() {
        Http2Settings settings = new Http2Settings()
                .setMaxConcurrentStreams(Math.min(config.maxConcurrentStreams(), Integer.MAX_VALUE))
                .setInitialWindowSize(WINDOW_BYTES)
                .setMaxHeaderListSize(HEADERS_BYTES_MAX);
        HttpServerOptions options = new HttpServerOptions();
        options.setInitialSettings(settings)
                .setHttp2ClearTextEnabled(true)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .setHttp2RstFloodMaxRstFramePerWindow(RESETS_PER_WINDOW_MAX)
                .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(HEADERS_BYTES_MAX)
                .setTcpNoDelay(true)
                .setReuseAddress(true);
        return options;
    }

    /**
     * Replies leave in one system call per turn instead of one per frame; see the decision on flush coalescing for why
     * this reaches into Vert.x.
     */
    private static void adapt(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelPipeline pipeline = base.channel().pipeline();
            pipeline.addFirst("kedge-flush", new FlushConsolidationHandler(FLUSHES_MERGED_MAX, true));
            LenientAuthority.install(pipeline);
        }
    }

    private void handle(HttpServerRequest request) {
        for (Route route : routes) {
            if (route.matches().test(request)) {
                route.handler().handle(request);
                return;
            }
        }
        request.response().setStatusCode(404).end("404 page not found\n");
    }

    public Future<?> close() {
        List<Future<?>> closing = new ArrayList<>();
        servers.forEach(server -> closing.add(server.close()));
        return Future.join(closing);
    }
}
