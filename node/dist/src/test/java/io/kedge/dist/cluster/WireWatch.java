/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.WireClient;
import io.kedge.dist.support.WireStream;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchProgressRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.mvccpb.Event;
import io.kedge.grpc.proto.mvccpb.KeyValue;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.WatchEvent;
import io.kedge.simulator.history.WatchResponse;
import io.kedge.simulator.history.WatchStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One watch on one stream at one member, as the wire shows it, from its creation to its end. Safe for many threads. */
final class WireWatch implements AutoCloseable {
    private static final long PROGRESS_MILLIS = 100;

    private final io.kedge.simulator.history.WatchRequest request;
    private final WireStream stream;
    private final List<WatchResponse> responses = new ArrayList<>();
    private long createdRevision;
    private long reached;
    private boolean over;

    WireWatch(WireClient client, io.kedge.simulator.history.WatchRequest request) {
        this.request = request;
        reached = request.startRevision() - 1;
        stream = client.stream(Rpc.WATCH);
        stream.listen(this::receive);
        stream.send(WatchRequest.newBuilder().setCreateRequest(create(request)).build());
    }

    private static WatchCreateRequest create(io.kedge.simulator.history.WatchRequest request) {
        WatchCreateRequest.Builder create = WatchCreateRequest.newBuilder()
                .setKey(key(request.keys()))
                .setRangeEnd(end(request.keys()))
                .setStartRevision(request.startRevision())
                .setPrevKv(request.withPrevious())
                .setProgressNotify(true);
        if (request.noPuts()) {
            create.addFilters(WatchCreateRequest.FilterType.NOPUT);
        }
        if (request.noDeletes()) {
            create.addFilters(WatchCreateRequest.FilterType.NODELETE);
        }
        return create.build();
    }

    private static ByteString key(KeySet keys) {
        return keys.key().isEmpty() ? ByteString.copyFrom(new byte[1]) : ByteString.copyFromUtf8(keys.key());
    }

    /** The last byte of a prefix must not be the highest. */
    private static ByteString end(KeySet keys) {
        if (!keys.prefix()) {
            return ByteString.EMPTY;
        } else if (keys.key().isEmpty()) {
            return key(keys);
        }
        byte[] end = ByteString.copyFromUtf8(keys.key()).toByteArray();
        end[end.length - 1]++;
        return ByteString.copyFrom(end);
    }

    private synchronized void receive(Message message) {
        if (over) {
            return;
        }
        var response = (io.kedge.grpc.proto.etcdserverpb.WatchResponse) message;
        long revision = response.getHeader().getRevision();
        if (response.getCanceled()) {
            responses.add(WatchResponse.canceled(response.getCompactRevision()));
        } else if (response.getCreated()) {
            createdRevision = revision;
        } else if (response.getEventsCount() == 0) {
            responses.add(WatchResponse.progress(revision));
            reached = Math.max(reached, revision);
        } else {
            List<WatchEvent> events =
                    response.getEventsList().stream().map(WireWatch::event).toList();
            responses.add(WatchResponse.events(revision, events));
            reached = Math.max(reached, events.get(events.size() - 1).revision());
        }
    }

    private static WatchEvent event(Event event) {
        Item previous = event.hasPrevKv() ? item(event.getPrevKv()) : null;
        return event.getType() == Event.EventType.DELETE
                ? WatchEvent.delete(
                        event.getKv().getKey().toStringUtf8(), event.getKv().getModRevision(), previous)
                : WatchEvent.put(item(event.getKv()), previous);
    }

    static Item item(KeyValue kv) {
        return new Item(
                kv.getKey().toStringUtf8(),
                kv.getValue().toStringUtf8(),
                kv.getCreateRevision(),
                kv.getModRevision(),
                kv.getVersion(),
                kv.getLease());
    }

    /** All events up to this revision have come. */
    synchronized long reached() {
        return reached;
    }

    /** Whether the server or the network ended it. */
    boolean hasEnded() {
        return stream.end().isComplete();
    }

    /** Waits until all events up to the revision have come, or the stream has ended; asks for progress meanwhile. */
    boolean await(long revision, Duration limit) {
        long[] askedNanos = {0};
        Await.holds(limit, () -> {
            if (createdRevision() > 0 && System.nanoTime() - askedNanos[0] > PROGRESS_MILLIS * 1_000_000) {
                askedNanos[0] = System.nanoTime();
                stream.send(WatchRequest.newBuilder()
                        .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                        .build());
            }
            return reached() >= revision || hasEnded();
        });
        return reached() >= revision;
    }

    private synchronized long createdRevision() {
        return createdRevision;
    }

    /** What came until now, or until it was closed. */
    synchronized WatchStream recorded() {
        return new WatchStream(request, createdRevision, responses);
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
        }
        stream.close();
    }
}
