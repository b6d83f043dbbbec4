/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.api.WatchRequest;
import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.Space;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.backend.InMemoryBackend;
import io.kedge.replica.backend.StoreState;
import io.kedge.replica.mvcc.Current;
import io.kedge.replica.mvcc.FrozenRecords;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.ReadPins;
import io.kedge.replica.mvcc.Reads;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A shard whose store, turns, loop and reader threads move only when a test says so. */
final class ShardFixture {

    static final KeyRange ALL = new KeyRange(Key.of(new byte[] {0}), null, false);

    private final InMemoryBackend backend = new InMemoryBackend();
    final MvccStore store = new MvccStore(Space.USERS, backend, new ReadPins(4), 1, 0, 0);
    private final Reads reads = store.openReads();

    /** Reads that a thread has yet to take; beyond {@link #readersMax} they are refused. */
    final ArrayDeque<Consumer<Reads>> readers = new ArrayDeque<>();

    int readersMax = Integer.MAX_VALUE;

    final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    final WatchShard shard = new WatchShard(store, read -> readers.size() < readersMax && readers.add(read), loop::add);

    /** Published, and not delivered yet. */
    final ArrayDeque<RevisionEvents> onTheirWay = new ArrayDeque<>();

    /** All events there were. */
    final NavigableMap<Long, List<Event>> history = new TreeMap<>();

    static WatchRequest watch(KeyRange range, long start) {
        return new WatchRequest(range, start, false, false, false, false, 0, false);
    }

    static KeyRange single(String key) {
        return KeyRange.single(Key.utf8(key));
    }

    /** One revision that puts each key, or deletes it where the value is null; nothing for a missing key. */
    void write(Map<String, byte[]> changes) {
        store.begin();
        changes.forEach((name, value) -> {
            Key key = Key.utf8(name);
            Current current = store.current(key);
            if (value != null) {
                store.put(key, value, 0, Cause.PUT);
            } else if (current != null) {
                store.delete(current, Cause.DELETE);
            }
        });
        List<Event> events = store.end();
        if (events.isEmpty()) {
            return;
        }
        store.publish();
        history.put(store.revision(), events);
        if (shard.watcherCount() > 0) {
            onTheirWay.add(new RevisionEvents(store.revision(), events));
        }
    }

    /** Puts a value of some bytes; returns its revision. */
    long put(String key, int bytes) {
        write(Map.of(key, new byte[bytes]));
        return store.revision();
    }

    long put(String key) {
        return put(key, 1);
    }

    /** The next revisions arrive as one turn. */
    void deliver(int revisions) {
        List<RevisionEvents> turn = new ArrayList<>();
        while (turn.size() < revisions && !onTheirWay.isEmpty()) {
            turn.add(onTheirWay.remove());
        }
        shard.take(turn);
    }

    void deliverAll() {
        deliver(Integer.MAX_VALUE);
    }

    void readOne() {
        readers.remove().accept(reads);
    }

    void runOne() {
        loop.remove().run();
    }

    /** Until neither the reader threads nor the loop have anything to do. */
    void settle() {
        for (int steps = 0; !readers.isEmpty() || !loop.isEmpty(); steps++) {
            assertThat(steps).as("steps without an end").isLessThan(100_000);
            if (!readers.isEmpty()) {
                readOne();
            } else {
                runOne();
            }
        }
    }

    /** Moves everything to the disk; nothing is kept in memory. */
    void flush() throws IOException {
        FrozenRecords records = store.freeze();
        backend.flush(StoreState.EMPTY, records);
        store.flushed(store.compacted());
    }

    void compact(long revision) throws IOException {
        store.compact(revision);
        store.publish();
        flush();
        while (!store.isCompactionComplete() && !store.compactionStep(1_000)) {
            assertThat(store.isCompactionWaiting()).isFalse();
        }
    }
}
