/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** One connection through a proxy, from its sender to the member behind. Event loop only. */
final class ProxiedLink {
    private static final int FIRST_FRAME_BYTES_MAX = 1 << 20;

    /** What was read and may not be written yet; an end has no bytes. */
    private record Piece(Buffer bytes, long dueNanos) {}

    private final PeerProxies proxies;
    private final Vertx vertx;
    private final int to;
    private final Way there;
    private final Way back;
    private Buffer first = Buffer.buffer();
    /** Empty until the first frame has told. */
    private String sender = "";

    ProxiedLink(PeerProxies proxies, Vertx vertx, NetSocket from, NetSocket behind, int to) {
        this.proxies = proxies;
        this.vertx = vertx;
        this.to = to;
        there = new Way(from, behind);
        back = new Way(behind, from);
        from.handler(this::forward);
        behind.handler(back::take);
        from.resume();
    }

    private void forward(Buffer bytes) {
        if (!sender.isEmpty()) {
            there.take(bytes);
            return;
        }
        first.appendBuffer(bytes);
        String found = senderOf(first);
        if (!found.isEmpty() || first.length() > FIRST_FRAME_BYTES_MAX) {
            sender = found.isEmpty() ? "?" : found;
            Buffer held = first;
            first = Buffer.buffer();
            there.take(held);
        }
    }

    private LinkState state() {
        return sender.isEmpty() ? LinkState.OPEN : proxies.state(sender, to);
    }

    /** Looks at the link's state again. */
    void stateChanged() {
        there.go();
        back.go();
    }

    private void ended(Way way) {
        way.take(Buffer.buffer());
    }

    /**
     * The sender's name in a frame of the event bus, or nothing if it is not all there: length, version, codec (with
     * its name if it is no system codec), send or publish, address, reply address, sender.
     */
    private static String senderOf(Buffer frame) {
        int[] at = {5};
        if (frame.length() < 12) {
            return "";
        }
        if (frame.getByte(at[0]++) == -1) {
            text(frame, at);
        }
        at[0]++;
        text(frame, at);
        text(frame, at);
        return text(frame, at);
    }

    private static String text(Buffer frame, int[] at) {
        if (at[0] + 4 > frame.length()) {
            at[0] = frame.length();
            return "";
        }
        int length = frame.getInt(at[0]);
        int from = at[0] + 4;
        if (length < 0 || from + length > frame.length()) {
            at[0] = frame.length();
            return "";
        }
        at[0] = from + length;
        return frame.getString(from, from + length, StandardCharsets.UTF_8.name());
    }

    /** One direction. */
    private final class Way {
        private final NetSocket source;
        private final NetSocket target;
        private final Deque<Piece> waiting = new ArrayDeque<>();
        private boolean timerSet;

        Way(NetSocket source, NetSocket target) {
            this.source = source;
            this.target = target;
            source.exceptionHandler(lost -> {});
            source.closeHandler(end -> ended(this));
            target.drainHandler(room -> go());
        }

        void take(Buffer bytes) {
            long delay = TimeUnit.MILLISECONDS.toNanos(state().delayMillis());
            waiting.add(new Piece(bytes, System.nanoTime() + delay));
            go();
        }

        /** Writes what may be written now. */
        void go() {
            if (state().kind() == LinkState.Kind.CUT) {
                close();
                return;
            }
            boolean silent = state().kind() == LinkState.Kind.SILENT;
            while (!silent && !waiting.isEmpty() && !target.writeQueueFull()) {
                long left = waiting.peek().dueNanos() - System.nanoTime();
                if (left > 0) {
                    goLater(left);
                    break;
                }
                Buffer bytes = waiting.poll().bytes();
                if (bytes.length() == 0) {
                    close();
                } else {
                    target.write(bytes);
                }
            }
            if (silent || target.writeQueueFull()) {
                source.pause();
            } else {
                source.resume();
            }
        }

        private void goLater(long nanos) {
            if (!timerSet) {
                timerSet = true;
                vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, timer -> {
                    timerSet = false;
                    go();
                });
            }
        }

        void close() {
            proxies.closed(ProxiedLink.this);
            source.close();
            target.close();
        }
    }
}
