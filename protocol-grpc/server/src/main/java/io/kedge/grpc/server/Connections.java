/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.model.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** What a loop knows of its connections, made at the first call of each and forgotten with it. */
final class Connections {

    private static final String CLIENT_VERSION = "client-api-version";
    private static final String NO_VERSION = "unknown";

    /** Clients choose what they call their version, and each name is a meter for ever. */
    private static final int VERSIONS_MAX = 32;

    /** One connection's caller, its count of watch streams, and the counters of its client's version. */
    static final class Connection {

        private final Caller caller;
        private final Counter unaryRequests;
        private final Counter streamRequests;
        private int watchStreams;

        private Connection(Caller caller, Counter unaryRequests, Counter streamRequests) {
            this.caller = caller;
            this.unaryRequests = unaryRequests;
            this.streamRequests = streamRequests;
        }

        Caller caller() {
            return caller;
        }

        void requested(CallType type) {
            (type == CallType.UNARY ? unaryRequests : streamRequests).increment();
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
    private final Set<String> versions = new HashSet<>();
    private final MeterRegistry meters;

    Connections(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The client's version is that of the connection's first call. */
    Connection of(GrpcServerRequest<?, ?> request) {
        HttpConnection connection = request.connection();
        Connection known = byConnection.get(connection);
        if (known == null) {
            String version = Objects.requireNonNullElse(request.headers().get(CLIENT_VERSION), NO_VERSION);
            if (versions.size() >= VERSIONS_MAX && !versions.contains(version)) {
                version = NO_VERSION;
            }
            versions.add(version);
            known = new Connection(
                    Caller.anonymous("grpc", address(connection.remoteAddress())),
                    requests("unary", version),
                    requests("stream", version));
            byConnection.put(connection, known);
        }
        return known;
    }

    private Counter requests(String type, String version) {
        return meters.counter("etcd_server_client_requests", "type", type, "client_api_version", version);
    }

    private static String address(@Nullable SocketAddress remote) {
        return remote == null ? "" : remote.hostAddress() + ":" + remote.port();
    }
}
