/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.raft.Message;
import java.io.IOException;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A peer whose socket is open and never read. */
final class BlackHoleTest {
    private static final long WINDOW_BYTES = 32 << 20;

    /**
     * The window exceeds what the kernel takes: then the bus' own close of a link without a pong waits behind it for
     * ever, and only a silent link's cut leads to a second connection.
     */
    @Test
    void memoryStaysBoundedAndTheLinkIsCut() throws IOException {
        PeerLimits limits = PeerLimits.defaults().withBulk(WINDOW_BYTES, 1_000);
        try (BlackHole hole = new BlackHole()) {
            Map<Long, PeerUrl> members = Map.of(1L, TestPeer.freeUrl(), 2L, hole.url());
            try (TestPeer one = new TestPeer.Options(1, members).limits(limits).start()) {
                Message[] burst = LongStream.range(0, 40)
                        .mapToObj(index -> one.append(2, index, 1_000_000))
                        .toArray(Message[]::new);
                one.send(burst);
                PeerCounters counters = one.transport.counters(2);
                assertThat(counters.heldBytes()).isGreaterThan(WINDOW_BYTES - 1_100_000);
                Await.until("a second connection", () -> {
                    one.send(one.append(2, 40, 1_000_000), one.beat(2, 1));
                    assertThat(counters.heldBytes()).isLessThan(WINDOW_BYTES + limits.urgentBytes());
                    return hole.connections() >= 2;
                });
                assertThat(one.unreachable).contains(2L);
                assertThat(counters.droppedMessages()).isPositive();
            }
        }
    }
}
