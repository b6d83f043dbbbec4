/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.Space;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.InMemoryBackend;
import io.kedge.replica.backend.Liveness;
import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.RecordVisitor;
import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreIntake;
import io.kedge.replica.backend.StoreState;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.ReadPins;
import io.kedge.replica.mvcc.Reads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Readers beside the writer, flushes, merges and compactions. */
final class ReadersTest {

    private static final KeyRange ALL = KeyRange.of(new byte[] {0}, new byte[] {0});
    private static final int KEYS = 20;

    /** A store that writes the same number into every key at each revision, so that any mixture shows. */
    private static final class Writer {

        private final Backend backend;
        private final MvccStore store;
        private long index;

        Writer(Backend backend) {
            this.backend = backend;
            this.store = new MvccStore(Space.USERS, backend, new ReadPins(8), 1, 0, 4_000);
        }

        void write() {
            store.begin();
            byte[] value = Long.toString(store.writeRevision()).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int i = 0; i < KEYS; i++) {
                store.put(Key.utf8("k" + i), value, 0, Cause.PUT);
            }
            store.end();
            index++;
        }

        void flush() throws IOException {
            RecordSource frozen = store.freeze();
            long compacted = store.compacted();
            backend.flush(
                    new StoreState(
                            index, 1, new byte[0], new long[] {store.revision(), 0, 0}, new long[] {compacted, 0, 0}),
                    frozen);
            store.flushed(compacted);
        }

        Liveness liveness() {
            return new Liveness() {
                @Override
                public boolean isLive(Space space, Key key, long revision, int sub) {
                    return store.isLive(key, revision, sub);
                }

                @Override
                public long liveCount(Space space) {
                    return store.liveRecords();
                }
            };
        }
    }

    @Test
    void readersNeverSeeATornMissingOrCompactedState() throws Exception {
        long seed = 42;
        Writer writer = new Writer(new InMemoryBackend());
        writer.write();
        writer.store.publish();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                long readerSeed = seed + i;
                readers.add(pool.submit(() -> read(writer.store, new SplittableRandom(readerSeed), stop)));
            }
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 4_000; i++) {
                writer.write();
                if (random.nextInt(10) == 0) {
                    long at = writer.store.revision() - random.nextInt(3);
                    if (at > writer.store.compacted()) {
                        writer.store.compact(at);
                    }
                }
                writer.store.publish();
                if (random.nextInt(15) == 0) {
                    writer.flush();
                }
                writer.store.compactionStep(1 + random.nextInt(30));
                if (random.nextInt(40) == 0) {
                    writer.backend.merge(writer.liveness(), true);
                }
            }
            stop.set(true);
            for (Future<Long> reader : readers) {
                assertThat(reader.get(20, TimeUnit.SECONDS))
                        .as("reads, seed %d", seed)
                        .isPositive();
            }
        } finally {
            stop.set(true);
            pool.shutdownNow();
        }
        writer.store.verify();
    }

    private static long read(MvccStore store, SplittableRandom random, AtomicBoolean stop) {
        Reads reads = store.openReads();
        long done = 0;
        while (!stop.get()) {
            long published = store.published();
            long at = random.nextInt(3) == 0 ? Math.max(2, published - random.nextInt(5)) : 0;
            boolean history = random.nextInt(3) == 0;
            try {
                if (history) {
                    long from = Math.max(2, published - random.nextInt(5));
                    checkHistory(reads.history(ALL, from, published, Long.MAX_VALUE, true), from, published);
                } else {
                    checkRange(reads.range(request(at)), at, published);
                }
            } catch (KedgeException compacted) {
                assertThat(history || at != 0)
                        .as("compacted at the current revision")
                        .isTrue();
                assertThat(compacted.code()).isEqualTo(io.kedge.model.StatusCode.COMPACTED);
            }
            done++;
        }
        reads.close();
        return done;
    }

    private static RangeRequest request(long at) {
        return RangeRequest.over(ALL).at(at).build();
    }

    private static void checkRange(RangeResult result, long at, long published) {
        assertThat(result.kvs()).hasSize(KEYS);
        long revision = result.kvs().get(0).modRevision();
        assertThat(result.kvs()).allMatch(kv -> kv.modRevision() == revision && number(kv) == revision);
        assertThat(revision).isEqualTo(at == 0 ? result.revision() : at);
        assertThat(result.revision()).isGreaterThanOrEqualTo(published);
    }

    private static void checkHistory(Reads.History history, long from, long to) {
        assertThat(history.complete()).isEqualTo(to);
        assertThat(history.events()).hasSize((int) (to - from + 1) * KEYS);
        for (int i = 0; i < history.events().size(); i++) {
            Event event = history.events().get(i);
            assertThat(event.kv().modRevision()).isEqualTo(from + i / KEYS);
            KeyValue previous = event.previous();
            if (previous != null) {
                assertThat(previous.modRevision()).isEqualTo(event.kv().modRevision() - 1);
            }
        }
    }

    private static long number(KeyValue kv) {
        return Long.parseLong(new String(kv.value(), java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void aReadAtTheCurrentRevisionIsNeverCompacted() {
        Writer writer = new Writer(new InMemoryBackend());
        writer.write();
        writer.store.publish();
        writer.write();
        writer.store.compact(3);
        Reads reads = writer.store.openReads();
        assertThat(reads.range(request(0)).kvs()).hasSize(KEYS).allMatch(kv -> kv.modRevision() == 2);
        writer.store.publish();
        assertThat(reads.range(request(0)).kvs()).allMatch(kv -> kv.modRevision() == 3);
        reads.close();
    }

    @Test
    void historyKeepsEventsOfATableThatIsDroppedMeanwhile() throws Exception {
        InterruptingBackend backend = new InterruptingBackend();
        Writer writer = new Writer(backend);
        writer.write();
        writer.flush();
        for (int i = 0; i < 30; i++) {
            writer.write();
        }
        writer.flush();
        writer.write();
        writer.store.publish();
        // While the reader is in the segments, the rest is flushed as well, and what was in memory is dropped.
        backend.duringScan = () -> {
            for (int i = 0; i < 3; i++) {
                writer.write();
                writer.flush();
            }
        };
        Reads reads = writer.store.openReads();
        long to = writer.store.published();
        checkHistory(reads.history(ALL, 2, to, Long.MAX_VALUE, true), 2, to);
        reads.close();
    }

    private interface Interruption {
        void run() throws IOException;
    }

    /** Lets something happen at the end of a scan. */
    private static final class InterruptingBackend implements Backend {

        private final InMemoryBackend backend = new InMemoryBackend();
        private Interruption duringScan = () -> {};

        @Override
        public StoreState state() {
            return backend.state();
        }

        @Override
        public void load(RecordVisitor visitor) {
            backend.load(visitor);
        }

        @Override
        public KeyValue get(Space space, long revision, int sub) {
            return backend.get(space, revision, sub);
        }

        @Override
        public void scan(Space space, long from, long to, RecordVisitor visitor) throws IOException {
            backend.scan(space, from, to, visitor);
            duringScan.run();
        }

        @Override
        public void flush(StoreState state, RecordSource records) throws IOException {
            backend.flush(state, records);
        }

        @Override
        public boolean merge(Liveness liveness, boolean full) {
            return backend.merge(liveness, full);
        }

        @Override
        public StoreImage pin() {
            return backend.pin();
        }

        @Override
        public StoreIntake receive(byte[] manifest) {
            return backend.receive(manifest);
        }

        @Override
        public long sizeBytes() {
            return backend.sizeBytes();
        }

        @Override
        public long sizeInUseBytes(Liveness liveness) {
            return backend.sizeInUseBytes(liveness);
        }

        @Override
        public void close() {
            backend.close();
        }
    }
}
