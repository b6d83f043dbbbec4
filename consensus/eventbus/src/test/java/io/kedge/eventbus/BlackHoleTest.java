/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.cluster.PeerUrl;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer whose socket is open and never read. */
final class BlackHoleTest {
    private static final long WINDOW_BYTES = 4 << 20;

    /**
     * The bus' own close of a link without a pong waits behind what the socket does not take, for ever; so a second
     * connection here shows that a silent link is cut.
     */
    @Test
    void memoryStaysBoundedAndTheLinkIsCut() throws IOException {
        PeerLimits limits = PeerLimits.defaults().withBulk(WINDOW_BYTES, 1_000);
        try (BlackHole hole = new BlackHole()) {
            Map<Long, PeerUrl> members = Map.of(1L, TestPeer.freeUrl(), 2L, hole.url());
            try (TestPeer one = new TestPeer.Options(1, members).limits(limits).start()) {
                long[] mostHeld = {0};
                Await.until("a second connection", () -> {
                    one.send(one.append(2, 0, 256 << 10), one.beat(2, 1));
                    PeerCounters counters = one.transport.counters(2);
                    mostHeld[0] = Math.max(mostHeld[0], counters.heldBytes());
                    return hole.connections() >= 2;
                });
                assertThat(mostHeld[0]).isBetween(WINDOW_BYTES / 2, WINDOW_BYTES + limits.urgentBytes());
                assertThat(one.unreachable).contains(2L);
                assertThat(one.transport.counters(2).droppedMessages()).isPositive();
            }
        }
    }
}
