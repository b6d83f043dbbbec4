/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.grpc.rpc.wire.WatchMessage;
import io.kedge.grpc.rpc.wire.WatchReplies;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A watch stream: many watches of one client. What the node says goes out at once and in its order; while the response
 * cannot take more, the node keeps cursors instead of events, so a stopped client costs one full write queue and no
 * more. The client's half-close means nothing; only a reset, a lost connection or the node ends the stream.
 */
final class WatchCall extends Call implements WatchSink {

    private final WatchReplies replies;
    private final Connection connection;
    private final boolean admitted;
    private final MethodMetrics metrics;
    private final FrameSink output;
    private @Nullable WatchStream stream;

    WatchCall(Loop loop, MethodMetrics metrics, Transport transport) {
        super(loop, metrics, transport);
        this.replies = loop.watchReplies();
        this.connection = transport.connection();
        this.metrics = metrics;
        this.output = transport.frames(this::drained);
        this.admitted = connection.openWatchStream(loop.limits().watchStreamsPerConnectionMax());
    }

    @Override
    void message(ProtoReader message) {
        if (!admitted) {
            throw new KedgeException(StatusCode.TOO_MANY_REQUESTS);
        }
        WatchStream open = stream();
        WatchMessage decoded = WatchMessage.decode(message);
        if (decoded instanceof WatchMessage.Create create) {
            open.create(create.request());
        } else if (decoded instanceof WatchMessage.Cancel cancel) {
            open.cancel(cancel.watchId());
        } else if (decoded instanceof WatchMessage.Progress) {
            open.requestProgress();
        }
    }

    private WatchStream stream() {
        WatchStream open = stream;
        if (open == null) {
            open = loop().node().watches().open(caller(), this);
            stream = open;
            if (requiresLeader()) {
                loop().leaderMonitor().add(this);
            }
        }
        return open;
    }

    @Override
    void halfClosed() {
        // Clients behind proxies close their side early and go on listening.
    }

    @Override
    void closed() {
        if (admitted) {
            connection.closeWatchStream();
        }
        WatchStream open = stream;
        if (open != null) {
            loop().leaderMonitor().remove(this);
            open.close();
        }
    }

    @Override
    public boolean isWritable() {
        return !ended() && output.isWritable();
    }

    private void drained() {
        WatchStream open = stream;
        if (open != null && !ended()) {
            open.writable();
        }
    }

    private void write(byte[] frame) {
        if (!ended()) {
            metrics.sent(frame.length - WatchReplies.PREFIX_BYTES);
            output.write(frame);
        }
    }

    @Override
    public void created(long watchId, long revision) {
        write(replies.created(watchId, revision));
    }

    @Override
    public void rejected(StatusCode reason, long revision) {
        write(replies.rejected(GrpcStatusMapper.watchReason(reason), revision));
    }

    @Override
    public void events(long watchId, WatchRequest watch, long revision, List<Event> events) {
        if (watch.fragment()) {
            sendFragments(watchId, watch.previous(), revision, events);
        } else {
            write(replies.events(watchId, revision, events, watch.previous(), false));
        }
    }

    /** Splits before the event with which a response would reach the limit; one event is never split. */
    private void sendFragments(long watchId, boolean previous, long revision, List<Event> events) {
        long emptyBytes = replies.emptySize(watchId, revision);
        long size = emptyBytes;
        int from = 0;
        for (int i = 0; i < events.size(); i++) {
            int eventBytes = WatchReplies.eventSize(events.get(i), previous);
            if (i > from && size + eventBytes >= loop().limits().messageBytesMax()) {
                write(replies.events(watchId, revision, events.subList(from, i), previous, true));
                from = i;
                size = emptyBytes;
            }
            size += eventBytes;
        }
        write(replies.events(watchId, revision, events.subList(from, events.size()), previous, false));
    }

    @Override
    public void canceled(long watchId, long compactRevision, long revision) {
        write(replies.canceled(watchId, compactRevision, revision));
    }

    @Override
    public void progress(long watchId, long revision) {
        write(replies.progress(watchId, revision));
    }

    @Override
    public void ended(StatusCode reason) {
        fail(GrpcStatusMapper.of(reason));
    }
}
