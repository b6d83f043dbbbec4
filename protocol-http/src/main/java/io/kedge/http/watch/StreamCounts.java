/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The open streams of one loop, within limits; metrics show those of all loops together. */
public final class StreamCounts {

    /** What a stream is. */
    public enum Kind {
        SSE,
        NDJSON,
        WEBSOCKET
    }

    private static final String NAME = "kedge_http_streams";

    /** The gauges of each node: its loops share them, and Micrometer would keep those of the first loop only. */
    private static final Map<MeterRegistry, Map<Kind, LongAdder>> OPEN = new WeakHashMap<>();

    private final Map<Kind, LongAdder> open;
    private final Counter refused;
    private final int onLoopMax;
    private final int onConnectionMax;
    private final Map<HttpConnection, Integer> onConnection = new HashMap<>();
    private int onLoop;

    StreamCounts(MeterRegistry meters, int onLoopMax, int onConnectionMax) {
        this.open = gauges(meters);
        this.refused = Counter.builder(NAME + "_refused_total")
                .description("Streams refused since there were too many")
                .register(meters);
        this.onLoopMax = onLoopMax;
        this.onConnectionMax = onConnectionMax;
    }

    private static Map<Kind, LongAdder> gauges(MeterRegistry meters) {
        synchronized (OPEN) {
            return OPEN.computeIfAbsent(meters, StreamCounts::register);
        }
    }

    private static Map<Kind, LongAdder> register(MeterRegistry meters) {
        Map<Kind, LongAdder> adders = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            LongAdder adder = new LongAdder();
            adders.put(kind, adder);
            Gauge.builder(NAME, adder, LongAdder::sum)
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .description("Open watch streams over HTTP")
                    .strongReference(true)
                    .register(meters);
        }
        return adders;
    }

    /** Takes a place for a stream on the request's connection; false, and counted, if there is none left. */
    public boolean open(Kind kind, HttpServerRequest request) {
        boolean shared = request.version() == HttpVersion.HTTP_2;
        int here = shared ? onConnection.getOrDefault(request.connection(), 0) : 0;
        if (onLoop >= onLoopMax || here >= onConnectionMax) {
            refused.increment();
            return false;
        }
        onLoop++;
        if (shared) {
            onConnection.put(request.connection(), here + 1);
        }
        adder(kind).increment();
        return true;
    }

    /** Gives a place back that {@link #open} gave. */
    public void close(Kind kind, HttpConnection connection) {
        onConnection.computeIfPresent(connection, (known, count) -> count > 1 ? count - 1 : null);
        closeUnshared(kind);
    }

    /** As {@link #close}, for a stream that has its connection for itself. */
    public void closeUnshared(Kind kind) {
        onLoop--;
        adder(kind).decrement();
    }

    private LongAdder adder(Kind kind) {
        LongAdder adder = open.get(kind);
        if (adder == null) {
            throw new IllegalStateException("no gauge of " + kind);
        }
        return adder;
    }
}
