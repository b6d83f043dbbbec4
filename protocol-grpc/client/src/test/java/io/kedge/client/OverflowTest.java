/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OverflowTest {

    private static final int BUFFER = 10;
    private static TestServer server;
    private static KedgeClient client;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
            server.close();
        }
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    private static Recorder<WatchEvent> slowWatch(String prefix, OverflowPolicy policy) {
        Recorder<WatchEvent> seen = Recorder.of(
                client.watch()
                        .range(KeyRange.prefix(prefix), WatchOptions.defaults().withBuffer(BUFFER, policy)),
                1);
        seen.awaitItem(0);
        return seen;
    }

    /** Puts {@code count} times over {@code keys} keys; gives the first revision. */
    private static long put(String prefix, int count, int keys) {
        long first = 0;
        for (int i = 0; i < count; i++) {
            long revision = get(client.kv().put(prefix + i % keys, "" + i)).revision();
            first = first == 0 ? revision : first;
        }
        return first;
    }

    /** A second watch that is up to date has surely been sent everything the slow one was. */
    private static void letEventsArrive(String prefix, int count, long from) {
        Recorder<WatchEvent> fast = Recorder.of(
                client.watch()
                        .range(KeyRange.prefix(prefix), WatchOptions.defaults().withFromRevision(from)),
                Long.MAX_VALUE);
        fast.await("all events", r -> r.items(WatchEvent.Put.class).size() == count);
        fast.cancel();
    }

    private static List<Long> revisions(Recorder<WatchEvent> recorder) {
        return recorder.items(WatchEvent.Put.class).stream()
                .map(put -> put.keyValue().modRevision())
                .toList();
    }

    @Test
    void waitingLosesNothing() {
        Recorder<WatchEvent> seen = slowWatch("wait/", OverflowPolicy.WAIT);
        long first = put("wait/", 300, 300);
        assertThat(revisions(seen)).isEmpty();
        for (int i = 0; i < 300; i++) {
            seen.request(1);
        }
        seen.await("all events", r -> revisions(r).size() == 300);
        assertThat(revisions(seen))
                .isEqualTo(LongStream.range(first, first + 300).boxed().toList());
    }

    @Test
    void errorDeliversTheBufferAndFails() {
        Recorder<WatchEvent> seen = slowWatch("error/", OverflowPolicy.ERROR);
        long first = put("error/", 50, 50);
        letEventsArrive("error/", 50, first);
        seen.request(Long.MAX_VALUE);
        seen.await("the failure", r -> r.failure() != null);
        assertThat(revisions(seen))
                .isEqualTo(LongStream.range(first, first + BUFFER).boxed().toList());
        assertThat(((KedgeClientException) seen.failure()).code()).isEqualTo(ErrorCode.WATCH_OVERFLOW);
    }

    @Test
    void cancelDeliversTheBufferAndCompletes() {
        Recorder<WatchEvent> seen = slowWatch("cancel/", OverflowPolicy.CANCEL);
        long first = put("cancel/", 50, 50);
        letEventsArrive("cancel/", 50, first);
        seen.request(Long.MAX_VALUE);
        seen.await("the end", Recorder::completed);
        assertThat(revisions(seen)).hasSize(BUFFER);
        assertThat(seen.failure()).isNull();
    }

    @Test
    void conflatingKeepsTheLatestOfEachKeyInOrder() {
        Recorder<WatchEvent> seen = slowWatch("conflate/", OverflowPolicy.CONFLATE_LATEST);
        long first = put("conflate/", 200, BUFFER);
        letEventsArrive("conflate/", 200, first);
        seen.request(Long.MAX_VALUE);
        long last = first + 199;
        seen.await("the latest", r -> revisions(r).contains(last));
        assertThat(revisions(seen))
                .endsWith(
                        LongStream.rangeClosed(last - BUFFER + 1, last).boxed().toArray(Long[]::new))
                .isSorted();
        assertThat(revisions(seen)).hasSizeLessThan(200);
    }

    @Test
    void conflatingFailsWhenTheKeysAreTooMany() {
        Recorder<WatchEvent> seen = slowWatch("keys/", OverflowPolicy.CONFLATE_LATEST);
        long first = put("keys/", 50, 50);
        letEventsArrive("keys/", 50, first);
        seen.request(Long.MAX_VALUE);
        seen.await("the failure", r -> r.failure() != null);
        assertThat(revisions(seen)).hasSize(BUFFER);
    }
}
