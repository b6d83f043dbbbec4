/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.wire.RefusalReason;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who is refused, and that both sides learn of it. */
final class IdentityTest {
    private final Map<Long, PeerUrl> members = Map.of(1L, TestPeer.freeUrl(), 2L, TestPeer.freeUrl());

    @Test
    void anotherClusterIsRefusedBothWays() {
        try (TestPeer one = TestPeer.start(1, members);
                TestPeer two = new TestPeer.Options(2, members).cluster(77).start()) {
            one.send(one.beat(2, 1));
            two.send(two.beat(1, 1));
            awaitRefusal(one, RefusalReason.WRONG_CLUSTER);
            awaitRefusal(two, RefusalReason.WRONG_CLUSTER);
            assertThat(one.received).isEmpty();
            assertThat(two.received).isEmpty();
        }
    }

    /** The other cluster's member has an id of its own, which the first knows nothing of: they meet by the URL only. */
    @Test
    void anotherClusterWithOtherIdsIsRefusedBothWays() {
        Map<Long, PeerUrl> mistaken = Map.of(8L, TestPeer.freeUrl(), 1L, members.get(2L));
        try (TestPeer two = TestPeer.start(2, members);
                TestPeer stray = new TestPeer.Options(8, mistaken).cluster(77).start()) {
            awaitRefusal(stray, RefusalReason.WRONG_CLUSTER);
            assertThat(two.received).isEmpty();
        }
    }

    @Test
    void whoListensWhereAnotherIsExpectedRefuses() {
        Map<Long, PeerUrl> mistaken = Map.of(1L, members.get(1L), 3L, members.get(2L));
        try (TestPeer two = TestPeer.start(2, members);
                TestPeer one = new TestPeer.Options(1, mistaken).start()) {
            awaitRefusal(one, RefusalReason.WRONG_TARGET);
            assertThat(two.received).isEmpty();
        }
    }

    @Test
    void aRemovedMemberIsRefusedAndTold() {
        try (TestPeer one = TestPeer.start(1, members);
                TestPeer two = TestPeer.start(2, members)) {
            two.send(two.beat(1, 1));
            one.awaitReceived(1);
            one.table.remove(2);
            Await.until("the refusal", () -> {
                two.send(two.beat(1, 2));
                return two.refusals.contains(RefusalReason.REMOVED_SENDER);
            });
            assertThat(one.received).hasSize(1);
        }
    }

    @Test
    void anUnknownSenderIsRefused() {
        Map<Long, PeerUrl> withThree = Map.of(3L, TestPeer.freeUrl(), 2L, members.get(2L));
        try (TestPeer two = TestPeer.start(2, members);
                TestPeer three = TestPeer.start(3, withThree)) {
            three.send(three.beat(2, 1));
            awaitRefusal(three, RefusalReason.UNKNOWN_SENDER);
            assertThat(two.received).isEmpty();
        }
    }

    @Test
    void aWipedMemberIsRefusedUntilItsIdIsForgotten() {
        MemoryIncarnations seen = new MemoryIncarnations();
        try (TestPeer one = new TestPeer.Options(1, members).incarnations(seen).start()) {
            try (TestPeer two = TestPeer.start(2, members)) {
                two.send(two.beat(1, 1));
                one.awaitReceived(1);
            }
            try (TestPeer wiped =
                    new TestPeer.Options(2, members).incarnation(5).start()) {
                wiped.send(wiped.beat(1, 2));
                awaitRefusal(wiped, RefusalReason.CHANGED_INCARNATION);
                one.send(one.beat(2, 3));
                awaitRefusal(one, RefusalReason.OTHER_TARGET_INCARNATION);
                assertThat(one.received).hasSize(1);
                assertThat(wiped.received).isEmpty();
                assertThat(one.transport.counters(2).refusedEnvelopes()).isPositive();
                seen.forget(2);
                Await.until("messages of the new life", () -> {
                    wiped.send(wiped.beat(1, 4));
                    return one.received.size() > 1;
                });
            }
        }
    }

    @Test
    void nothingIsTakenBeforeTheIncarnationIsKept() {
        MemoryIncarnations kept = new MemoryIncarnations();
        AtomicInteger asked = new AtomicInteger();
        Incarnations slow = new Incarnations() {
            @Override
            public long known(long member) {
                return kept.known(member);
            }

            @Override
            public void firstSeen(long member, long incarnation) {
                asked.incrementAndGet();
            }
        };
        try (TestPeer one = new TestPeer.Options(1, members).incarnations(slow).start();
                TestPeer two = TestPeer.start(2, members)) {
            two.send(two.beat(1, 1));
            Await.until("hello and message are there", () -> asked.get() >= 2);
            kept.firstSeen(2, 1002);
            two.send(two.beat(1, 2));
            one.awaitReceived(1);
            assertThat(one.received).containsExactly(two.beat(1, 2));
        }
    }

    private static void awaitRefusal(TestPeer peer, RefusalReason reason) {
        Await.until(reason + " told", () -> peer.refusals.contains(reason));
        assertThat(peer.refusals).contains(reason);
    }
}
