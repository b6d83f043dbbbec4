/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.tls.TlsTransports;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** One that is about to join learns who is there, from whoever answers. */
final class JoinInquiryTest {

    private final PeerUrl own = TestPeer.freeUrl();
    private final PeerUrl running = TestPeer.freeUrl();
    private final PeerUrl nobody = TestPeer.freeUrl();

    private static byte[] result(Future<byte[]> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoeverRunsAnswers() throws Exception {
        try (TestPeer member = TestPeer.start(7, Map.of(7L, running))) {
            Future<byte[]> answer = JoinInquiry.ask(own, own, TlsTransports.plain(), List.of(nobody, running), 20_000);
            assertThat(result(answer)).containsExactly(7);
            assertThat(member.refusals).isEmpty();
        }
        // The port is free again for the member itself.
        try (TestPeer joined = TestPeer.start(8, Map.of(8L, own))) {
            assertThat(joined.received).isEmpty();
        }
    }

    @Test
    void nobodyAnswersInTime() {
        Future<byte[]> answer = JoinInquiry.ask(own, own, TlsTransports.plain(), List.of(nobody), 600);
        assertThatThrownBy(() -> result(answer))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void oneThatStartsLaterIsAskedAgain() throws Exception {
        Future<byte[]> answer = JoinInquiry.ask(own, own, TlsTransports.plain(), List.of(running), 20_000);
        try (TestPeer member = TestPeer.start(9, Map.of(9L, running))) {
            assertThat(result(answer)).containsExactly(9);
            assertThat(member.unreachable).isEmpty();
        }
    }
}
