/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.cluster.MemberTableClusterManager;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.Envelope;
import io.kedge.eventbus.wire.PeerCodec;
import io.kedge.raft.Message;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a link held back for a minute comes at once; bytes that no member wrote come at any time. */
final class OldBurstTest {
    private final Map<Long, PeerUrl> members = Map.of(1L, TestPeer.freeUrl(), 2L, TestPeer.freeUrl());

    /** Numbers, acknowledgements and answers of another time change nothing; the messages are for Raft to judge. */
    @Test
    void anOldBurstIsHandedOnAndChangesNothingElse() {
        try (TestPeer one = TestPeer.start(1, members)) {
            one.send(one.append(2, 0, 1_000));
            int burst = 2_000;
            List<Object> bodies = new ArrayList<>();
            for (int i = 0; i < burst; i++) {
                Body body = i % 2 == 0
                        ? new Body.Raft(List.of(new Message.HeartbeatResponse(2, 1, 1, 1, i, 0)))
                        : new Body.Reply(i, 0, new byte[10]);
                bodies.add(PeerCodec.encode(new Envelope(TestPeer.CLUSTER, 2, 1, 1002, 1001, i + 1, i, body)));
            }
            deliver(one, bodies);
            one.awaitReceived(burst / 2);
            try (TestPeer two = TestPeer.start(2, members)) {
                Await.until("the link works", () -> {
                    one.send(one.beat(2, 1));
                    return !two.received.isEmpty();
                });
                assertThat(one.received).hasSize(burst / 2);
            }
        }
    }

    @Test
    void bytesThatAreNoEnvelopeAreDropped() {
        SplittableRandom random = new SplittableRandom(1);
        try (TestPeer one = TestPeer.start(1, members);
                TestPeer two = TestPeer.start(2, members)) {
            List<Object> bodies = new ArrayList<>(List.of("a text"));
            for (int i = 0; i < 1_000; i++) {
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                bodies.add(noise);
            }
            deliver(one, bodies);
            two.send(two.beat(1, 1));
            one.awaitReceived(1);
            assertThat(one.received).containsExactly(two.beat(1, 1));
        }
    }

    private static void deliver(TestPeer peer, List<Object> bodies) {
        DeliveryOptions local = new DeliveryOptions().setLocalOnly(true);
        peer.call(() -> {
            EventBus bus = peer.context.owner().eventBus();
            bodies.forEach(body -> bus.send(MemberTableClusterManager.address(1), body, local));
            return bus;
        });
    }
}
