/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Node;
import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.http.ErrorTable;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits: the head of its response goes out at once, the first event ends it or, for a stream, all that
 * follow are sent. While the client does not read, the node keeps only a cursor. On one loop.
 */
final class V2Watch implements WatchSink {

    private final Node node;
    private final V2Leases leases;
    private final Caller caller;
    private final V2Request request;
    private final V2Answer answer;
    private final EventFold fold;
    private final Runnable over;
    private @Nullable WatchStream stream;
    private boolean headAtOnce;
    private boolean telling;
    private boolean ended;
    private long index;
    private long compactRevision;

    /** {@code over} is called once, when the response has ended or the client has gone. */
    V2Watch(Node node, V2Leases leases, Caller caller, V2Request request, V2Answer answer, Runnable over) {
        this.node = node;
        this.leases = leases;
        this.caller = caller;
        this.request = request;
        this.answer = answer;
        this.fold = new EventFold(request.path(), request.recursive());
        this.over = over;
    }

    /** {@code historyIsThere} unless the index asked for is known to be compacted: then there will be no event. */
    void start(boolean historyIsThere) {
        headAtOnce = historyIsThere;
        HttpServerResponse response = answer.response();
        if (response.closed()) {
            end();
            return;
        }
        response.closeHandler(closed -> end());
        response.exceptionHandler(error -> end());
        response.drainHandler(drained -> goOn());
        WatchStream opened = node.watches().open(caller, this);
        stream = opened;
        long from = request.waitIndex() < 0 ? Long.MAX_VALUE : request.waitIndex();
        opened.create(new WatchRequest(fold.range(), from, false, false, false, true, 0, false));
    }

    @Override
    public boolean isWritable() {
        return !telling && !answer.response().writeQueueFull();
    }

    @Override
    public void created(long watchId, long revision) {
        index = revision;
        if (headAtOnce) {
            answer.head(revision);
        }
    }

    private void goOn() {
        WatchStream open = stream;
        if (open != null && !ended && isWritable()) {
            open.writable();
        }
    }

    @Override
    public void rejected(StatusCode reason, long revision) {
        fail(V2Failures.of(new KedgeException(reason), revision));
    }

    @Override
    public void events(long watchId, WatchRequest watch, long revision, List<Event> events) {
        List<V2Event> folded = fold.fold(events);
        if (ended || folded.isEmpty()) {
            return;
        }
        List<V2Event> told = request.stream() ? folded : List.of(folded.get(0));
        if (!request.stream()) {
            close();
        }
        telling = true;
        List<V2Node> nodes = new ArrayList<>();
        for (V2Event event : told) {
            addIfPresent(event.node(), nodes);
            addIfPresent(event.previous(), nodes);
        }
        // Without an answer about the leases the events are told without what is left of them.
        leases.show(caller, nodes, Replies.either(() -> tell(told)), () -> tell(told));
    }

    private static void addIfPresent(@Nullable V2Node node, List<V2Node> nodes) {
        if (node != null) {
            nodes.add(node);
        }
    }

    private void tell(List<V2Event> events) {
        telling = false;
        if (ended) {
            return;
        }
        HttpServerResponse response = answer.head(index);
        for (V2Event event : events) {
            response.write(V2Json.of(event));
        }
        if (request.stream()) {
            goOn();
        } else {
            response.end();
            end();
        }
    }

    @Override
    public void canceled(long watchId, long compactedAt, long revision) {
        if (compactedAt > 0) {
            compactRevision = compactedAt;
            String cause = "the requested history has been cleared [" + compactRevision + "/"
                    + Long.toUnsignedString(request.waitIndex()) + "]";
            fail(new V2Exception(V2Code.EVENT_INDEX_CLEARED, cause, node.revision()));
        }
    }

    @Override
    public void progress(long watchId, long revision) {}

    @Override
    public void ended(StatusCode reason) {
        fail(new V2Exception(V2Code.WATCHER_CLEARED, ErrorTable.of(reason).title(), node.revision()));
    }

    /** Once the head is out, a response can only end, as one that has waited in vain. */
    private void fail(V2Exception reason) {
        if (ended) {
            return;
        }
        if (answer.response().headWritten()) {
            answer.response().end();
        } else {
            answer.fail(reason);
        }
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            close();
            over.run();
        }
    }

    private void close() {
        WatchStream open = stream;
        if (open != null) {
            open.close();
        }
    }
}
