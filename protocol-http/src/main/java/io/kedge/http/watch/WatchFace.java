/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.http.Face;
import io.kedge.http.Problems;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** {@code GET /v1/watch}: server-sent events, or lines of JSON for who accepts {@code application/x-ndjson}. */
public final class WatchFace implements Face {

    private static final String PATH = "/v1/watch";
    private static final long TICK_MILLIS = 1_000;

    /** A heartbeat every 15 s, and how far a quiet watch is every 30 s. */
    private static final int HEARTBEAT_TICKS = 15;

    private final WatchLoop loop;
    private final Pulse pulse;
    private final EventLayout[] layouts;

    public WatchFace(WatchLoop loop) {
        this(loop, TICK_MILLIS);
    }

    WatchFace(WatchLoop loop, long tickMillis) {
        this.loop = loop;
        this.pulse = new Pulse(loop.vertx(), tickMillis, HEARTBEAT_TICKS);
        this.layouts = new EventLayout[] {
            new EventLayout(loop.json(), SseFraming.INSTANCE, false),
            new EventLayout(loop.json(), SseFraming.INSTANCE, true),
            new EventLayout(loop.json(), NdjsonFraming.INSTANCE, false),
            new EventLayout(loop.json(), NdjsonFraming.INSTANCE, true)
        };
    }

    @Override
    public boolean answers(String path) {
        return path.equals(PATH);
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET");
            Problems.end(request.response(), 405, "method-not-allowed", "a watch is a GET");
            return;
        }
        try {
            open(request, WatchQuery.of(request), WatchQuery.requiresLeader(request));
        } catch (BadParameterException e) {
            Problems.end(request.response(), 400, "bad-request", String.valueOf(e.getMessage()));
        } catch (KedgeException refused) {
            Problems.end(request.response(), refused);
        }
    }

    private void open(HttpServerRequest request, WatchSpec spec, boolean requiresLeader) {
        if (requiresLeader && !loop.node().hasLeader()) {
            throw new KedgeException(StatusCode.NO_LEADER);
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean lines = accept != null && accept.contains(NdjsonFraming.INSTANCE.contentType());
        EventLayout layout = layouts[(lines ? 2 : 0) + (spec.previous() ? 1 : 0)];
        if (!loop.counts().open(layout.framing().kind(), request)) {
            throw new KedgeException(StatusCode.TOO_MANY_REQUESTS, "there are too many watch streams here");
        }
        StreamOutlet.open(loop, pulse, request, spec, requiresLeader, layout);
    }

    @Override
    public void stop() {
        pulse.stop();
        loop.stop();
    }
}
