/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one watch standing on one stream after another. Loop only.
 *
 * <p>The one thing it must not get wrong is {@link #nextRevision}, the resume point. It moves on only past events taken
 * over by the outlet, past a progress mark, which promises that everything up to it was sent, and past a compaction
 * that was told. The revision in a created reply is where the store is, not what was sent: it counts only for a watch
 * that began with "from now on" and has no revision yet.
 */
final class WatchLoop {

    private static final long RETRY_BASE_MILLIS = 50;
    private static final long RETRY_CAP_MILLIS = 5_000;

    private final Transport transport;
    private final KeyRange range;
    private final WatchOptions options;
    private final WatchOutlet outlet;
    private final Backoff backoff = new Backoff(RETRY_BASE_MILLIS, RETRY_CAP_MILLIS);
    private final Runnable closeHook = this::clientClosed;

    /** First revision not yet taken over; 0 = from now on, not yet fixed by a server. Never moves back. */
    private long nextRevision;

    private @Nullable WatchStream stream;
    private boolean outage;
    private boolean stopped;

    WatchLoop(Transport transport, KeyRange range, WatchOptions options, WatchOutlet outlet) {
        this.transport = transport;
        this.range = range;
        this.options = options;
        this.outlet = outlet;
        this.nextRevision = options.fromRevision();
    }

    void start() {
        transport.onClose(closeHook);
        transport.run(this::connect);
    }

    void stop() {
        if (!stopped) {
            stopped = true;
            transport.forget(closeHook);
            dropStream();
        }
    }

    /** The outlet gave events away and may have room for more. */
    void roomMade() {
        if (stream != null && outlet.hasRoom()) {
            stream.resume();
        }
    }

    private void connect() {
        if (!stopped) {
            WatchStream fresh = new WatchStream(transport, this);
            stream = fresh;
            fresh.open(createRequest());
        }
    }

    private WatchRequest createRequest() {
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(range.start().wire())
                        .setRangeEnd(range.end().wire())
                        .setStartRevision(nextRevision)
                        .setPrevKv(options.previous())
                        .setProgressNotify(true))
                .build();
    }

    void received(WatchStream from, WatchResponse response) {
        if (stopped || from != stream) {
            return;
        }
        if (response.getCanceled()) {
            cancelled(response);
        } else if (response.getCreated()) {
            created(response.getHeader().getRevision());
        } else if (response.getEventsCount() == 0) {
            progress(response.getHeader().getRevision());
        } else {
            events(response.getEventsList());
        }
        if (stream != null && !outlet.hasRoom()) {
            stream.pause();
        }
    }

    private void created(long storeRevision) {
        backoff.reset();
        boolean live = nextRevision == 0;
        if (live) {
            nextRevision = storeRevision + 1;
        }
        if (outage) {
            outage = false;
            emit(new WatchEvent.Reconnected(nextRevision));
        }
        if (live) {
            emit(new WatchEvent.Progress(storeRevision));
        }
    }

    private void progress(long revision) {
        if (revision >= nextRevision) {
            nextRevision = revision + 1;
        }
        if (revision == nextRevision - 1) {
            emit(new WatchEvent.Progress(revision));
        }
    }

    private void events(List<Event> wire) {
        List<WatchEvent> events = new ArrayList<>(wire.size());
        long last = nextRevision - 1;
        for (Event event : wire) {
            long revision = event.getKv().getModRevision();
            if (revision >= nextRevision) {
                events.add(event(event));
                last = Math.max(last, revision);
            }
        }
        if (outlet.offer(events)) {
            nextRevision = last + 1;
        } else {
            stop();
        }
    }

    private static WatchEvent event(Event wire) {
        Optional<KeyValue> previous =
                wire.hasPrevKv() ? Optional.of(Wire.keyValue(wire.getPrevKv())) : Optional.empty();
        return wire.getType() == Event.EventType.DELETE
                ? new WatchEvent.Delete(
                        Bytes.of(wire.getKv().getKey()), wire.getKv().getModRevision(), previous)
                : new WatchEvent.Put(Wire.keyValue(wire.getKv()), previous);
    }

    /** The server gave the watch up: for good, by compaction, or for a passing reason. */
    private void cancelled(WatchResponse response) {
        dropStream();
        long compacted = response.getCompactRevision();
        if (compacted > 0) {
            if (compacted >= nextRevision) {
                nextRevision = compacted + 1;
                emit(new WatchEvent.Resynced(compacted, WatchEvent.Reason.COMPACTED));
            }
            connectLater();
            return;
        }
        String reason = response.getCancelReason();
        ErrorCode code = Errors.code(GrpcStatus.UNKNOWN, reason);
        String text = reason.isEmpty() ? "the server cancelled the watch" : reason;
        KedgeClientException cause = new KedgeClientException(
                reason.contains("PermissionDenied") || reason.contains("permission denied")
                        ? ErrorCode.PERMISSION_DENIED
                        : code,
                text);
        if (reason.isEmpty() || code == ErrorCode.NO_LEADER || code == ErrorCode.UNAVAILABLE) {
            lost(cause);
        } else {
            end(cause);
        }
    }

    /** The stream {@code from} is gone. */
    void closed(WatchStream from, KedgeClientException cause) {
        if (stopped || from != stream) {
            return;
        }
        stream = null;
        switch (cause.code()) {
            case PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED, INVALID_ARGUMENT, CLOSED -> end(cause);
            default -> lost(cause);
        }
    }

    private void lost(KedgeClientException cause) {
        if (!outage) {
            outage = true;
            emit(new WatchEvent.Disconnected(cause));
        }
        connectLater();
    }

    private void connectLater() {
        if (!stopped) {
            transport.vertx.setTimer(backoff.nextDelayMillis(), id -> connect());
        }
    }

    private void emit(WatchEvent event) {
        if (!outlet.offer(List.of(event))) {
            stop();
        }
    }

    private void end(KedgeClientException cause) {
        stop();
        outlet.fail(cause);
    }

    private void clientClosed() {
        transport.run(() -> {
            if (!stopped) {
                end(new KedgeClientException(ErrorCode.CLOSED, "the client is closed"));
            }
        });
    }

    private void dropStream() {
        WatchStream last = stream;
        stream = null;
        if (last != null) {
            last.cancel();
        }
    }
}
