/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * Appends, or notices, sent to a peer that it has not acknowledged. A frame leaves the window when the peer's envelopes
 * carry its sequence number or a later one, when the link broke, or when it has left this process and waited too long.
 * What the bus still holds is never let go, so the window bounds this member's memory however long the peer does not
 * read. One thread.
 */
final class BulkWindow {
    /** One event-bus message with them. */
    static final class Frame {
        private final long sequence;
        private final long bytes;
        private final int messages;
        private final long sentNanos;
        private boolean written;

        private Frame(long sequence, long bytes, int messages, long sentNanos) {
            this.sequence = sequence;
            this.bytes = bytes;
            this.messages = messages;
            this.sentNanos = sentNanos;
        }
    }

    private final Budget budget;
    /** In order of sequence numbers. */
    private final ArrayDeque<Frame> outstanding = new ArrayDeque<>();

    BulkWindow(long maxBytes, int maxMessages) {
        budget = new Budget(maxBytes, maxMessages);
    }

    boolean tryReserve(long bytes) {
        return budget.tryAcquire(bytes);
    }

    /** What was reserved leaves in the frame {@code sequence}. */
    Frame sent(long sequence, long bytes, int messages, long nowNanos) {
        Frame frame = new Frame(sequence, bytes, messages, nowNanos);
        outstanding.add(frame);
        return frame;
    }

    /** The kernel has the frame. */
    void written(Frame frame) {
        frame.written = true;
    }

    /** The peer has received everything up to {@code sequence}. */
    void acknowledged(long sequence) {
        while (!outstanding.isEmpty() && outstanding.element().sequence <= sequence) {
            free(outstanding.remove());
        }
    }

    /** The link broke with {@code frame}: it and what the kernel had are gone; the others will be reported as well. */
    void lost(Frame frame) {
        removeIf(each -> each == frame || each.written);
    }

    /** Lets go of what left this process before {@code sentBefore}; whether anything was sent before it at all. */
    boolean expire(long sentBefore) {
        Frame oldest = outstanding.peek();
        if (oldest == null || oldest.sentNanos - sentBefore >= 0) {
            return false;
        }
        removeIf(each -> each.written && each.sentNanos - sentBefore < 0);
        return true;
    }

    long bytes() {
        return budget.bytes();
    }

    private void removeIf(Predicate<Frame> gone) {
        Iterator<Frame> frames = outstanding.iterator();
        while (frames.hasNext()) {
            Frame frame = frames.next();
            if (gone.test(frame)) {
                frames.remove();
                free(frame);
            }
        }
    }

    private void free(Frame frame) {
        budget.release(frame.bytes, frame.messages);
    }
}
