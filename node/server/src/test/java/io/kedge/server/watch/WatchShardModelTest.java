/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchStream;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random writes, turns, reads, compactions and clients in any order; in the end each watch heard exactly its own. */
class WatchShardModelTest {

    private static final int ROUNDS = 300;
    private static final int STEPS = 150;
    private static final String KEYS = "abcdef";

    @Test
    void eachWatchHearsExactlyItsEvents() throws IOException {
        long seed = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            new Round(seed + i).run();
        }
    }

    /** A watch as the client knows it. */
    private record Known(Client client, long id, WatchRequest request, long createdAt) {

        long first() {
            return request.startRevision() == 0 ? createdAt + 1 : request.startRevision();
        }
    }

    private static final class Client {
        final Hearing heard = new Hearing();
        final List<Known> watches = new ArrayList<>();
        WatchStream stream;
        boolean closed;
        int progressSeen;
    }

    private static final class Round {
        private final long seed;
        private final Random random;
        private final ShardFixture world = new ShardFixture();
        private final List<Client> clients = new ArrayList<>();

        Round(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                Client client = new Client();
                client.stream = world.shard.open(Caller.NODE, client.heard);
                clients.add(client);
            }
        }

        void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                step();
                clients.forEach(this::checkProgress);
            }
            world.readersMax = Integer.MAX_VALUE;
            world.deliverAll();
            for (Client client : clients) {
                client.heard.room = Integer.MAX_VALUE;
                client.stream.writable();
            }
            world.settle();
            for (Client client : clients) {
                for (Known watch : client.watches) {
                    check(watch, Long.MAX_VALUE);
                }
                client.stream.close();
            }
            assertThat(world.shard.watcherCount()).isZero();
        }

        private void step() throws IOException {
            Client client = clients.get(random.nextInt(clients.size()));
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> write();
                case 4, 5 -> world.deliver(random.nextInt(4));
                case 6, 7, 8 -> world.readers.stream().findFirst().ifPresent(first -> world.readOne());
                case 9, 10 -> world.loop.stream().findFirst().ifPresent(first -> world.runOne());
                case 11 -> create(client);
                case 12 -> room(client);
                case 13 -> client.stream.requestProgress();
                case 14 -> cancel(client);
                default -> rare(client);
            }
        }

        private void write() {
            Map<String, byte[]> changes = new HashMap<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int size = random.nextInt(20) == 0 ? 40_000 : 10;
                changes.put(key(), random.nextInt(4) == 0 ? null : new byte[size]);
            }
            world.write(changes);
        }

        private String key() {
            return String.valueOf(KEYS.charAt(random.nextInt(KEYS.length())));
        }

        private void create(Client client) {
            if (client.closed) {
                return;
            }
            Key start = Key.utf8(key());
            KeyRange range =
                    switch (random.nextInt(3)) {
                        case 0 -> KeyRange.single(start);
                        case 1 -> new KeyRange(start, start.concat(new byte[] {(byte) 200}), false);
                        default -> ShardFixture.ALL;
                    };
            long now = world.store.published();
            long from = Math.max(1, world.store.publishedCompacted());
            long startRevision = random.nextBoolean() ? 0 : from + random.nextInt((int) (now - from) + 4);
            WatchRequest request = new WatchRequest(
                    range,
                    startRevision,
                    false,
                    random.nextInt(6) == 0,
                    random.nextInt(6) == 0,
                    random.nextBoolean(),
                    0,
                    false);
            client.stream.create(request);
            long id = client.heard.created.get(client.heard.created.size() - 1);
            client.watches.add(new Known(client, id, request, now));
        }

        private void room(Client client) {
            client.heard.room = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(3);
            if (client.heard.room > 0) {
                client.stream.writable();
            }
        }

        private void cancel(Client client) {
            if (!client.watches.isEmpty()) {
                Known watch = client.watches.remove(random.nextInt(client.watches.size()));
                check(watch, 0);
                client.stream.cancel(watch.id());
            }
        }

        private void rare(Client client) throws IOException {
            switch (random.nextInt(6)) {
                case 0 -> {
                    client.closed = true;
                    client.watches.forEach(watch -> check(watch, 0));
                    client.watches.clear();
                    client.stream.close();
                }
                case 1 -> {
                    long at = world.store.revision() - random.nextInt(5);
                    if (at > Math.max(1, world.store.compacted())) {
                        world.compact(at);
                    }
                }
                case 2, 3 -> world.flush();
                default -> world.readersMax = random.nextInt(4);
            }
        }

        /** A progress report says that all watches of the stream have all there is up to it. */
        private void checkProgress(Client client) {
            List<Long> progress = client.heard.progress;
            if (progress.size() > client.progressSeen) {
                client.progressSeen = progress.size();
                long upTo = progress.get(progress.size() - 1);
                client.watches.forEach(watch -> check(watch, upTo));
            }
        }

        /** What it heard is the beginning of what it is due, and all of that up to {@code complete}. */
        private void check(Known watch, long complete) {
            List<Event> heard = watch.client().heard.eventsOf(watch.id());
            List<Event> due = new ArrayList<>();
            world.history.tailMap(watch.first(), true).values().forEach(events -> events.stream()
                    .filter(event -> watch.request().range().contains(event.kv().key()))
                    .filter(event -> event.isDelete()
                            ? !watch.request().withoutDeletes()
                            : !watch.request().withoutPuts())
                    .forEach(due::add));
            String what = "seed " + seed + ", " + watch.request() + " created at " + watch.createdAt();
            assertThat(heard.size()).as(what).isLessThanOrEqualTo(due.size());
            for (int i = 0; i < heard.size(); i++) {
                assertThat(heard.get(i).kv().wire())
                        .as(what)
                        .isEqualTo(due.get(i).kv().wire());
                checkPrevious(watch, heard.get(i), due.get(i), what);
            }
            if (heard.size() < due.size() && !watch.client().heard.canceled.containsKey(watch.id())) {
                assertThat(due.get(heard.size()).kv().modRevision()).as(what).isGreaterThan(complete);
            }
        }

        /** It may be missing where it is compacted, and where it is on disk and nobody asked for it. */
        private void checkPrevious(Known watch, Event heard, Event due, String what) {
            if (heard.previous() != null && due.previous() != null) {
                assertThat(heard.previous().wire())
                        .as(what)
                        .isEqualTo(due.previous().wire());
            }
            boolean compacted = due.kv().modRevision() - 1 < world.store.publishedCompacted();
            if (watch.request().previous() && due.previous() != null && !compacted) {
                assertThat(heard.previous()).as(what).isNotNull();
            }
            if (watch.request().previous() && due.isPreviousOnDisk() && !compacted) {
                assertThat(heard.previous()).as(what).isNotNull();
            }
        }
    }
}
