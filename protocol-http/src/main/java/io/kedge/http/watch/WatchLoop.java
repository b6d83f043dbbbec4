/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.api.Node;
import io.kedge.http.HttpLoop;
import io.kedge.spi.ProtocolLimits;
import io.vertx.core.Vertx;

/** What all watches of one event loop share, whether they go to a stream or to a WebSocket. */
public final class WatchLoop {

    /** At the limit heap is what runs out next: a stream costs some KiB even when it is quiet. */
    private static final int STREAMS_MAX = 20_000;

    private static final long COALESCED_BYTES_MAX = 16 << 20;

    private final HttpLoop loop;
    private final EventJson json = new EventJson();
    private final Coalescer.Budget coalescing = new Coalescer.Budget(COALESCED_BYTES_MAX);
    private final StreamCounts counts;
    private final LeaderGuard leaderGuard;

    public WatchLoop(HttpLoop loop) {
        this.loop = loop;
        ProtocolLimits limits = loop.limits();
        counts = new StreamCounts(loop.meters(), STREAMS_MAX, limits.watchStreamsPerConnectionMax());
        leaderGuard = new LeaderGuard(loop.vertx(), loop.node(), limits.leaderlessMillisMax());
    }

    public HttpLoop http() {
        return loop;
    }

    public Vertx vertx() {
        return loop.vertx();
    }

    public Node node() {
        return loop.node();
    }

    public EventJson json() {
        return json;
    }

    public StreamCounts counts() {
        return counts;
    }

    LeaderGuard leaderGuard() {
        return leaderGuard;
    }

    Coalescer.Budget coalescing() {
        return coalescing;
    }

    void stop() {
        leaderGuard.stop();
    }
}
