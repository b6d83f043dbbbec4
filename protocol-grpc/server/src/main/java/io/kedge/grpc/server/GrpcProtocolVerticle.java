/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.grpc.rpc.Loop;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolVerticle;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** gRPC on one event loop's share of the client port. */
final class GrpcProtocolVerticle implements ProtocolVerticle {

    private @Nullable Loop loop;

    @Override
    public Future<?> start(ProtocolContext context) {
        Loop started = new Loop(context);
        GrpcFront front = new GrpcFront(started);
        context.clientPort().route(GrpcFront::matches, front::handle);
        loop = started;
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Loop started = loop;
        if (started != null) {
            started.stop();
        }
        return Future.succeededFuture();
    }
}
