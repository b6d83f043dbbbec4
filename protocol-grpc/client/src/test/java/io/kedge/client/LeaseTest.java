/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private TestServer server;
    private KedgeClient client;

    @BeforeEach
    void start() {
        server = TestServer.start();
        client = server.client();
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
            server.close();
        }
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    private void putWithLease(String key, long lease) {
        get(client.kv().put(Bytes.of(key), Bytes.of("x"), PutOptions.defaults().withLease(lease)));
    }

    @Test
    void grantInspectRevoke() {
        LeaseGrant grant = get(client.lease().grant(Duration.ofMillis(59_100)));
        assertThat(grant.timeToLive()).isEqualTo(Duration.ofSeconds(60));
        putWithLease("leased", grant.id());
        LeaseInfo info = get(client.lease().timeToLive(grant.id()));
        assertThat(info.keys()).containsExactly(Bytes.of("leased"));
        assertThat(info.granted()).isEqualTo(Duration.ofSeconds(60));

        get(client.lease().revoke(grant.id()));
        assertThat(get(client.kv().get("leased"))).isEmpty();
        for (Uni<?> gone : List.of(
                client.lease().revoke(grant.id()),
                client.lease().renew(grant.id()),
                client.lease().timeToLive(grant.id()),
                client.lease().keepAlive(grant.id()))) {
            assertThatThrownBy(() -> get(gone))
                    .isInstanceOfSatisfying(KedgeClientException.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.LEASE_NOT_FOUND));
        }
    }

    @Test
    void aSessionOutlivesItsTimeToLive() {
        Session session = get(client.lease().session(Duration.ofSeconds(1)));
        putWithLease("held", session.leaseId());
        long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
        Await.until(Duration.ofSeconds(5), "two and a half lives", () -> System.nanoTime() > end);
        assertThat(get(client.kv().get("held"))).isPresent();
        assertThat(session.state()).isEqualTo(Session.State.ALIVE);

        get(session.close());
        assertThat(get(client.kv().get("held"))).isEmpty();
        assertThat(get(session.states().collect().asList())).containsExactly(Session.State.CLOSED);
    }

    @Test
    void aSessionHearsThatItsLeaseWasRevoked() {
        Session session = get(client.lease().session(Duration.ofSeconds(2)));
        Recorder<Session.State> states = Recorder.of(session.states(), Long.MAX_VALUE);
        CompletableFuture<Void> lost = session.lost().subscribeAsCompletionStage();
        get(client.lease().revoke(session.leaseId()));
        assertThat(lost).succeedsWithin(Duration.ofSeconds(3));
        states.await("the end", Recorder::completed);
        assertThat(states.items()).containsExactly(Session.State.ALIVE, Session.State.LOST);
        get(session.close());
    }

    @Test
    void aSessionIsLostBeforeTheLeaseCanExpireWhenTheServerIsGone() {
        Session session = get(client.lease().session(Duration.ofSeconds(2)));
        Recorder<Session.State> states = Recorder.of(session.states(), Long.MAX_VALUE);
        long cut = System.nanoTime();
        server.freeze();
        try {
            states.await("the end", Recorder::completed);
        } finally {
            server.thaw();
        }
        assertThat(states.items()).containsExactly(Session.State.ALIVE, Session.State.SUSPECT, Session.State.LOST);
        assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aSessionSurvivesARestartOfTheServer() {
        Session session = get(client.lease().session(Duration.ofSeconds(8)));
        Recorder<Session.State> states = Recorder.of(session.states(), Long.MAX_VALUE);
        server.kill();
        server.restart();
        get(client.lease().renew(session.leaseId()));
        assertThat(states.items()).doesNotContain(Session.State.LOST);
        assertThat(session.isAlive()).isTrue();
    }

    @Test
    void locksHaveOneHolderAndRisingTokens() {
        Session one = get(client.lease().session(Duration.ofSeconds(10)));
        Session two = get(client.lease().session(Duration.ofSeconds(10)));
        HeldLock first = get(client.lock().lock("door", one, Duration.ofSeconds(5)));
        CompletableFuture<HeldLock> waiting =
                client.lock().lock("door", two, Duration.ofSeconds(9)).subscribeAsCompletionStage();

        assertThat(get(fenced(first)).succeeded()).isTrue();
        assertThat(waiting).isNotDone();
        get(client.lock().unlock(first));
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
        HeldLock second = waiting.join();
        assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
        assertThat(get(fenced(first)).succeeded()).isFalse();
        assertThat(get(fenced(second)).succeeded()).isTrue();
    }

    @Test
    void waitingForALockEndsInTimeAndLeavesTheLine() {
        Session one = get(client.lease().session(Duration.ofSeconds(10)));
        Session two = get(client.lease().session(Duration.ofSeconds(10)));
        HeldLock held = get(client.lock().lock("door", one, Duration.ofSeconds(5)));
        assertThatThrownBy(() -> get(client.lock().lock("door", two, Duration.ofMillis(300))))
                .isInstanceOf(OutcomeUnknownException.class);
        Await.until(Duration.ofSeconds(5), "whose time was over has left the line", () -> inLine() == 1);
        CompletableFuture<HeldLock> cancelled =
                client.lock().lock("door", two, Duration.ofSeconds(9)).subscribeAsCompletionStage();
        Await.until(Duration.ofSeconds(5), "it stands in line", () -> inLine() == 2);
        // etcd takes a place back only from who already watches the one before.
        Await.until(Duration.ofSeconds(5), "it waits", () -> server.watchers() == 1);
        cancelled.cancel(true);
        Await.until(Duration.ofSeconds(5), "it has left the line", () -> inLine() == 1);
        get(client.lock().unlock(held));
        assertThat(inLine()).isZero();
    }

    private long inLine() {
        return get(client.kv().getRange(KeyRange.prefix("door/"))).count();
    }

    private Uni<TxnResult> fenced(HeldLock lock) {
        return client.kv()
                .txn()
                .when(lock.fence())
                .then(Op.put("protected", "x"))
                .commit();
    }
}
