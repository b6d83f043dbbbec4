/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Caller;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.StatusCode;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a watch tells its client, and when it asks the node for more. */
final class FeedTest {

    private static final KeyRange RANGE = KeyRange.prefix(Key.utf8("a"));

    private final Vertx vertx = Vertx.vertx();
    private final FakeNode node = new FakeNode();
    private final HeardOutlet outlet = new HeardOutlet();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Feed feed(long since, boolean snapshot, boolean latest, boolean fail) {
        WatchSpec spec = new WatchSpec(RANGE, since, snapshot, latest, false, fail, false);
        Feed feed = new Feed(FakeContext.loop(vertx, node), Caller.anonymous("http", "test"), spec, outlet);
        feed.start();
        return feed;
    }

    @Test
    void aSnapshotAtOneRevisionThenWhatComesAfterIt() {
        node.there("a1", "x");
        feed(WatchSpec.FROM_NOW, true, false, false);
        assertThat(outlet.heard).containsExactly("started 5", "snapshot 5 of 1", "sync 5");
        assertThat(node.stream().request.startRevision()).isEqualTo(6);
        node.stream().send(FakeNode.put("a1", 6), FakeNode.put("a2", 6));
        assertThat(outlet.heard).last().isEqualTo("events a1@6 a2@6");
    }

    /** Pages are read at the first one's revision, and only while the client takes more. */
    @Test
    void aSnapshotIsReadAsTheClientTakesIt() {
        for (int i = 0; i < 40; i++) {
            node.there("a" + (100 + i), "x");
        }
        outlet.writable = false;
        Feed feed = feed(WatchSpec.FROM_NOW, true, false, false);
        turn();
        node.revision = 9;
        assertThat(outlet.heard).containsExactly("started 5", "snapshot 5 of 16");
        feed.drained();
        assertThat(outlet.heard).as("still full").hasSize(2);
        outlet.writable = true;
        feed.drained();
        turn();
        assertThat(outlet.heard).last().isEqualTo("sync 5");
        assertThat(outlet.heard).containsOnlyOnce("started 5");
        assertThat(node.ranges).hasSize(2);
        assertThat(node.ranges.get(1).revision()).isEqualTo(5);
        assertThat(node.ranges.get(1).range().start()).isEqualTo(Key.utf8("a115\0"));
        assertThat(node.ranges.get(1).limit()).isEqualTo(64);
        assertThat(node.stream().request.startRevision()).isEqualTo(6);
    }

    /** Lets what was put off to the next turn happen. */
    private void turn() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        vertx.runOnContext(nothing -> over.complete(null));
        over.join();
    }

    @Test
    void aResumedWatchHasNoSnapshot() {
        feed(3, true, false, false);
        assertThat(outlet.heard).containsExactly("started 5");
        assertThat(node.ranges).isEmpty();
        assertThat(node.stream().request.startRevision()).isEqualTo(4);
    }

    @Test
    void withoutASnapshotTheClientLearnsWhereItStands() {
        feed(WatchSpec.FROM_NOW, false, false, false);
        assertThat(outlet.heard).containsExactly("started 5", "progress 5");
        assertThat(node.stream().request.startRevision()).isEqualTo(6);
    }

    @Test
    void aCompactionMakesItBeginAgain() {
        node.there("a1", "x");
        feed(1, true, false, false);
        FakeNode.FakeStream first = node.stream();
        first.sink.canceled(1, 4, 0);
        assertThat(first.said).containsExactly("close");
        assertThat(outlet.heard).containsExactly("started 5", "reset 4 5", "snapshot 5 of 1", "sync 5");
        assertThat(node.stream()).isNotSameAs(first);
        assertThat(node.stream().request.startRevision()).isEqualTo(6);
    }

    @Test
    void aCompactionBelowASnapshotMakesItBeginAgain() {
        for (int i = 0; i < 40; i++) {
            node.there("a" + (100 + i), "x");
        }
        outlet.writable = false;
        Feed feed = feed(WatchSpec.FROM_NOW, true, false, false);
        turn();
        node.revision = 9;
        node.compacted = 8;
        outlet.writable = true;
        feed.drained();
        assertThat(node.stream().request.startRevision()).isEqualTo(5);
        assertThat(outlet.heard).containsExactly("started 5", "snapshot 5 of 16");
        node.stream().sink.canceled(1, 8, 0);
        turn();
        assertThat(outlet.heard)
                .containsSubsequence("snapshot 5 of 16", "reset 8 9", "snapshot 9 of 16")
                .doesNotContain("sync 5")
                .endsWith("sync 9");
    }

    @Test
    void whoAsksForItIsRefusedInsteadOfReset() {
        node.compacted = 4;
        feed(1, true, false, true);
        assertThat(outlet.heard).containsExactly("refused COMPACTED 0");
        assertThat(node.streams).isEmpty();
    }

    @Test
    void aCompactionAfterTheBeginningEndsWhoAskedForIt() {
        feed(5, true, false, true);
        node.stream().sink.canceled(1, 8, 0);
        assertThat(outlet.heard).containsExactly("started 5", "reset 8 5", "ended COMPACTED");
    }

    @Test
    void aLearnerRefuses() {
        node.learner = true;
        feed(WatchSpec.FROM_NOW, true, false, false);
        assertThat(outlet.heard).containsExactly("refused NOT_SUPPORTED_FOR_LEARNER 0");
    }

    @Test
    void theNodesEndIsTheStreams() {
        feed(5, true, false, false);
        node.stream().sink.ended(StatusCode.STOPPED);
        assertThat(outlet.heard).containsExactly("started 5", "ended STOPPED");
    }

    @Test
    void theNodeHoldsTheCursorOfASlowClient() {
        Feed feed = feed(5, true, false, false);
        outlet.writable = false;
        assertThat(node.stream().sink.isWritable()).isFalse();
        outlet.writable = true;
        feed.drained();
        assertThat(node.stream().said).containsExactly("writable");
    }

    @Test
    void latestSparesASlowClientWhatWasReplaced() {
        Feed feed = feed(5, true, true, false);
        outlet.writable = false;
        assertThat(node.stream().sink.isWritable()).isTrue();
        node.stream().send(FakeNode.put("a1", 6));
        node.stream().send(FakeNode.put("a2", 7));
        node.stream().send(FakeNode.put("a1", 8));
        feed.bridge();
        outlet.writable = true;
        node.stream().send(FakeNode.put("a3", 9));
        feed.drained();
        assertThat(outlet.heard).containsExactly("started 5", "events a2@7 a1@8 a3@9");
        node.stream().send(FakeNode.put("a1", 10), FakeNode.put("a1", 11));
        assertThat(outlet.heard).last().isEqualTo("events a1@11");
    }

    @Test
    void latestHoldsABoundedNumber() {
        feed(5, true, true, false);
        outlet.writable = false;
        int sent = 0;
        while (node.stream().sink.isWritable()) {
            sent++;
            node.stream().send(FakeNode.put("a" + sent, "x".repeat(1_000), 5 + sent));
        }
        assertThat(sent).isBetween(10, Coalescer.BYTES_MAX / 1_000);
    }

    @Test
    void aQuietWatchIsTold() {
        Feed feed = feed(4, true, false, false);
        feed.bridge();
        assertThat(node.stream().said).containsExactly("progress");
        node.stream().sink.progress(-1, 5);
        assertThat(outlet.heard).containsExactly("started 5", "progress 5");
        node.stream().send(FakeNode.put("a1", 6));
        feed.bridge();
        assertThat(node.stream().said).as("it was not quiet").hasSize(1);
        feed.bridge();
        assertThat(node.stream().said).hasSize(2);
    }

    @Test
    void aWatchOfWhatIsStillToComeIsToldItsBeginning() {
        Feed feed = feed(7, true, false, false);
        feed.bridge();
        assertThat(outlet.heard).containsExactly("started 5", "progress 7");
    }

    @Test
    void afterTheCloseNothingIsSaid() {
        Feed feed = feed(5, true, true, false);
        feed.close();
        node.stream().send(FakeNode.put("a1", 6));
        node.stream().sink.progress(-1, 6);
        node.stream().sink.ended(StatusCode.STOPPED);
        feed.drained();
        assertThat(outlet.heard).containsExactly("started 5");
        assertThat(node.stream().said).containsExactly("close");
    }
}
