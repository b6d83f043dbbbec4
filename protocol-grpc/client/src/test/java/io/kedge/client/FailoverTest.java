/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FailoverTest {

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(15));
    }

    @Test
    void aDeadEndpointIsPassedOver() {
        try (TestServer server = TestServer.start();
                KedgeClient client = KedgeClient.connect("127.0.0.1:" + TestServer.freePort(), server.endpoint())) {
            assertThat(get(client.kv().put("a", "1")).revision()).isEqualTo(2);
            assertThat(get(client.kv().get("a"))).isPresent();
        }
    }

    @Test
    void nobodyThereIsUnavailableAndNamesTheEndpoint() {
        String nowhere = "127.0.0.1:" + TestServer.freePort();
        try (KedgeClient client =
                KedgeClient.builder().endpoints(nowhere).retryRounds(0).build()) {
            assertThatThrownBy(() -> get(client.kv().put("a", "1")))
                    .isExactlyInstanceOf(KedgeClientException.class)
                    .hasMessageStartingWith("cannot connect to " + nowhere);
        }
        try (KedgeClient patient = KedgeClient.builder()
                .endpoints(nowhere)
                .timeout(Duration.ofMillis(300))
                .build()) {
            assertThatThrownBy(() -> get(patient.kv().get("a"))).hasMessageStartingWith("cannot connect to " + nowhere);
        }
    }

    @Test
    void readsAndUnsentWritesWaitForAServerThatComesBack() {
        try (TestServer server = TestServer.start();
                KedgeClient client = KedgeClient.builder()
                        .endpoints(server.endpoint())
                        .timeout(Duration.ofSeconds(20))
                        .build()) {
            get(client.kv().put("a", "1"));
            server.kill();
            CompletableFuture<?> read = client.kv().get("a").subscribeAsCompletionStage();
            server.restart();
            assertThat(read).succeedsWithin(Duration.ofSeconds(20));
            assertThat(get(client.kv().put("a", "2")).revision()).isEqualTo(3);
        }
    }

    @Test
    void aWriteWithoutAnAnswerHasAnUnknownOutcome() {
        try (TestServer server = TestServer.start();
                KedgeClient client = KedgeClient.builder()
                        .endpoints(server.endpoint())
                        .timeout(Duration.ofMillis(500))
                        .build()) {
            get(client.kv().put("a", "1"));
            server.freeze();
            try {
                assertThatThrownBy(() -> get(client.kv().put("a", "2")))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessage("the outcome of the write is not known: no answer within 500 ms");
                assertThatThrownBy(() -> get(client.kv().get("a")))
                        .isExactlyInstanceOf(KedgeClientException.class)
                        .hasMessage("no answer within 500 ms");
            } finally {
                server.thaw();
            }
            Await.until(Duration.ofSeconds(10), "the server answers again", () -> {
                try {
                    return get(client.kv().get("a")).isPresent();
                } catch (KedgeClientException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void closingEndsOpenCallsAndRefusesNewOnes() {
        try (TestServer server = TestServer.start()) {
            KedgeClient client = server.client();
            get(client.kv().put("a", "1"));
            server.freeze();
            CompletableFuture<?> open = client.kv().get("a").subscribeAsCompletionStage();
            client.close();
            server.thaw();
            assertThat(open)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withMessageContaining("closed");
            assertThatThrownBy(() -> get(client.kv().get("a"))).hasMessageContaining("closed");
        }
    }
}
