/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.Await;
import io.kedge.eventbus.TestPeer;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.wire.SnapshotListing;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Snapshots between two members. */
final class SnapshotTransferTest {
    private static final SnapshotLimits LIMITS = new SnapshotLimits(128 << 10, 3, 2_000, 50, 20_000, 60_000, 1);

    private final PeerUrl first = TestPeer.freeUrl();
    private final PeerUrl second = TestPeer.freeUrl();
    private final MemorySink sink = new MemorySink();
    private final Queue<Long> fetched = new ConcurrentLinkedQueue<>();

    @Test
    void twentyMebibytesArriveAlthoughTheLinkIsCutInTheMiddle() {
        MemorySource source = new MemorySource(13 << 20, 0, 1, (7 << 20) + 12_345);
        try (CutProxy toSender = new CutProxy(first);
                CutProxy toReceiver = new CutProxy(second);
                TestPeer sender = TestPeer.start(1, Map.of(1L, first, 2L, toReceiver.url()));
                TestPeer receiver = new TestPeer.Options(2, Map.of(1L, toSender.url(), 2L, second)).start()) {
            SnapshotSender served = serve(sender, source);
            SnapshotFetch fetch = fetch(receiver, 40);
            for (long cutAt : new long[] {4 << 20, 13 << 20}) {
                Await.until("some of it", () -> fetch.receivedBytes() > cutAt);
                toSender.cut();
                toReceiver.cut();
            }
            SnapshotListing listing = Await.result(fetch.done());
            assertThat(listing).isEqualTo(source.listing());
            assertContents(source);
            assertThat(sink.written).as("nothing written twice").isEqualTo(listing.lengthBytes());
            assertThat(sink.begun).isEqualTo(1);
            Await.until("the pin is let go", () -> source.closed.get() == 1);
            assertThat(source.opened).hasValue(1);
            assertThat(sender.<Integer>call(served::transfers)).isZero();
        }
    }

    @Test
    void aNewFetchGoesOnWithTheFilesThatAreThere() {
        MemorySource source = new MemorySource(2 << 20, 2 << 20);
        Map<Long, PeerUrl> members = Map.of(1L, first, 2L, second);
        try (TestPeer sender = TestPeer.start(1, members);
                TestPeer receiver = TestPeer.start(2, members)) {
            serve(sender, source);
            SnapshotFetch cancelled = fetch(receiver, 1);
            Await.until("a part", () -> cancelled.receivedBytes() > 1 << 20);
            receiver.call(() -> {
                cancelled.cancel();
                return 0;
            });
            Await.until("the end", () -> cancelled.done().isComplete());
            assertThat(cancelled.done().cause()).isInstanceOf(CancellationException.class);
            Await.result(fetch(receiver, 1).done());
            assertContents(source);
            assertThat(sink.written).isEqualTo(4 << 20);
            Await.until("both pins are let go", () -> source.closed.get() == 2);
            assertThat(fetched).as("told of the one that had all").containsExactly(2L);
        }
    }

    @Test
    void aFileWithAnotherChecksumFailsTheFetch() {
        MemorySource source = new MemorySource(1000, 200_000);
        source.misstate(1);
        Map<Long, PeerUrl> members = Map.of(1L, first, 2L, second);
        try (TestPeer sender = TestPeer.start(1, members);
                TestPeer receiver = TestPeer.start(2, members)) {
            serve(sender, source);
            SnapshotFetch fetch = fetch(receiver, 1);
            Await.until("the end", () -> fetch.done().isComplete());
            assertThat(fetch.done().cause())
                    .isInstanceOf(SnapshotFailedException.class)
                    .hasMessageContaining("checksum");
            assertThat(sink.discarded).isEqualTo(2);
        }
    }

    @Test
    void aSenderServesAsManyAsAllowedAndTheNextOneWaits() {
        MemorySource source = new MemorySource(1 << 20);
        PeerUrl third = TestPeer.freeUrl();
        Map<Long, PeerUrl> members = Map.of(1L, first, 2L, second, 3L, third);
        try (TestPeer sender = TestPeer.start(1, members);
                TestPeer two = TestPeer.start(2, members);
                TestPeer three = TestPeer.start(3, members)) {
            SnapshotSender served = serve(sender, source);
            MemorySink other = new MemorySink();
            SnapshotFetch late = three.call(
                    () -> new SnapshotReceiver(three.transport.requests(), three.context, LIMITS).fetch(1, 1, other));
            Await.result(fetch(two, 1).done());
            Await.result(late.done());
            assertContents(source);
            assertThat(other.written).isEqualTo(1 << 20);
            Await.until("none is left", () -> sender.<Integer>call(served::transfers) == 0);
        }
    }

    @Test
    void aFetchThatGetsNowhereIsGivenUp() {
        SnapshotLimits impatient = new SnapshotLimits(128 << 10, 3, 200, 50, 500, 60_000, 1);
        Map<Long, PeerUrl> members = Map.of(1L, first, 2L, second);
        try (TestPeer sender = TestPeer.start(1, members);
                TestPeer receiver = TestPeer.start(2, members)) {
            serve(sender, new MemorySource(100));
            SnapshotReceiver fetcher = receiver.call(
                    () -> new SnapshotReceiver(receiver.transport.requests(), receiver.context, impatient));
            SnapshotFetch fetch = receiver.call(() -> fetcher.fetch(1, 1_000, sink));
            assertThat(fetcher.isBusy()).isTrue();
            Await.until("the end", () -> fetch.done().isComplete());
            assertThat(fetch.done().cause()).isInstanceOf(SnapshotFailedException.class);
            assertThat(fetcher.isBusy()).isFalse();
        }
    }

    private SnapshotSender serve(TestPeer sender, MemorySource source) {
        return sender.call(
                () -> new SnapshotSender(sender.transport.requests(), sender.context, source, LIMITS, fetched::add));
    }

    private SnapshotFetch fetch(TestPeer receiver, long minIndex) {
        return receiver.call(() ->
                new SnapshotReceiver(receiver.transport.requests(), receiver.context, LIMITS).fetch(1, minIndex, sink));
    }

    private void assertContents(MemorySource source) {
        List<byte[]> got =
                sink.files.values().stream().map(each -> each.toByteArray()).toList();
        assertThat(got).hasSameSizeAs(source.contents);
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i)).isEqualTo(source.contents.get(i));
        }
    }
}
