/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.model.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** What a loop knows of its connections, made at the first call of each and forgotten with it. */
public final class Connections {

    private static final String CLIENT_VERSION = "client-api-version";
    private static final String NO_VERSION = "unknown";

    /** Clients choose what they call their version, and each name is a meter for ever. */
    private static final int VERSIONS_MAX = 32;

    private final Map<HttpConnection, Connection> byConnection = new WeakHashMap<>();
    private final Set<String> versions = new HashSet<>();
    private final MeterRegistry meters;
    private final String protocol;

    /** {@code protocol} is what its callers are told to have come by. */
    public Connections(MeterRegistry meters, String protocol) {
        this.meters = meters;
        this.protocol = protocol;
    }

    /** The client's version is that of the connection's first call, which these headers are of if it is not known. */
    public Connection of(HttpConnection connection, MultiMap headers) {
        Connection known = byConnection.get(connection);
        if (known == null) {
            String version = Objects.requireNonNullElse(headers.get(CLIENT_VERSION), NO_VERSION);
            if (versions.size() >= VERSIONS_MAX && !versions.contains(version)) {
                version = NO_VERSION;
            }
            versions.add(version);
            known = new Connection(
                    Caller.anonymous(protocol, address(connection.remoteAddress())),
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
