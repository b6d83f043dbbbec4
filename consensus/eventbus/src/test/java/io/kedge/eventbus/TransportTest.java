/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.raft.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two and three real members over the loopback. */
final class TransportTest {
    private final Map<Long, PeerUrl> members =
            Map.of(1L, TestPeer.freeUrl(), 2L, TestPeer.freeUrl(), 3L, TestPeer.freeUrl());

    @Test
    void messagesArriveInOrderAndOneBusMessageGoesToEachPeerOfACall() {
        try (TestPeer one = TestPeer.start(1, members);
                TestPeer two = TestPeer.start(2, members);
                TestPeer three = TestPeer.start(3, members)) {
            int calls = 500;
            for (int call = 0; call < calls; call++) {
                List<Message> batch = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    batch.add(one.beat(2, call * 5L + i));
                    batch.add(one.beat(3, call * 5L + i));
                }
                one.send(batch.toArray(Message[]::new));
            }
            two.awaitReceived(calls * 5);
            three.awaitReceived(calls * 5);
            for (TestPeer peer : List.of(two, three)) {
                assertThat(peer.received.stream().map(each -> ((Message.Heartbeat) each).readNumber()))
                        .containsExactlyElementsOf(
                                LongStream.range(0, calls * 5L).boxed().toList());
            }
            assertThat(one.transport.counters(2).sentMessages()).isEqualTo(calls);
            assertThat(two.transport.counters(1).receivedMessages()).isBetween((long) calls, calls + 5L);
            assertThat(one.unreachable).isEmpty();
        }
    }

    @Test
    void aLargeBatchIsSplitAndALargeEntryTravelsAlone() {
        try (TestPeer one = TestPeer.start(1, members);
                TestPeer two = TestPeer.start(2, members)) {
            int third = 400_000;
            one.send(
                    one.append(2, 0, third),
                    one.append(2, 1, third),
                    one.append(2, 2, third),
                    one.append(2, 3, 2_000_000),
                    one.append(2, 4, 10));
            two.awaitReceived(5);
            assertThat(one.transport.counters(2).sentMessages()).isEqualTo(4);
            assertThat(two.received.stream().map(each -> ((Message.AppendEntries) each).prevIndex()))
                    .containsExactly(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    void theWindowOpensWithTheAnswers() {
        PeerLimits limits = PeerLimits.defaults().withBulk(100_000, 1_000);
        try (TestPeer one = new TestPeer.Options(1, members).limits(limits).start();
                TestPeer two = TestPeer.start(2, members)) {
            one.send(one.append(2, 0, 60_000), one.append(2, 1, 60_000), one.beat(2, 7));
            two.awaitReceived(2);
            assertThat(two.received).hasSize(2);
            assertThat(one.transport.counters(2).droppedMessages()).isEqualTo(1);
            Await.until("the report", () -> one.unreachable.contains(2L));
            two.send(new Message.HeartbeatResponse(2, 1, 1, 1, 7, 0));
            one.awaitReceived(1);
            one.send(one.append(2, 1, 60_000));
            two.awaitReceived(3);
            assertThat(one.transport.counters(2).droppedMessages()).isEqualTo(1);
        }
    }

    @Test
    void aPeerThatIsDownIsReportedAndReachedSoonAfterItsReturn() {
        try (TestPeer one = TestPeer.start(1, members)) {
            TestPeer two = TestPeer.start(2, members);
            one.send(one.beat(2, 1));
            two.awaitReceived(1);
            assertThat(one.unreachable).isEmpty();
            two.close();
            Await.until("a report", () -> {
                one.send(one.beat(2, 2));
                return one.unreachable.contains(2L);
            });
            long reports = one.transport.counters(2).unreachableReports();
            assertThat(reports).isBetween(1L, 50L);
            try (TestPeer again = TestPeer.start(2, members)) {
                Await.within(Duration.ofSeconds(2), "messages after the return", () -> {
                    one.send(one.beat(2, 3));
                    return !again.received.isEmpty();
                });
            }
        }
    }

    @Test
    void aMemberThatMovesIsFoundAtItsNewUrl() {
        try (TestPeer one = TestPeer.start(1, members)) {
            try (TestPeer two = TestPeer.start(2, members)) {
                one.send(one.beat(2, 1));
                two.awaitReceived(1);
            }
            PeerUrl moved = TestPeer.freeUrl();
            one.table.put(2, moved);
            try (TestPeer two = new TestPeer.Options(2, members).listen(moved).start()) {
                Await.until("messages at the new URL", () -> {
                    one.send(one.beat(2, 2));
                    return !two.received.isEmpty();
                });
                assertThat(two.received).isNotEmpty();
            }
        }
    }

    @Test
    void aMemberAddedLaterIsReachedAndARemovedOneIsNotSentTo() {
        try (TestPeer one = TestPeer.start(1, members)) {
            // It says hello at once, and a refusal may be on its way to it: it has to be gone before another has its
            // id.
            try (TestPeer stranger =
                    new TestPeer.Options(4, members).listen(TestPeer.freeUrl()).start()) {
                one.send(one.beat(4, 1));
                assertThat(one.transport.counters(4)).isNull();
                assertThat(stranger.received).isEmpty();
            }
            PeerUrl url = TestPeer.freeUrl();
            one.table.put(4, url);
            try (TestPeer there = new TestPeer.Options(4, members).listen(url).start()) {
                // A message may be lost while the two meet.
                Await.until("messages", () -> {
                    one.send(one.beat(4, 2));
                    return !there.received.isEmpty();
                });
                one.table.remove(4);
                one.send(one.beat(4, 3));
                Await.until("the link goes", () -> one.transport.counters(4) == null);
                assertThat(there.received).isNotEmpty().doesNotContain(one.beat(4, 3));
            }
        }
    }

    @Test
    void onlyItsContextMaySend() {
        try (TestPeer one = TestPeer.start(1, members)) {
            assertThatThrownBy(() -> one.transport.send(List.of(one.beat(2, 1))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
