/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Reply;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.grpc.rpc.wire.WatchMessage;
import io.kedge.model.KedgeException;
import io.kedge.model.LeaseResult;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A stream of renewals: one reply for each request, in the order of the requests. After the client's half-close it ends
 * well with the last reply. Requests are not read while too many wait or the client does not read replies.
 */
final class KeepAliveCall extends Call {

    private static final int WAITING_MAX = 128;

    private final Deque<Renewal> waiting = new ArrayDeque<>();
    private boolean halfClosed;
    private boolean paused;

    KeepAliveCall(Loop loop, MethodMetrics metrics, Transport transport) {
        super(loop, metrics, transport);
        if (requiresLeader()) {
            loop.leaderMonitor().add(this);
        }
        onWritable(this::advance);
    }

    @Override
    void message(ProtoReader message) {
        Renewal renewal = new Renewal();
        waiting.add(renewal);
        loop().node().leases().keepAlive(caller(), WatchMessage.id(message), renewal);
        if (!paused && waiting.size() >= WAITING_MAX) {
            paused = true;
            pauseReading();
        }
    }

    @Override
    void halfClosed() {
        halfClosed = true;
        advance();
    }

    @Override
    void closed() {
        loop().leaderMonitor().remove(this);
        waiting.clear();
    }

    private void advance() {
        for (Renewal head = waiting.peek(); head != null && isWritable(); head = waiting.peek()) {
            LeaseResult result = head.result;
            if (result == null) {
                break;
            }
            waiting.remove();
            send(loop().kvReplies().keepAlive(result));
        }
        if (halfClosed && waiting.isEmpty()) {
            end();
        } else if (paused && waiting.size() < WAITING_MAX / 2) {
            paused = false;
            resumeReading();
        }
    }

    /** The place of one reply in the stream. */
    private final class Renewal implements Reply<LeaseResult> {

        private @Nullable LeaseResult result;

        @Override
        public void succeed(LeaseResult renewed) {
            result = renewed;
            if (!ended()) {
                advance();
            }
        }

        @Override
        public void fail(KedgeException reason) {
            KeepAliveCall.this.fail(outcome(reason));
        }
    }
}
