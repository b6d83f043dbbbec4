/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.PeerRequestException.Outcome;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.wire.Body;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests and answers between two members. */
final class PeerRequestsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final Map<Long, PeerUrl> members = Map.of(1L, TestPeer.freeUrl(), 2L, TestPeer.freeUrl());
    private final TestPeer one = TestPeer.start(1, members);
    private final TestPeer two = TestPeer.start(2, members);

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void everyRequestGetsItsOwnAnswer() {
        two.transport.requests().serve(3, (from, payload, responder) -> responder.reply((int) from, payload));
        List<Future<Body.Reply>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] payload = {(byte) i, (byte) (i >> 8)};
            answers.add(ask(3, payload, 5_000));
        }
        for (int i = 0; i < 200; i++) {
            Body.Reply answer = Await.result(answers.get(i));
            assertThat(answer.status()).isEqualTo(1);
            assertThat(answer.payload()).containsExactly(i & 0xff, i >> 8);
        }
        Await.until("all is let go", () -> one.transport.counters(2).heldBytes() == 0);
    }

    @Test
    void noticesArriveInOrderAndAreLetGoOfWithoutAnswers() {
        List<Integer> taken = java.util.Collections.synchronizedList(new ArrayList<>());
        two.transport.requests().take(3, (from, payload) -> taken.add((int) from * 1_000 + payload[0]));
        one.call(() -> {
            for (int i = 0; i < 100; i++) {
                assertThat(one.transport.requests().tell(2, 3, new byte[] {(byte) i}))
                        .isTrue();
            }
            return 0;
        });
        Await.until("all have arrived", () -> taken.size() == 100);
        assertThat(taken).isSorted().doesNotHaveDuplicates().first().isEqualTo(1_000);
        assertThat(Await.result(ask(4, HELLO, 5_000)).status())
                .as("an answer that says what was received before")
                .isEqualTo(Asker.STATUS_UNKNOWN_KIND);
        Await.until("all is let go", () -> one.transport.counters(2).heldBytes() == 0);
    }

    @Test
    void aNoticeToNobodyOrOfAKindNobodyTakesDoesNoHarm() {
        assertThat(one.call(() -> one.transport.requests().tell(9, 3, HELLO))).isFalse();
        assertThat(one.call(() -> one.transport.requests().tell(2, 3, new byte[5 << 20])))
                .isFalse();
        assertThat(one.call(() -> one.transport.requests().tell(2, 77, HELLO))).isTrue();
        assertThat(Await.result(ask(4, HELLO, 5_000)).status()).isEqualTo(Asker.STATUS_UNKNOWN_KIND);
    }

    @Test
    void aKindNobodyServesIsAnswered() {
        assertThat(Await.result(ask(4, HELLO, 5_000)).status()).isEqualTo(Asker.STATUS_UNKNOWN_KIND);
    }

    @Test
    void aLateAnswerIsNotWaitedForAndDoesNoHarm() {
        List<Responder> kept = new ArrayList<>();
        two.transport.requests().serve(5, (from, payload, responder) -> kept.add(responder));
        Future<Body.Reply> answer = ask(5, HELLO, 200);
        assertThat(outcome(answer)).isEqualTo(Outcome.UNKNOWN);
        two.call(() -> {
            kept.get(0).reply(0, HELLO);
            return 0;
        });
        assertThat(Await.result(ask(4, HELLO, 5_000)).status()).isEqualTo(Asker.STATUS_UNKNOWN_KIND);
    }

    @Test
    void aRequestToNobodyIsNotSent() {
        Future<Body.Reply> answer = one.call(() -> one.transport.requests().ask(9, 1, HELLO, 1_000));
        assertThat(outcome(answer)).isEqualTo(Outcome.NOT_SENT);
        assertThat(outcome(ask(1, new byte[5 << 20], 1_000))).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void moreRequestsThanTheBudgetAreNotSent() {
        two.transport.requests().serve(6, (from, payload, responder) -> {});
        List<Future<Body.Reply>> answers = one.call(() -> {
            List<Future<Body.Reply>> asked = new ArrayList<>();
            for (int i = 0; i < PeerLimits.defaults().requestCount() + 1; i++) {
                asked.add(one.transport.requests().ask(2, 6, HELLO, 300));
            }
            return asked;
        });
        assertThat(outcome(answers.get(answers.size() - 1))).isEqualTo(Outcome.NOT_SENT);
        assertThat(outcome(answers.get(0))).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aRequestOverALinkThatBreaksFails() {
        two.close();
        assertThat(outcome(ask(3, HELLO, 5_000))).isNotNull();
        assertThat(outcome(ask(3, HELLO, 5_000))).as("tried a moment ago").isEqualTo(Outcome.NOT_SENT);
    }

    private Future<Body.Reply> ask(int kind, byte[] payload, long timeoutMillis) {
        return one.call(() -> one.transport.requests().ask(2, kind, payload, timeoutMillis));
    }

    private static Outcome outcome(Future<Body.Reply> answer) {
        Await.until("an outcome", answer::isComplete);
        return ((PeerRequestException) answer.cause()).outcome();
    }
}
