/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.http.ErrorTable;
import io.kedge.http.Problems;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyValue;
import io.kedge.model.StatusCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One watch as the endless answer to one request. A client that does not read costs what Netty holds for it and one
 * piece more: over HTTP/1.1 Vert.x is asked, over HTTP/2, where it counts frames, bytes are counted here as well. On
 * the loop.
 */
final class StreamOutlet extends Pulse.Member implements Outlet {

    private static final long QUEUED_BYTES_MAX = 16 << 10;

    private final WatchLoop loop;
    private final Pulse pulse;
    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final EventLayout layout;
    private final Feed feed;

    /** Bytes given to Vert.x; over HTTP/2 it has passed on {@code response.bytesWritten()} of them. */
    private long givenBytes;

    private boolean full;
    private boolean odd;
    private boolean over;

    private StreamOutlet(WatchLoop loop, Pulse pulse, HttpServerRequest request, WatchSpec spec, EventLayout layout) {
        this.loop = loop;
        this.pulse = pulse;
        this.response = request.response();
        this.connection = request.connection();
        this.layout = layout;
        this.feed = new Feed(loop, loop.http().caller(request), spec, this);
    }

    /** Answers {@code request}, for which a place was taken in the loop's counts. */
    static void open(
            WatchLoop loop,
            Pulse pulse,
            HttpServerRequest request,
            WatchSpec spec,
            boolean requiresLeader,
            EventLayout layout) {
        StreamOutlet outlet = new StreamOutlet(loop, pulse, request, spec, layout);
        outlet.response.exceptionHandler(outlet::failed);
        outlet.response.closeHandler(outlet::closed);
        outlet.response.drainHandler(outlet::drained);
        pulse.add(outlet);
        if (requiresLeader) {
            loop.leaderGuard().add(outlet.feed);
        }
        outlet.feed.start();
    }

    private void failed(Throwable gone) {
        over();
    }

    private void closed(Void nothing) {
        over();
    }

    /** Gives back what the stream has taken; once. */
    private void over() {
        if (!over) {
            over = true;
            loop.counts().close(layout.framing().kind(), connection);
            loop.leaderGuard().remove(feed);
            pulse.remove(this);
            feed.close();
        }
    }

    @Override
    protected void pulse() {
        if (!response.headWritten() || !isWritable()) {
            return;
        }
        write(layout.framing().heartbeat());
        odd = !odd;
        if (!odd) {
            feed.bridge();
        }
    }

    @Override
    public boolean isWritable() {
        return !over && !full && !response.writeQueueFull();
    }

    private void drained(Void nothing) {
        if (isWritable()) {
            feed.drained();
        }
    }

    private void write(Buffer bytes) {
        if (over || bytes.length() == 0) {
            return;
        }
        givenBytes += bytes.length();
        Future<Void> sent = response.write(bytes);
        if (!full && givenBytes - response.bytesWritten() > QUEUED_BYTES_MAX) {
            full = true;
            sent.onSuccess(nothing -> {
                full = false;
                drained(nothing);
            });
        }
    }

    @Override
    public void started(long revision) {
        response.setChunked(true);
        response.putHeader(HttpHeaders.CONTENT_TYPE, layout.framing().contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Accel-Buffering", "no")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Kedge-Revision", Long.toString(revision));
        Buffer hello = layout.framing().hello();
        if (hello.length() > 0) {
            write(hello);
        } else {
            response.writeHead();
        }
    }

    @Override
    public void refused(KedgeException reason, long compactRevision) {
        over();
        ErrorTable.Row row = ErrorTable.of(reason.code());
        JsonObject body = Problems.body(reason.code(), reason.getMessage())
                .put("revision", loop.node().revision());
        if (compactRevision > 0) {
            body.put("compact_revision", compactRevision);
        }
        Problems.end(response, row.status(), body);
    }

    @Override
    public void snapshot(long revision, List<KeyValue> page) {
        write(layout.snapshot(page));
    }

    @Override
    public void sync(long revision) {
        write(layout.framing().sync(revision));
    }

    @Override
    public void events(List<Event> events) {
        write(layout.events(events));
    }

    @Override
    public void progress(long revision) {
        write(layout.framing().progress(revision));
    }

    @Override
    public void reset(long compactRevision, long revision) {
        write(layout.framing().reset(compactRevision, revision));
    }

    /** A clean end: a browser connects again, with the last id that it has. */
    @Override
    public void ended(StatusCode reason) {
        if (!over) {
            write(layout.framing().farewell(reason));
            over();
            response.end();
        }
    }
}
