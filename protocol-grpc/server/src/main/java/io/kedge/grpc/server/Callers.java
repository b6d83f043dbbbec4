/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.model.Caller;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** One caller for each connection of a loop, made at its first call and forgotten with the connection. */
final class Callers {

    private final Map<HttpConnection, Caller> byConnection = new WeakHashMap<>();

    Caller of(HttpConnection connection) {
        Caller caller = byConnection.get(connection);
        if (caller == null) {
            caller = Caller.anonymous("grpc", address(connection.remoteAddress()));
            byConnection.put(connection, caller);
        }
        return caller;
    }

    private static String address(@Nullable SocketAddress remote) {
        return remote == null ? "" : remote.hostAddress() + ":" + remote.port();
    }
}
