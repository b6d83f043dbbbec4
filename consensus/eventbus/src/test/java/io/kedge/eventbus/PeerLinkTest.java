/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.Envelope;
import io.kedge.eventbus.wire.PeerCodec;
import io.kedge.eventbus.wire.WireException;
import io.kedge.raft.EntryType;
import io.kedge.raft.LogEntry;
import io.kedge.raft.Message;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The window and the budgets of one link, with a bus and a clock in the test's hand. */
final class PeerLinkTest {
    private static final PeerIdentity SELF = new PeerIdentity(9, 1, 11, TestPeer.freeUrl());
    private static final int HEAD_BYTES = 58;

    private final List<Promise<Void>> writes = new ArrayList<>();
    private final List<Envelope> sent = new ArrayList<>();
    private long nowNanos = 1_000_000_000;
    private final PeerLink link = new PeerLink(
            SELF,
            2,
            new MemoryIncarnations(),
            PeerLimits.defaults().withBulk(3 * (1_000 + HEAD_BYTES), 10),
            this::write,
            () -> nowNanos);

    @Test
    void whatIsOverTheWindowIsDroppedAndReportedWhileHeartbeatsGoOn() {
        link.send(List.of(append(0), append(1), append(2), append(3), beat()));
        assertThat(messagesOf(0)).containsExactly(append(0), append(1), append(2), beat());
        assertThat(link.counters().droppedMessages()).isEqualTo(1);
        assertThat(link.tick()).isTrue();
        assertThat(link.tick()).as("not again at once").isFalse();
    }

    @Test
    void onceOneAppendIsDroppedTheLaterOnesOfTheCallAreToo() {
        link.send(List.of(append(0), append(1), append(2), append(3), emptyLater()));
        assertThat(messagesOf(0)).containsExactly(append(0), append(1), append(2));
        assertThat(link.counters().droppedMessages()).isEqualTo(2);
    }

    @Test
    void anAcknowledgementFreesWhatWasSentBefore() {
        link.send(List.of(append(0)));
        link.send(List.of(append(1)));
        link.send(List.of(append(2)));
        link.received(answer(sent.get(1).sequence()), 1);
        link.send(List.of(append(3), append(4)));
        assertThat(link.counters().droppedMessages()).isZero();
        link.send(List.of(append(5)));
        assertThat(link.counters().droppedMessages()).isEqualTo(1);
    }

    /** Answers to an earlier life of this member, or from the future, are no acknowledgements. */
    @Test
    void foreignAcknowledgementsFreeNothing() {
        link.send(List.of(append(0), append(1), append(2)));
        link.tick();
        long held = link.counters().heldBytes();
        for (long foreign :
                new long[] {0, 1, sent.get(0).sequence() - 1, sent.get(0).sequence() + 1, Long.MAX_VALUE}) {
            link.received(answer(foreign), 1);
        }
        link.tick();
        assertThat(link.counters().heldBytes()).isEqualTo(held).isPositive();
    }

    @Test
    void timeFreesOnlyWhatHasLeftThisProcess() {
        link.send(List.of(append(0)));
        link.send(List.of(append(1)));
        writes.get(0).complete();
        pass(6_000);
        assertThat(link.tick()).isTrue();
        assertThat(link.counters().heldBytes()).isEqualTo(1_000 + HEAD_BYTES);
        writes.get(1).complete();
        link.tick();
        assertThat(link.counters().heldBytes()).isZero();
    }

    @Test
    void aBrokenLinkFreesEverythingAndIsTriedAgainAfterAPause() {
        link.send(List.of(append(0), beat()));
        link.send(List.of(append(1)));
        writes.get(0).complete();
        writes.get(1).fail("broken");
        assertThat(link.tick()).isTrue();
        assertThat(link.counters().heldBytes()).isZero();
        assertThat(link.isBlocked()).isTrue();
        link.send(List.of(beat()));
        assertThat(sent).hasSize(2);
        pass(51);
        link.send(List.of(beat()));
        assertThat(sent).hasSize(3);
        writes.get(2).fail("still");
        pass(51);
        assertThat(link.isBlocked()).as("a longer pause").isTrue();
        link.received(answer(0), 1);
        assertThat(link.isBlocked()).as("heard").isFalse();
    }

    @Test
    void heartbeatsThatTheKernelDoesNotTakeAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            link.send(List.of(beat()));
        }
        assertThat(sent).hasSize(PeerLimits.defaults().urgentMessages());
        writes.forEach(Promise::complete);
        link.send(List.of(beat()));
        assertThat(sent).hasSize(PeerLimits.defaults().urgentMessages() + 1);
    }

    @Test
    void theWayOfAHeartbeatAndBackIsTimedOneAtATime() {
        RoundTrips trips = link.counters().roundTrips();
        link.send(List.of(append(0)));
        link.send(List.of(beat()));
        pass(5);
        link.send(List.of(beat()));
        link.received(answer(sent.get(0).sequence()), 1);
        assertThat(trips.countUpTo(trips.boundCount()))
                .as("an answer to what came before")
                .isZero();
        pass(1);
        link.received(answer(sent.get(2).sequence()), 1);
        link.received(answer(sent.get(2).sequence()), 1);
        assertThat(trips.countUpTo(trips.boundCount())).isEqualTo(1);
        assertThat(trips.totalSeconds()).isEqualTo(0.006);
        assertThat(trips.countUpTo(5)).as("up to %s s", trips.bound(5)).isZero();
        assertThat(trips.countUpTo(6)).as("up to %s s", trips.bound(6)).isEqualTo(1);
    }

    private Future<Void> write(byte[] bytes) {
        try {
            sent.add(PeerCodec.decode(bytes));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        Promise<Void> written = Promise.promise();
        writes.add(written);
        return written.future();
    }

    private void pass(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private List<Message> messagesOf(int envelope) {
        return ((Body.Raft) sent.get(envelope).body()).messages();
    }

    private static Envelope answer(long acknowledged) {
        return new Envelope(9, 2, 1, 22, 11, 7, acknowledged, new Body.Raft(List.of()));
    }

    private static Message append(long prevIndex) {
        List<LogEntry> entries = List.of(new LogEntry(prevIndex + 1, 1, EntryType.NORMAL, new byte[1_000]));
        return new Message.AppendEntries(1, 2, 1, 1, prevIndex, 1, entries, 0);
    }

    private static Message emptyLater() {
        List<LogEntry> entries = List.of(new LogEntry(5, 1, EntryType.NORMAL, new byte[0]));
        return new Message.AppendEntries(1, 2, 1, 1, 4, 1, entries, 0);
    }

    private static Message beat() {
        return new Message.Heartbeat(1, 2, 1, 1, 0, 0);
    }
}
