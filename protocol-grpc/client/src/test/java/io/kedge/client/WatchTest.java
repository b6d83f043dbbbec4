/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private TestServer server;
    private KedgeClient client;

    @BeforeEach
    void start() {
        server = TestServer.start();
        client = KedgeClient.builder()
                .endpoints(server.endpoint())
                .probe(Duration.ofMillis(500), Duration.ofMillis(500))
                .build();
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

    private long put(String key, String value) {
        return get(client.kv().put(key, value)).revision();
    }

    private static List<Long> revisions(Recorder<WatchEvent> recorder) {
        return recorder.items(WatchEvent.Put.class).stream()
                .map(put -> put.keyValue().modRevision())
                .toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void tellsPutsAndDeletesWithWhatTheyReplaced() {
        Recorder<WatchEvent> seen = Recorder.of(
                client.watch()
                        .range(KeyRange.prefix("w/"), WatchOptions.defaults().withPrevious(true)),
                Long.MAX_VALUE);
        assertThat(seen.awaitItem(0)).isEqualTo(new WatchEvent.Progress(1));
        put("w/a", "1");
        put("other", "x");
        put("w/a", "2");
        get(client.kv().delete("w/a"));
        seen.await("three events", r -> r.items().size() == 4);

        KeyValue one = new KeyValue(Bytes.of("w/a"), Bytes.of("1"), 2, 2, 1, 0);
        KeyValue two = new KeyValue(Bytes.of("w/a"), Bytes.of("2"), 2, 4, 2, 0);
        assertThat(seen.items().subList(1, 4))
                .containsExactly(
                        new WatchEvent.Put(one, Optional.empty()),
                        new WatchEvent.Put(two, Optional.of(one)),
                        new WatchEvent.Delete(Bytes.of("w/a"), 5, Optional.of(two)));
    }

    @Test
    void historyComesFirst() {
        IntStream.range(0, 20).forEach(i -> put("h", "" + i));
        Recorder<WatchEvent> seen = Recorder.of(
                client.watch()
                        .range(KeyRange.single("h"), WatchOptions.defaults().withFromRevision(2)),
                Long.MAX_VALUE);
        seen.await("history", r -> revisions(r).size() == 20);
        put("h", "live");
        seen.await("live", r -> revisions(r).size() == 21);
        assertThat(revisions(seen)).isEqualTo(range(2, 22));
    }

    @Test
    void goesOnAfterTheServerWasKilledAndMissesNothing() {
        Recorder<WatchEvent> seen = Recorder.of(client.watch().prefix("k"), Long.MAX_VALUE);
        seen.awaitItem(0);
        put("k", "before");
        seen.await("the first put", r -> revisions(r).size() == 1);
        for (int round = 0; round < 2; round++) {
            int known = revisions(seen).size();
            server.kill();
            int outages = round + 1;
            seen.await("the outage", r -> r.items(WatchEvent.Disconnected.class).size() == outages);
            server.restart();
            try (KedgeClient other = server.client()) {
                for (int i = 0; i < 50; i++) {
                    get(other.kv().put("k" + i, "while away"));
                }
            }
            seen.await("all events", r -> revisions(r).size() == known + 50);
        }
        assertThat(seen.items(WatchEvent.Reconnected.class)).hasSize(2);
        assertThat(revisions(seen)).isEqualTo(range(2, 102));
        assertThat(seen.failure()).isNull();
    }

    @Test
    void aResumeThatBreaksBeforeTheBacklogStillMissesNothing() {
        IntStream.range(0, 30).forEach(i -> put("b", "" + i));
        Recorder<WatchEvent> seen = Recorder.of(
                client.watch()
                        .range(
                                KeyRange.single("b"),
                                WatchOptions.defaults().withFromRevision(2).withBuffer(1, OverflowPolicy.WAIT)),
                3);
        seen.await("some of the backlog", r -> revisions(r).size() == 3);
        server.kill();
        server.restart();
        long last = put("b", "after");
        seen.request(Long.MAX_VALUE);
        seen.await("the rest", r -> revisions(r).contains(last));
        assertThat(revisions(seen)).isEqualTo(range(2, last));
    }

    @Test
    void aServerThatFallsSilentIsNoticedByProbing() {
        Recorder<WatchEvent> seen = Recorder.of(client.watch().key("s"), Long.MAX_VALUE);
        seen.awaitItem(0);
        server.freeze();
        seen.await("the silence", r -> r.items(WatchEvent.Disconnected.class).size() == 1);
        server.thaw();
        seen.await("the return", r -> r.items(WatchEvent.Reconnected.class).size() == 1);
        long revision = put("s", "again");
        seen.await("the put", r -> revisions(r).equals(List.of(revision)));
        assertThat(seen.failure()).isNull();
    }

    @Test
    void compactedHistoryIsToldAndTheRestFollows() {
        IntStream.range(0, 10).forEach(i -> put("c", "" + i));
        get(client.kv().compact(8));
        Recorder<WatchEvent> seen = Recorder.of(
                client.watch()
                        .range(KeyRange.single("c"), WatchOptions.defaults().withFromRevision(3)),
                Long.MAX_VALUE);
        seen.await("the rest", r -> revisions(r).size() == 3);
        assertThat(seen.items().get(0)).isEqualTo(new WatchEvent.Resynced(8, WatchEvent.Reason.COMPACTED));
        assertThat(revisions(seen)).isEqualTo(range(9, 11));
        assertThat(get(client.kv()
                                .getRange(
                                        KeyRange.single("c"),
                                        GetOptions.defaults().withRevision(8)))
                        .keyValues())
                .hasSize(1);
    }

    @Test
    void closingTheClientFailsTheWatch() {
        Recorder<WatchEvent> seen = Recorder.of(client.watch().key("c"), Long.MAX_VALUE);
        seen.awaitItem(0);
        client.close();
        seen.await("the end", r -> r.failure() != null);
        assertThat(seen.failure()).isInstanceOfSatisfying(KedgeClientException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.CLOSED));
    }

    @Test
    void cancellingEndsTheWatch() {
        Recorder<WatchEvent> seen = Recorder.of(client.watch().key("x"), Long.MAX_VALUE);
        seen.awaitItem(0);
        seen.cancel();
        put("x", "1");
        Recorder<WatchEvent> later = Recorder.of(
                client.watch()
                        .range(KeyRange.single("x"), WatchOptions.defaults().withFromRevision(2)),
                Long.MAX_VALUE);
        later.await("the put", r -> revisions(r).size() == 1);
        assertThat(revisions(seen)).isEmpty();
    }

    @Test
    void aThousandWatchesShareAConnection() {
        List<Recorder<WatchEvent>> all = IntStream.range(0, 1_000)
                .mapToObj(i -> Recorder.of(client.watch().key("many"), Long.MAX_VALUE))
                .toList();
        all.forEach(seen -> seen.awaitItem(0));
        long revision = put("many", "1");
        all.forEach(seen -> seen.await("the put", r -> revisions(r).equals(List.of(revision))));
        assertThat(all)
                .allMatch(seen -> seen.items(WatchEvent.Disconnected.class).isEmpty());
    }
}
