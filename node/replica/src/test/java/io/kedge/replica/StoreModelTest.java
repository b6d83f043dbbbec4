/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.CompactRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.Operation;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.Result;
import io.kedge.model.SequentialPut;
import io.kedge.model.Space;
import io.kedge.model.TxnRequest;
import io.kedge.replica.apply.Applier;
import io.kedge.replica.backend.InMemoryBackend;
import io.kedge.replica.lease.Lease;
import io.kedge.replica.mvcc.Reads;
import io.kedge.replica.txn.Budget;
import io.kedge.replica.txn.RequestValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The store against {@link NaiveStore}: commands in slices, reads, watch history, flushes, merges and crashes in
 * between.
 */
final class StoreModelTest {

    @Test
    void behavesAsTheNaiveModel() throws Exception {
        run(1, 120, 250);
    }

    /** More with {@code -Dkedge.store.seeds}. */
    @Test
    @Tag("proof")
    void behavesAsTheNaiveModelAtLength() throws Exception {
        run(10_000, Integer.getInteger("kedge.store.seeds", 3_000), 1_000);
    }

    private static void run(long firstSeed, int seeds, int commands) throws Exception {
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            try {
                Session session = new Session(seed);
                for (int i = 0; i < commands; i++) {
                    session.next();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** One store and its model. */
    private static final class Session {

        private final SplittableRandom random;
        private final RandomRequests requests;
        private final NaiveStore model = new NaiveStore();
        private final InMemoryBackend backend = new InMemoryBackend();
        /** The log: what was applied, from index 1. */
        private final List<Command> log = new ArrayList<>();

        private Stores stores;
        private Applier applier;
        private FlushOrder flushing;

        Session(long seed) throws IOException {
            random = new SplittableRandom(seed);
            requests = new RandomRequests(random);
            open();
        }

        private void open() throws IOException {
            ReplicaOptions options =
                    ReplicaOptions.builder(1).memory(1 << 20, 2_000).build();
            stores = new Stores(backend, options, List.of());
            applier = new Applier(stores.users(), stores.messages(), stores.system());
            flushing = null;
        }

        void next() throws IOException {
            int choice = random.nextInt(100);
            if (choice < 35) {
                PutRequest put = requests.put();
                check(put, () -> model.put(put));
            } else if (choice < 45) {
                var delete = requests.delete();
                check(delete, () -> model.delete(delete));
            } else if (choice < 70) {
                txn();
            } else if (choice < 76) {
                LeaseGrant grant = requests.grant();
                check(grant, () -> {
                    model.grant(grant);
                    return null;
                });
            } else if (choice < 81) {
                LeaseRevoke revoke = new LeaseRevoke(1 + random.nextInt(4), random.nextInt(2) == 0);
                check(revoke, () -> {
                    model.revoke(revoke);
                    return null;
                });
            } else if (choice < 84) {
                CompactRequest compact = new CompactRequest(random.nextLong(model.revision + 3) - 1, false);
                check(compact, () -> {
                    model.compact(compact.revision());
                    return null;
                });
            } else if (choice < 86) {
                sequential();
            } else {
                background(choice);
            }
            stores.users().publish();
            stores.users().verify();
            checkAll();
        }

        private void txn() {
            TxnRequest txn = requests.txn(model.revision, 3);
            try {
                new RequestValidator(128).check(txn);
            } catch (KedgeException refused) {
                return;
            }
            check(txn, () -> model.txn(txn));
        }

        private void sequential() {
            String name = "seq" + String.format(java.util.Locale.ROOT, "%020d", model.revision + 1);
            PutRequest put = PutRequest.of(Key.utf8(name), requests.value());
            check(new SequentialPut(Key.utf8("seq"), put.value(), 0), () -> model.put(put));
        }

        /** Flush, its end, merge, compaction, crash. */
        private void background(int choice) throws IOException {
            if (choice < 89 && flushing == null && !log.isEmpty()) {
                flushing = stores.freeze(log.size(), 1, new byte[0]);
            } else if (choice < 91 && flushing != null) {
                backend.flush(flushing.state(), flushing.records());
                backend.merge(stores, true);
                stores.flushed(flushing.state());
                flushing = null;
            } else if (choice < 94) {
                backend.merge(stores, true);
            } else if (choice < 97) {
                stores.users().compactionStep(1 + random.nextInt(20));
            } else {
                int hash = hash();
                open();
                for (int i = (int) backend.state().appliedIndex(); i < log.size(); i++) {
                    try {
                        apply(i + 1, log.get(i));
                    } catch (KedgeException refused) {
                        continue;
                    }
                }
                stores.users().publish();
                assertThat(hash()).as("hash after a crash").isEqualTo(hash);
            }
        }

        private int hash() {
            Reads reads = stores.users().openReads();
            int hash = reads.hash(model.revision);
            reads.close();
            return hash;
        }

        private Result apply(long index, Command command) {
            applier.begin(index, command);
            while (!applier.step(new Budget(1 + random.nextInt(3)))) {
                continue;
            }
            return applier.end();
        }

        private void check(Operation operation, Supplier<Object> expected) {
            Command command = Command.of(Caller.NODE, operation);
            log.add(command);
            Object wanted = outcome(expected);
            Object got = outcome(() -> apply(log.size(), command));
            if (wanted != null) {
                assertThat(got).as(operation.toString()).isEqualTo(wanted);
            }
            if (got instanceof DeleteResult || got instanceof Result result && result.revision() == model.revision) {
                checkEvents(model.revision, applier.events());
            }
        }

        private static Object outcome(Supplier<?> action) {
            try {
                return action.get();
            } catch (KedgeException refused) {
                return refused.code();
            }
        }

        private void checkEvents(long revision, List<Event> events) {
            if (events.isEmpty()) {
                return;
            }
            List<NaiveStore.Change> expected = model.changes.get(revision);
            assertThat(events).hasSameSizeAs(expected);
            for (int i = 0; i < events.size(); i++) {
                Event event = events.get(i);
                assertThat(event.kv()).isEqualTo(expected.get(i).kv());
                KeyValue previous = expected.get(i).previous();
                if (event.isPreviousOnDisk()) {
                    assertThat(previous).as("left to the disk: %s", event.kv()).isNotNull();
                    assertThat(previous.modRevision())
                            .as("the disk has it")
                            .isLessThanOrEqualTo(backend.state().revisions()[Space.USERS.code()]);
                } else {
                    assertThat(event.previous()).isEqualTo(previous);
                }
            }
        }

        private void checkAll() {
            assertThat(stores.users().published()).isEqualTo(model.revision);
            assertThat(stores.users().keyCount())
                    .isEqualTo(model.states.get(model.revision).size());
            checkLeases();
            Reads reads = stores.users().openReads();
            for (int i = 0; i < 3; i++) {
                RangeRequest request = requests.range(model.revision);
                assertThat(outcome(() -> reads.range(request)))
                        .as(request.toString())
                        .isEqualTo(outcome(() -> model.range(request)));
            }
            long from = 1 + random.nextLong(model.revision);
            long bytesMax = random.nextInt(3) == 0 ? random.nextInt(100) : Long.MAX_VALUE;
            checkHistory(reads, requests.range(), from, bytesMax, random.nextBoolean());
            reads.close();
        }

        private void checkHistory(Reads reads, KeyRange range, long from, long bytesMax, boolean previous) {
            if (from < model.compacted) {
                assertThat(outcome(() -> reads.history(range, from, model.revision, bytesMax, previous)))
                        .isEqualTo(io.kedge.model.StatusCode.COMPACTED);
                return;
            }
            long next = from;
            while (next <= model.revision) {
                Reads.History history = reads.history(range, next, model.revision, bytesMax, previous);
                assertThat(history.complete()).isGreaterThanOrEqualTo(next);
                assertThat(flat(history.events()))
                        .as("%s from %d to %d", range, next, history.complete())
                        .isEqualTo(expected(range, next, history.complete(), previous));
                next = history.complete() + 1;
            }
        }

        /** Of a compacted revision only what a read sees there is kept, so earlier steps within it do not count. */
        private List<NaiveStore.Change> expected(KeyRange range, long from, long to, boolean previous) {
            List<NaiveStore.Change> expected = new ArrayList<>();
            model.changes.subMap(from, true, to, true).forEach((at, changes) -> {
                for (NaiveStore.Change change : changes) {
                    if (range.contains(change.kv().key())) {
                        expected.add(new NaiveStore.Change(
                                change.kv(), !previous || at - 1 < model.compacted ? null : change.previous()));
                    }
                }
            });
            return lastOfCompacted(expected);
        }

        private List<NaiveStore.Change> flat(List<Event> events) {
            return lastOfCompacted(events.stream()
                    .map(event -> new NaiveStore.Change(event.kv(), event.previous()))
                    .toList());
        }

        private List<NaiveStore.Change> lastOfCompacted(List<NaiveStore.Change> changes) {
            Set<Key> seen = new HashSet<>();
            List<NaiveStore.Change> kept = new ArrayList<>();
            for (int i = changes.size() - 1; i >= 0; i--) {
                KeyValue kv = changes.get(i).kv();
                if (kv.modRevision() != model.compacted || seen.add(kv.key())) {
                    kept.add(0, changes.get(i));
                }
            }
            return kept;
        }

        private void checkLeases() {
            assertThat(stores.system().leases().size()).isEqualTo(model.leases.size());
            for (Lease lease : stores.system().leases().all()) {
                TreeSet<Key> attached = new TreeSet<>();
                for (KeyValue kv : model.states.get(model.revision).values()) {
                    if (kv.lease() == lease.id()) {
                        attached.add(kv.key());
                    }
                }
                assertThat(lease.keys()).containsExactlyElementsOf(attached);
                assertThat(model.leases).containsKey(lease.id());
            }
        }
    }
}
