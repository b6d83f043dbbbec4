/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.jetcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.election.LeaderResponse;
import io.etcd.jetcd.election.NoLeaderException;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.support.CloseableClient;
import io.etcd.jetcd.support.Observers;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** jetcd, the Java client of etcd, unchanged from Maven Central. */
final class JetcdIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension();

    private Client client;

    @BeforeEach
    void open() {
        client = Client.builder().endpoints(SERVER.server().endpoint()).build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void kv() {
        get(client.getKVClient().put(bytes("kv/a"), bytes("1")));
        assertThat(get(client.getKVClient()
                                .put(
                                        bytes("kv/a"),
                                        bytes("2"),
                                        PutOption.builder().withPrevKV().build()))
                        .getPrevKv()
                        .getValue())
                .isEqualTo(bytes("1"));
        get(client.getKVClient().put(bytes("kv/b"), bytes("3")));
        GetResponse both = get(client.getKVClient()
                .get(
                        bytes("kv/"),
                        GetOption.builder()
                                .isPrefix(true)
                                .withSortField(GetOption.SortTarget.KEY)
                                .withSortOrder(GetOption.SortOrder.DESCEND)
                                .build()));
        assertThat(both.getKvs()).extracting(kv -> kv.getKey().toString()).containsExactly("kv/b", "kv/a");
        assertThat(both.getCount()).isEqualTo(2);
        assertThat(get(client.getKVClient()
                                .delete(
                                        bytes("kv/"),
                                        DeleteOption.builder().isPrefix(true).build()))
                        .getDeleted())
                .isEqualTo(2);
        assertThatThrownBy(() -> get(client.getKVClient().compact(1_000_000)))
                .hasMessageContaining("required revision is a future revision");
    }

    @Test
    void txn() {
        Cmp absent = new Cmp(bytes("txn/a"), Cmp.Op.EQUAL, CmpTarget.createRevision(0));
        TxnResponse first = get(client.getKVClient()
                .txn()
                .If(absent)
                .Then(Op.put(bytes("txn/a"), bytes("1"), PutOption.DEFAULT))
                .Else(Op.get(bytes("txn/a"), GetOption.DEFAULT))
                .commit());
        assertThat(first.isSucceeded()).isTrue();
        TxnResponse second = get(client.getKVClient()
                .txn()
                .If(absent)
                .Then(Op.put(bytes("txn/a"), bytes("2"), PutOption.DEFAULT))
                .Else(Op.get(bytes("txn/a"), GetOption.DEFAULT))
                .commit());
        assertThat(second.isSucceeded()).isFalse();
        assertThat(second.getGetResponses().get(0).getKvs().get(0).getValue()).isEqualTo(bytes("1"));
    }

    @Test
    void watch() {
        List<String> events = new CopyOnWriteArrayList<>();
        long revision = get(client.getKVClient().put(bytes("watch/a"), bytes("1")))
                .getHeader()
                .getRevision();
        WatchOption option = WatchOption.builder()
                .isPrefix(true)
                .withPrevKV(true)
                .withRevision(revision)
                .build();
        try (Watch.Watcher watcher = client.getWatchClient()
                .watch(bytes("watch/"), option, Watch.listener(response -> response.getEvents()
                        .forEach(event -> events.add(
                                event.getEventType() + " " + event.getKeyValue().getKey() + " "
                                        + event.getKeyValue().getValue() + " "
                                        + event.getPrevKV().getValue()))))) {
            get(client.getKVClient().put(bytes("watch/a"), bytes("2")));
            get(client.getKVClient().delete(bytes("watch/a")));
            Await.until(LIMIT, events::toString, () -> events.size() == 3);
            watcher.requestProgress();
        }
        assertThat(events).containsExactly("PUT watch/a 1 ", "PUT watch/a 2 1", "DELETE watch/a  2");
    }

    @Test
    void watch_of_a_compacted_revision() {
        get(client.getKVClient().put(bytes("old"), bytes("1")));
        long revision = get(client.getKVClient().put(bytes("old"), bytes("2")))
                .getHeader()
                .getRevision();
        get(client.getKVClient().compact(revision));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        WatchOption option = WatchOption.builder().withRevision(revision - 1).build();
        try (Watch.Watcher unused =
                client.getWatchClient().watch(bytes("old"), option, Watch.listener(response -> {}, failure::set))) {
            Await.until(LIMIT, () -> "a failure", () -> failure.get() != null);
        }
        assertThat(failure.get()).hasMessageContaining("required revision has been compacted");
    }

    @Test
    void lease_and_keep_alive() {
        long kept = get(client.getLeaseClient().grant(2)).getID();
        long lost = get(client.getLeaseClient().grant(2)).getID();
        get(client.getKVClient()
                .put(
                        bytes("lease/kept"),
                        bytes("1"),
                        PutOption.builder().withLeaseId(kept).build()));
        get(client.getKVClient()
                .put(
                        bytes("lease/lost"),
                        bytes("1"),
                        PutOption.builder().withLeaseId(lost).build()));
        List<LeaseKeepAliveResponse> beats = new CopyOnWriteArrayList<>();
        try (CloseableClient beating = client.getLeaseClient().keepAlive(kept, Observers.observer(beats::add))) {
            assertThat(get(client.getLeaseClient()
                                    .timeToLive(
                                            kept,
                                            LeaseOption.builder()
                                                    .withAttachedKeys()
                                                    .build()))
                            .getKeys())
                    .containsExactly(bytes("lease/kept"));
            Await.until(
                    LIMIT,
                    () -> "expiry",
                    () -> get(client.getKVClient().get(bytes("lease/lost"))).getCount() == 0);
            assertThat(get(client.getKVClient().get(bytes("lease/kept"))).getCount())
                    .isEqualTo(1);
            assertThat(beats).isNotEmpty().allMatch(beat -> beat.getTTL() == 2);
        }
        get(client.getLeaseClient().revoke(kept));
        assertThat(get(client.getKVClient().get(bytes("lease/kept"))).getCount())
                .isZero();
        assertThatThrownBy(() -> get(client.getLeaseClient().revoke(kept)))
                .hasMessageContaining("requested lease not found");
    }

    @Test
    void lock() {
        long first = get(client.getLeaseClient().grant(60)).getID();
        long second = get(client.getLeaseClient().grant(60)).getID();
        ByteSequence key =
                get(client.getLockClient().lock(bytes("lock"), first)).getKey();
        assertThat(key.toString()).isEqualTo("lock/" + Long.toHexString(first));
        CompletableFuture<ByteSequence> waiting =
                client.getLockClient().lock(bytes("lock"), second).thenApply(locked -> locked.getKey());
        Await.until(
                LIMIT,
                () -> "two in the queue",
                () -> get(client.getKVClient()
                                        .get(
                                                bytes("lock/"),
                                                GetOption.builder()
                                                        .isPrefix(true)
                                                        .build()))
                                .getCount()
                        == 2);
        assertThat(waiting).isNotDone();
        get(client.getLockClient().unlock(key));
        assertThat(get(waiting).toString()).isEqualTo("lock/" + Long.toHexString(second));
        get(client.getLockClient().unlock(get(waiting)));
    }

    @Test
    void election() {
        long first = get(client.getLeaseClient().grant(60)).getID();
        long second = get(client.getLeaseClient().grant(60)).getID();
        ByteSequence name = bytes("election");
        LeaderKey leader = get(client.getElectionClient().campaign(name, first, bytes("one")))
                .getLeader();
        assertThat(leader.getLease()).isEqualTo(first);
        CompletableFuture<CampaignResponse> waiting = client.getElectionClient().campaign(name, second, bytes("two"));
        get(client.getElectionClient().proclaim(leader, bytes("uno")));
        LeaderResponse seen = get(client.getElectionClient().leader(name));
        assertThat(seen.getKv().getValue()).isEqualTo(bytes("uno"));
        assertThat(waiting).isNotDone();
        get(client.getElectionClient().resign(leader));
        LeaderKey next = get(waiting).getLeader();
        assertThat(get(client.getElectionClient().leader(name)).getKv().getValue())
                .isEqualTo(bytes("two"));
        get(client.getElectionClient().resign(next));
        assertThatThrownBy(() -> get(client.getElectionClient().leader(name)))
                .hasRootCauseInstanceOf(NoLeaderException.class);
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }
}
