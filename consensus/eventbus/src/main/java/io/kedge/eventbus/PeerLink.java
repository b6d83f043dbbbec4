/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.MemberTable;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.Envelope;
import io.kedge.eventbus.wire.PeerCodec;
import io.kedge.raft.Message;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to one peer: its budgets, its sequence numbers, whether it is worth trying. One thread. */
final class PeerLink {
    private static final Logger log = LoggerFactory.getLogger(PeerLink.class);
    private static final long BACKOFF_MILLIS_MIN = 50;
    private static final long BACKOFF_MILLIS_MAX = 500;
    private static final int MESSAGE_COUNT_BYTES = 4;
    private static final long LOG_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PeerIdentity self;
    private final long peerId;
    private final Incarnations incarnations;
    private final PeerLimits limits;
    private final Function<byte[], Future<Void>> bus;
    private final LongSupplier nanoClock;
    private final PeerCounters counters = new PeerCounters();
    private final BulkWindow bulk;
    private final Budget urgent;
    final Budget requests;
    private final Budget replies;

    /** Last sequence number used; starts anywhere, so that answers to an earlier life free nothing of this one. */
    private long sequence;

    private long lastReceived;
    /** Of the heartbeat whose answer is awaited to know the round trip; 0 for none. One at a time. */
    private long timedSequence;

    private long timedNanos;
    private boolean down;
    /** Whether the log's last word is that the peer cannot be reached; a link that fails one way would flood it. */
    private boolean downLogged;

    private long downLoggedNanos;
    private long backoffMillis = BACKOFF_MILLIS_MIN;
    private long blockedUntilNanos;
    private boolean reportDue;
    private long lastReportNanos;

    PeerLink(
            PeerIdentity self,
            long peerId,
            Incarnations incarnations,
            PeerLimits limits,
            Function<byte[], Future<Void>> bus,
            LongSupplier nanoClock) {
        this.self = self;
        this.peerId = peerId;
        this.incarnations = incarnations;
        this.limits = limits;
        this.bus = bus;
        this.nanoClock = nanoClock;
        bulk = new BulkWindow(limits);
        urgent = new Budget(limits.urgentBytes(), limits.urgentMessages());
        requests = new Budget(limits.requestBytes(), limits.requestCount());
        replies = new Budget(limits.replyBytes(), Integer.MAX_VALUE);
        sequence = new SplittableRandom().nextLong(1L << 32, 1L << 62);
        blockedUntilNanos = nanoClock.getAsLong();
        lastReportNanos = blockedUntilNanos - TimeUnit.DAYS.toNanos(1);
    }

    PeerCounters counters() {
        return counters;
    }

    /** Whether the last try failed so recently that another makes no sense. */
    boolean isBlocked() {
        return down && nanoClock.getAsLong() - blockedUntilNanos < 0;
    }

    /** Sends what the budgets admit, in frames of bounded size; drops the rest and makes a report due. */
    void send(List<Message> messages) {
        if (isBlocked()) {
            dropped(messages.size());
            return;
        }
        RaftFrame frame = new RaftFrame();
        boolean full = false;
        for (Message message : messages) {
            long bytes = PeerCodec.sizeBytes(message);
            boolean isBulk = isBulk(message);
            boolean admitted = isBulk ? !full && bulk.tryReserve(bytes) : urgent.tryAcquire(bytes);
            if (!admitted) {
                full |= isBulk;
                dropped(1);
                continue;
            }
            if (!frame.messages.isEmpty() && frame.bytes() + bytes > limits.frameBytes()) {
                write(frame);
                frame = new RaftFrame();
            }
            frame.add(message, bytes, isBulk);
        }
        if (!frame.messages.isEmpty()) {
            write(frame);
        }
        publishHeld();
    }

    /** Sends an answer; dropped if too many wait to be written. */
    void reply(Body.Reply reply) {
        long bytes = (long) PeerCodec.HEADER_BYTES + reply.payload().length;
        if (!replies.tryAcquire(bytes)) {
            dropped(1);
            return;
        }
        write(reply).onComplete((done, failure) -> {
            replies.release(bytes, 1);
            noticeFailure(failure);
        });
    }

    /** Sends any body; the caller keeps account of its bytes. */
    Future<Void> write(Body body) {
        sequence++;
        byte[] bytes = PeerCodec.encode(new Envelope(
                self.clusterId(),
                self.memberId(),
                peerId,
                self.incarnation(),
                incarnations.known(peerId),
                sequence,
                lastReceived,
                body));
        counters.sentMessages.increment();
        counters.sentBytes.add(bytes.length);
        return bus.apply(bytes);
    }

    /** An envelope of the peer was accepted. */
    void received(Envelope envelope, int bytes) {
        counters.receivedMessages.increment();
        counters.receivedBytes.add(bytes);
        counters.lastHeardNanos = nanoClock.getAsLong();
        counters.everHeard = true;
        if (down) {
            down = false;
            backoffMillis = BACKOFF_MILLIS_MIN;
        }
        if (downLogged && counters.lastHeardNanos - downLoggedNanos >= LOG_PERIOD_NANOS) {
            downLogged = false;
            log.info("member {} is heard again", MemberTable.nodeId(peerId));
        }
        if (envelope.sequence() != 0) {
            lastReceived = envelope.sequence();
        }
        if (envelope.acknowledged() <= sequence) {
            bulk.acknowledged(envelope.acknowledged());
            if (timedSequence != 0 && envelope.acknowledged() >= timedSequence) {
                counters.roundTrips.record(counters.lastHeardNanos - timedNanos);
                timedSequence = 0;
            }
        }
    }

    /** Something could not be kept for the peer or did not get there. */
    void dropped(int messages) {
        counters.droppedMessages.add(messages);
        reportDue = true;
    }

    void noticeFailure(@Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        reportDue = true;
        timedSequence = 0;
        long now = nanoClock.getAsLong();
        if (down && now - blockedUntilNanos < 0) {
            return;
        }
        if (!downLogged) {
            downLogged = true;
            downLoggedNanos = now;
            log.info("member {} cannot be reached: {}", MemberTable.nodeId(peerId), failure.toString());
        }
        down = true;
        blockedUntilNanos = now + TimeUnit.MILLISECONDS.toNanos(backoffMillis);
        backoffMillis = Math.min(2 * backoffMillis, BACKOFF_MILLIS_MAX);
    }

    /** Time passes; whether the peer is to be reported as unreachable now. */
    boolean tick() {
        long now = nanoClock.getAsLong();
        if (bulk.expire(now - TimeUnit.MILLISECONDS.toNanos(limits.acknowledgeMillis()))) {
            reportDue = true;
        }
        publishHeld();
        if (!reportDue || now - lastReportNanos < TimeUnit.MILLISECONDS.toNanos(limits.reportMillis())) {
            return false;
        }
        reportDue = false;
        lastReportNanos = now;
        counters.unreachableReports.increment();
        return true;
    }

    private void write(RaftFrame frame) {
        Future<Void> written = write(new Body.Raft(frame.messages));
        if (timedSequence == 0 && frame.hasHeartbeat) {
            timedSequence = sequence;
            timedNanos = nanoClock.getAsLong();
        }
        BulkWindow.@Nullable Frame inWindow = frame.bulkMessages == 0
                ? null
                : bulk.sent(sequence, frame.bulkBytes, frame.bulkMessages, nanoClock.getAsLong());
        long urgentBytes = frame.urgentBytes;
        int urgentMessages = frame.messages.size() - frame.bulkMessages;
        written.onComplete((done, failure) -> {
            urgent.release(urgentBytes, urgentMessages);
            if (inWindow != null && failure == null) {
                bulk.written(inWindow);
            } else if (inWindow != null) {
                bulk.lost(inWindow);
            }
            noticeFailure(failure);
        });
    }

    private void publishHeld() {
        counters.heldBytes = bulk.bytes() + urgent.bytes() + requests.bytes() + replies.bytes();
    }

    /** Whether {@code message} waits for the peer's acknowledgement; the others only for the kernel. */
    private static boolean isBulk(Message message) {
        return message instanceof Message.AppendEntries append
                && !append.entries().isEmpty();
    }

    /** Raft messages that go in one event-bus message. */
    private static final class RaftFrame {
        final List<Message> messages = new ArrayList<>();
        long bulkBytes;
        int bulkMessages;
        long urgentBytes;
        /** Heartbeats are answered at once, so the way back is no longer than it must be. */
        boolean hasHeartbeat;

        void add(Message message, long bytes, boolean isBulk) {
            messages.add(message);
            hasHeartbeat |= message instanceof Message.Heartbeat;
            if (isBulk) {
                bulkBytes += bytes;
                bulkMessages++;
            } else {
                urgentBytes += bytes;
            }
        }

        long bytes() {
            return bulkBytes + urgentBytes + MESSAGE_COUNT_BYTES;
        }
    }
}
