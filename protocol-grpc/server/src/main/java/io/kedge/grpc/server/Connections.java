/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.model.Caller;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** What a loop knows of its connections, made at the first call of each and forgotten with it. */
final class Connections {

    /** One connection's caller and count of watch streams. */
    static final class Connection {

        private final Caller caller;
        private int watchStreams;

        private Connection(Caller caller) {
            this.caller = caller;
        }

        Caller caller() {
            return caller;
        }

        /** Takes a place for a watch stream; false if there is none left. */
        boolean openWatchStream(int most) {
            if (watchStreams >= most) {
                return false;
            }
            watchStreams++;
            return true;
        }

        void closeWatchStream() {
            watchStreams--;
        }
    }

    private final Map<HttpConnection, Connection> byConnection = new WeakHashMap<>();

    Connection of(HttpConnection connection) {
        Connection known = byConnection.get(connection);
        if (known == null) {
            known = new Connection(Caller.anonymous("grpc", address(connection.remoteAddress())));
            byConnection.put(connection, known);
        }
        return known;
    }

    private static String address(@Nullable SocketAddress remote) {
        return remote == null ? "" : remote.hostAddress() + ":" + remote.port();
    }
}
