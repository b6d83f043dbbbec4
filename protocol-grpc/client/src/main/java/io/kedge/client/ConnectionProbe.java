/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds dead peers under open streams: while a connection carries at least one, it is pinged, and one that does not
 * answer in time is given up and its streams are told. Loop only. The interval must not be below 5 s against etcd,
 * which takes more pings for an attack.
 */
final class ConnectionProbe {

    private static final int PING_BYTES = 8;

    /** Streams of one connection that want to hear of its death. */
    private static final class Watched {
        final Map<Object, Runnable> streams = new HashMap<>();
        long timer;
    }

    private final Vertx vertx;
    private final long intervalMillis;
    private final long timeoutMillis;
    private final Map<HttpConnection, Watched> connections = new HashMap<>();

    ConnectionProbe(Vertx vertx, long intervalMillis, long timeoutMillis) {
        this.vertx = vertx;
        this.intervalMillis = intervalMillis;
        this.timeoutMillis = timeoutMillis;
    }

    /** Probes {@code connection} until {@link #remove}; {@code onDead} runs at most once. */
    void add(HttpConnection connection, Object stream, Runnable onDead) {
        Watched watched = connections.computeIfAbsent(connection, key -> {
            Watched fresh = new Watched();
            fresh.timer = vertx.setPeriodic(intervalMillis, id -> ping(key));
            return fresh;
        });
        watched.streams.put(stream, onDead);
    }

    void remove(HttpConnection connection, Object stream) {
        Watched watched = connections.get(connection);
        if (watched != null) {
            watched.streams.remove(stream);
            if (watched.streams.isEmpty()) {
                drop(connection);
            }
        }
    }

    private void ping(HttpConnection connection) {
        long timer = vertx.setTimer(timeoutMillis, id -> dead(connection));
        connection.ping(Buffer.buffer(new byte[PING_BYTES])).onComplete(answer -> {
            boolean inTime = vertx.cancelTimer(timer);
            if (inTime && answer.failed()) {
                dead(connection);
            }
        });
    }

    private void dead(HttpConnection connection) {
        Watched watched = drop(connection);
        if (watched != null) {
            connection.close();
            Map.copyOf(watched.streams).values().forEach(Runnable::run);
        }
    }

    private @Nullable Watched drop(HttpConnection connection) {
        Watched watched = connections.remove(connection);
        if (watched != null) {
            vertx.cancelTimer(watched.timer);
        }
        return watched;
    }
}
