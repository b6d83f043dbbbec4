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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    /** What a message may have around the content of a request. */
    private static final int WEB_SOCKET_SLACK_BYTES = 512 << 10;

    private static final int FLUSHES_MERGED_MAX = 256;
    /** For a client to confirm that it opens no more calls on a connection. */
    private static final long FAREWELL_MILLIS = 1_000;
    /** For calls under way when the listener closes. */
    private static final long CLOSE_MILLIS = 2_000;

    private static final int PING_BYTES = 8;
    /** For a connection's first request, or the start of HTTP/2; until then it has no place among the connections. */
    private static final int SILENCE_MILLIS_MAX = 20_000;
    /** Vert.x's name of the handler that ends silent connections. */
    private static final String SILENCE_HANDLER = "idle";

    private record Route(Predicate<HttpServerRequest> matches, Handler<HttpServerRequest> handler) {}

    private final Vertx vertx;
    private final NodeConfig config;
    private final ConnectionLimit limit;
    private final List<Route> routes = new ArrayList<>();
    private final List<HttpServer> servers = new ArrayList<>();
    /** Those of HTTP/2. */
    private final Set<HttpConnection> connections = new HashSet<>();

    private boolean leaving;
    private boolean speaksHttp2 = true;
    private int silenceMillisMax = SILENCE_MILLIS_MAX;

    public ClientPortListener(Vertx vertx, NodeConfig config, ConnectionLimit limit) {
        this.vertx = vertx;
        this.config = config;
        this.limit = limit;
    }

    /**
     * HTTP/1.1 alone, for all listeners opened from now on. Java's own client asks of a cleartext server to switch to
     * HTTP/2 with its first request, and loses bytes of long answers when the server does; here nothing switches.
     */
    public ClientPortListener withoutHttp2() {
        speaksHttp2 = false;
        return this;
    }

    /** For listeners opened from now on. */
    ClientPortListener silenceMillisMax(int millis) {
        silenceMillisMax = millis;
        return this;
    }

    @Override
    public void route(Predicate<HttpServerRequest> matches, Handler<HttpServerRequest> handler) {
        routes.add(new Route(matches, handler));
    }

    /** Listens on {@code address}; on the loop that is to serve. */
    public Future<HttpServer> listen(HostPort address) {
        HttpServer server = vertx.createHttpServer(options())
                .connectionHandler(this::connected)
                .requestHandler(this::handle);
        servers.add(server);
        return server.listen(address.port(), address.host());
    }

    private HttpServerOptions options() {
        Http2Settings settings = new Http2Settings()
                .setMaxConcurrentStreams(Math.min(config.maxConcurrentStreams(), Integer.MAX_VALUE))
                .setInitialWindowSize(WINDOW_BYTES)
                .setMaxHeaderListSize(HEADERS_BYTES_MAX);
        // Compression would keep some 100 KiB for each WebSocket.
        int webSocketBytesMax = config.maxRequestBytes() + WEB_SOCKET_SLACK_BYTES;
        HttpServerOptions options = new HttpServerOptions();
        options.setInitialSettings(settings)
                .setHttp2ClearTextEnabled(speaksHttp2)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .setHttp2RstFloodMaxRstFramePerWindow(RESETS_PER_WINDOW_MAX)
                .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(HEADERS_BYTES_MAX)
                // All of a connection happens on its loop: HTTP/1.1 needs no queue before Netty's. It would cost each
                // connection 5 KiB, and counts messages where Netty counts bytes.
                .setStrictThreadMode(true)
                .setMaxWebSocketFrameSize(webSocketBytesMax)
                .setMaxWebSocketMessageSize(webSocketBytesMax)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setIdleTimeout(silenceMillisMax)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }

    /** One connection too many costs the others nothing: it is closed at once. */
    private void connected(HttpConnection connection) {
        if (!limit.enter()) {
            connection.close();
            return;
        }
        adapt(connection);
        if (connection instanceof Http1xServerConnection) {
            connection.closeHandler(closed -> limit.leave());
            return;
        }
        connections.add(connection);
        connection.closeHandler(closed -> {
            connections.remove(connection);
            limit.leave();
        });
        if (leaving) {
            sayFarewell(connection);
        }
    }

    /**
     * Replies leave in one system call per turn instead of one per frame; see the decision on flush coalescing for why
     * this reaches into Vert.x.
     */
    private static void adapt(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelPipeline pipeline = base.channel().pipeline();
            // From here on the connection is counted; watches may be silent for as long as they like.
            pipeline.remove(SILENCE_HANDLER);
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

    /**
     * Asks all clients to open no more calls on their connections; those that they open before they hear of it are
     * still served, so that none is lost. Completes when all have heard, or have had time to. On the loop that serves.
     */
    public Future<?> leave() {
        leaving = true;
        return Future.join(
                connections.stream().map(ClientPortListener::sayFarewell).toList());
    }

    /**
     * GOAWAY names the last call that is served: first the highest number there is, for calls may be on their way. The
     * ping's answer says that the client knows (RFC 9113, 6.8).
     */
    private static Future<?> sayFarewell(HttpConnection connection) {
        connection.goAway(0, Integer.MAX_VALUE);
        return connection.ping(Buffer.buffer(new byte[PING_BYTES])).timeout(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes no new connections; those that stand end with their last call, or after two seconds. */
    public Future<?> close() {
        List<Future<?>> closing = new ArrayList<>();
        servers.forEach(server -> closing.add(server.shutdown(CLOSE_MILLIS, TimeUnit.MILLISECONDS)));
        return Future.join(closing);
    }
}
