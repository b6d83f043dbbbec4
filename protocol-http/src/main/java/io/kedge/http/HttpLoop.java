/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.kedge.api.Node;
import io.kedge.model.Caller;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.kedge.spi.WebOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;

/** What all faces of one event loop share. */
public final class HttpLoop {

    private final ProtocolContext context;
    private final OpenBodies bodies;

    public HttpLoop(ProtocolContext context) {
        this.context = context;
        this.bodies = new OpenBodies(context.vertx());
    }

    OpenBodies bodies() {
        return bodies;
    }

    /** Counts bytes of a message that has not come whole; false if the loop has no room for them. */
    public boolean hold(int bytes) {
        return bodies.hold(bytes);
    }

    /** To be called for all that {@link #hold} has counted, once it is not held any more. */
    public void release(long bytes) {
        bodies.release(bytes);
    }

    /** Ends what runs by itself. */
    public void stop() {
        bodies.stop();
    }

    public Node node() {
        return context.node();
    }

    public Vertx vertx() {
        return context.vertx();
    }

    public MeterRegistry meters() {
        return context.meters();
    }

    public ProtocolLimits limits() {
        return context.limits();
    }

    public WebOptions web() {
        return context.web();
    }

    /** Whether who asks is a program, a page of the host that it is sent to, or one that the node was told to trust. */
    public boolean mayAsk(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return Origins.isAllowed(
                request.getHeader("Origin"), authority == null ? null : authority.toString(), web().origins());
    }

    /** Who makes this request: the one place where tokens, passwords and certificates are going to be looked at. */
    public Caller caller(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return Caller.anonymous("http", remote == null ? "" : remote.hostAddress() + ":" + remote.port());
    }
}
