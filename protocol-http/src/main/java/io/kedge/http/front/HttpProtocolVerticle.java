/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.front;

import io.kedge.http.Face;
import io.kedge.http.HttpLoop;
import io.kedge.http.gateway.Gateway;
import io.kedge.http.rest.RestFace;
import io.kedge.http.v2.V2Face;
import io.kedge.http.watch.WatchFace;
import io.kedge.http.watch.WatchLoop;
import io.kedge.http.ws.WebSocketFace;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolVerticle;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faces of HTTP on one event loop's share of the client port. */
final class HttpProtocolVerticle implements ProtocolVerticle {

    private final List<Face> faces = new ArrayList<>();
    private @Nullable HttpLoop loop;

    @Override
    public Future<?> start(ProtocolContext context) {
        HttpLoop shared = new HttpLoop(context);
        loop = shared;
        WatchLoop watches = new WatchLoop(shared);
        faces.add(new WatchFace(watches));
        faces.add(new WebSocketFace(watches));
        faces.add(new RestFace(shared));
        faces.add(new V2Face(shared));
        if (context.web().etcdGateway()) {
            faces.add(new Gateway(context, shared));
        }
        Gate gate = new Gate(shared);
        for (Face face : faces) {
            context.clientPort()
                    .route(
                            request -> {
                                String path = request.path();
                                return path != null && face.answers(path);
                            },
                            request -> gate.handle(face, request));
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        faces.forEach(Face::stop);
        HttpLoop shared = loop;
        if (shared != null) {
            shared.stop();
        }
        return Future.succeededFuture();
    }
}
