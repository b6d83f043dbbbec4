/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import static io.kedge.server.watch.ShardFixture.ALL;
import static io.kedge.server.watch.ShardFixture.single;
import static io.kedge.server.watch.ShardFixture.watch;
import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchStream;
import io.kedge.model.Caller;
import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.StatusCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WatchShardTest {

    private static final int PIECE_BYTES = 64 << 10;

    private final ShardFixture world = new ShardFixture();
    private final Hearing heard = new Hearing();
    private final WatchStream stream = world.shard.open(Caller.NODE, heard);

    @Test
    void aTurnIsOnePieceAndTheSameListForAllOfOneKey() {
        stream.create(watch(single("a"), 0));
        stream.create(watch(single("a"), 0));
        stream.create(watch(ALL, 0));
        world.put("a");
        world.put("b");
        world.put("a");
        world.deliverAll();
        assertThat(heard.pieces).hasSize(3);
        assertThat(heard.revisionsOf(0)).containsExactly(2L, 4L);
        assertThat(heard.revisionsOf(2)).containsExactly(2L, 3L, 4L);
        List<List<Event>> ofKey = heard.pieces.stream()
                .filter(piece -> piece.watchId() < 2)
                .map(Hearing.Piece::events)
                .toList();
        assertThat(ofKey.get(0)).isSameAs(ofKey.get(1));
    }

    /** The store goes on between any two steps of this loop. */
    @Test
    void whoWatchesFromNowIsToldTheRevisionBeforeItsFirst() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            while (!stop.get()) {
                world.store.begin();
                world.store.put(Key.utf8("a"), new byte[1], 0, Cause.PUT);
                world.store.end();
                world.store.publish();
            }
        });
        writer.start();
        try {
            for (long id = 0; id < 20_000; id++) {
                stream.create(watch(single("a"), 0));
                assertThat(heard.createdAt)
                        .as("watch %d", id)
                        .isEqualTo(((ShardStream) stream).watchers().get(id).nextRevision - 1);
                stream.cancel(id);
            }
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    @Test
    void aLargeTurnComesInPiecesOfWholeRevisions() {
        stream.create(watch(ALL, 0));
        for (int i = 0; i < 20; i++) {
            world.write(Map.of("a", new byte[PIECE_BYTES / 4], "b", new byte[PIECE_BYTES / 4]));
        }
        world.deliverAll();
        assertThat(heard.pieces).hasSizeBetween(8, 20);
        assertThat(heard.revisionsOf(0)).hasSize(40).isSorted();
        long before = 0;
        for (Hearing.Piece piece : heard.pieces) {
            assertThat(piece.events().get(0).kv().modRevision()).isGreaterThan(before);
            before = piece.revision();
        }
    }

    @Test
    void whatIsOnItsWayIsNotHeardTwiceAfterHistoryHadIt() {
        stream.create(watch(single("other"), 0));
        world.put("a");
        stream.create(watch(ALL, 2));
        world.put("a");
        world.settle();
        assertThat(heard.revisionsOf(1)).containsExactly(2L, 3L);
        assertThat(world.shard.slowWatcherCount())
                .as("live: the history was ahead of the shard")
                .isZero();
        world.deliverAll();
        assertThat(heard.revisionsOf(1)).containsExactly(2L, 3L);
        world.put("a");
        world.deliverAll();
        assertThat(heard.revisionsOf(1)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void joinsLiveOnlyInTheTurnInWhichItsCursorHasPassedTheShard() {
        world.put("a");
        stream.create(watch(ALL, 2));
        world.readOne();
        world.put("a");
        world.deliverAll();
        world.runOne();
        assertThat(world.shard.slowWatcherCount())
                .as("its history ends before what the shard has handled")
                .isOne();
        world.settle();
        assertThat(world.shard.slowWatcherCount()).isZero();
        assertThat(heard.revisionsOf(0)).containsExactly(2L, 3L);
    }

    @Test
    void aStreamThatTakesNoMoreCostsACursorAndReadsHistoryLater() throws IOException {
        stream.create(watch(single("a"), 0));
        heard.room = 1;
        for (int i = 0; i < 1_000; i++) {
            world.put("a", 1_000);
            world.put("b", 1_000);
            world.deliverAll();
        }
        assertThat(heard.pieces).hasSize(1);
        assertThat(world.shard.slowWatcherCount()).isOne();
        assertThat(world.readers).as("nothing is read for it").isEmpty();
        world.flush();
        heard.room = 1;
        stream.writable();
        world.settle();
        int bytes = heard.pieces.get(1).events().stream()
                .mapToInt(event -> event.kv().wire().length)
                .sum();
        assertThat(bytes).as("of one piece of history").isBetween(PIECE_BYTES, PIECE_BYTES + 2_000);
        assertThat(heard.pieces).hasSize(2);
        heard.room = Integer.MAX_VALUE;
        stream.writable();
        world.settle();
        assertThat(heard.revisionsOf(0)).hasSize(1_000).isSorted().doesNotHaveDuplicates();
        assertThat(world.shard.slowWatcherCount()).isZero();
    }

    @Test
    void manyWatchesOfAStreamThatFillsUpAreNotAllReadFor() {
        for (int i = 0; i < 100; i++) {
            stream.create(watch(single("a"), 0));
        }
        heard.room = 0;
        world.put("a", PIECE_BYTES);
        world.deliverAll();
        assertThat(world.shard.slowWatcherCount()).isEqualTo(100);
        heard.room = 1;
        stream.writable();
        world.settle();
        assertThat(heard.pieces).hasSizeBetween(1, 8);
        while (heard.pieces.size() < 100) {
            int before = heard.pieces.size();
            heard.room = 1;
            stream.writable();
            world.settle();
            assertThat(heard.pieces).hasSizeGreaterThan(before);
        }
        assertThat(world.shard.slowWatcherCount()).isZero();
    }

    @Test
    void aCompactionEndsAWatchThatIsBehindAndKeepsItsId() throws IOException {
        stream.create(watch(ALL, 0));
        heard.room = 0;
        for (int i = 0; i < 10; i++) {
            world.put("a");
        }
        world.deliverAll();
        world.compact(8);
        heard.room = Integer.MAX_VALUE;
        stream.writable();
        world.settle();
        assertThat(heard.canceled).containsExactly(Map.entry(0L, 8L));
        assertThat(world.shard.watcherCount()).isZero();
        world.put("a");
        world.deliverAll();
        stream.create(new WatchRequest(ALL, 0, false, false, false, false, 0, false));
        assertThat(heard.created).containsExactly(0L, 1L);
        stream.cancel(0);
        assertThat(heard.canceled).containsEntry(0L, 0L);
        assertThat(heard.pieces).isEmpty();
    }

    @Test
    void progressWaitsForEventsThatAreOnTheirWay() {
        stream.create(watch(single("a"), 0));
        world.put("a");
        stream.create(watch(single("b"), 0));
        stream.requestProgress();
        assertThat(heard.progress)
                .as("of the second watch the shard knows less")
                .isEmpty();
        world.deliverAll();
        assertThat(heard.revisionsOf(0)).containsExactly(2L);
        assertThat(heard.progress).containsExactly(2L);
        world.put("a");
        stream.requestProgress();
        assertThat(heard.progress).as("no further than what was handed out").containsExactly(2L, 2L);
        world.deliverAll();
        assertThat(heard.progress).hasSize(2);
    }

    @Test
    void progressIsForgottenWhileAWatchIsBehindOrInTheFuture() {
        stream.create(watch(single("a"), 0));
        heard.room = 0;
        world.put("a");
        world.deliverAll();
        stream.requestProgress();
        heard.room = Integer.MAX_VALUE;
        stream.writable();
        world.settle();
        world.put("b");
        world.deliverAll();
        assertThat(heard.progress).isEmpty();
        stream.create(watch(single("a"), 100));
        stream.requestProgress();
        world.put("b");
        world.deliverAll();
        assertThat(heard.progress).isEmpty();
    }

    /** The next revision is the future as well. */
    @Test
    void progressIsNotToldOfAWatchFromTheNextRevisionBeforeThatIsThere() {
        stream.create(new WatchRequest(single("a"), 2, true, false, false, false, 0, false));
        stream.requestProgress();
        world.shard.progressTick();
        assertThat(heard.progress).isEmpty();
        world.put("b");
        world.deliverAll();
        stream.requestProgress();
        assertThat(heard.progress).containsExactly(2L);
    }

    @Test
    void theTickTellsOnlyIdleWatchesThatAreUpToDate() {
        stream.create(new WatchRequest(single("a"), 0, true, false, false, false, 0, false));
        stream.create(new WatchRequest(single("b"), 0, true, false, false, false, 0, false));
        stream.create(watch(single("c"), 0));
        world.put("a");
        world.deliverAll();
        world.shard.progressTick();
        assertThat(heard.progress).containsExactly(2L);
        heard.room = 0;
        world.put("a");
        world.deliverAll();
        world.shard.progressTick();
        assertThat(heard.progress).hasSize(1);
    }

    @Test
    void cancellingReleasesTheWatchAndWhatWasReadForIt() throws IOException {
        for (int i = 0; i < 10; i++) {
            world.put("a");
        }
        stream.create(watch(ALL, 2));
        stream.create(watch(single("a"), 2));
        assertThat(world.shard.watcherCount()).isEqualTo(2);
        stream.cancel(0);
        assertThat(world.shard.watcherCount()).isOne();
        world.readOne();
        stream.close();
        world.settle();
        assertThat(heard.pieces).isEmpty();
        assertThat(heard.canceled).containsExactly(Map.entry(0L, 0L));
        assertThat(world.shard.watcherCount()).isZero();
        assertThat(world.shard.streamCount()).isZero();
        world.compact(9);
        assertThat(world.store.isCompactionWaiting())
                .as("no read holds a revision")
                .isFalse();
    }

    @Test
    void aWatchThatEndsOthersWhileEventsAreHandedOutEndsThemAtOnce() {
        for (int i = 0; i < 5; i++) {
            stream.create(watch(single("a"), 0));
        }
        Hearing other = new Hearing();
        WatchStream another = world.shard.open(Caller.NODE, other);
        another.create(watch(single("a"), 0));
        other.onEvents = () -> {
            stream.cancel(4);
            stream.cancel(0);
            stream.create(watch(single("a"), 0));
            another.close();
        };
        world.put("a");
        world.put("a");
        world.deliverAll();
        assertThat(other.pieces).hasSize(1);
        assertThat(heard.canceled).containsOnlyKeys(0L, 4L);
        for (long id = 1; id < 4; id++) {
            assertThat(heard.revisionsOf(id)).containsExactly(2L, 3L);
        }
        assertThat(heard.revisionsOf(5)).isEmpty();
        world.put("a");
        world.deliverAll();
        assertThat(heard.revisionsOf(5)).containsExactly(4L);
        assertThat(heard.revisionsOf(1)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void aFullPoolIsAskedAgain() {
        world.put("a");
        world.readersMax = 0;
        stream.create(watch(ALL, 2));
        for (int i = 0; i < 3; i++) {
            world.runOne();
        }
        assertThat(heard.pieces).isEmpty();
        world.readersMax = 1;
        for (int i = 0; i < 20; i++) {
            stream.create(watch(ALL, 2));
        }
        world.settle();
        assertThat(heard.pieces).hasSize(21);
    }

    @Test
    void refusalsLeaveTheStreamGoingOn() {
        stream.create(watch(ALL, -1));
        stream.create(watch(
                new io.kedge.model.KeyRange(single("b").start(), single("a").start(), false), 0));
        stream.create(new WatchRequest(ALL, 0, false, false, false, false, 7, false));
        stream.create(new WatchRequest(ALL, 0, false, false, false, false, 7, false));
        assertThat(heard.refusals)
                .containsExactly(StatusCode.COMPACTED, StatusCode.EMPTY_WATCH_RANGE, StatusCode.DUPLICATE_WATCH_ID);
        world.put("a");
        world.deliverAll();
        assertThat(heard.revisionsOf(7)).containsExactly(2L);
        world.shard.endAll(StatusCode.NO_LEADER);
        assertThat(heard.refusals).endsWith(StatusCode.NO_LEADER);
        assertThat(world.shard.watcherCount()).isZero();
    }
}
