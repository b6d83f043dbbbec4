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
import java.util.Set;

/** The faces of HTTP on one event loop's share of the client port. */
final class HttpProtocolVerticle implements ProtocolVerticle {

    private final List<Face> faces = new ArrayList<>();

    @Override
    public Future<?> start(ProtocolContext context) {
        HttpLoop loop = new HttpLoop(context);
        WatchLoop watches = new WatchLoop(loop);
        faces.add(new WatchFace(watches));
        faces.add(new WebSocketFace(watches, Set.of()));
        faces.add(new RestFace(loop));
        faces.add(new V2Face(loop));
        faces.add(new Gateway(context, loop));
        for (Face face : faces) {
            context.clientPort()
                    .route(
                            request -> {
                                String path = request.path();
                                return path != null && face.answers(path);
                            },
                            face::handle);
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        faces.forEach(Face::stop);
        return Future.succeededFuture();
    }
}
