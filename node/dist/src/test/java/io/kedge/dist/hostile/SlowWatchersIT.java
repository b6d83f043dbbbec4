/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.Command;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.WireClient;
import io.kedge.dist.support.WireStream;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Watchers that stop reading cost the node a bounded piece of memory each and hold up nobody; when they read on, each
 * gets exactly its events. Values are 1 KiB on 100 keys; every tenth key belongs to one writer, so a key's values count
 * up.
 * -Dkedge.slow.puts sets the length of the proof.
 */
final class SlowWatchersIT {
    private static final int ALTERNATIONS = 3;
    private static final int KEYS = 100;
    private static final int WRITERS = 10;
    private static final int VALUE_BYTES = 1024;
    private static final int WATCHES_ON_ONE_CONNECTION = 1_000;
    private static final int CANCELS = 5_000;
    private static final Duration CANCELS_LIMIT = Duration.ofSeconds(10);
    private static final ByteString NONE = ByteString.EMPTY;
    private static final ByteString AFTER_ALL = ByteString.copyFromUtf8("s0");

    private static Vertx vertx;
    private static ServerUnderTest server;

    /** The number of the next value; keys take them in turn. */
    private int written;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        server = ServerUnderTest.startInMemory(ServerBinary.underTest().withJavaOptions("-Xmx512m"));
    }

    @AfterAll
    static void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void some_stopped_watchers_cost_little_and_miss_nothing() throws IOException {
        write(4_000);
        round(100, 4, 4_000);
    }

    @Test
    @Tag("proof")
    void a_thousand_stopped_watchers_cost_little_and_miss_nothing() throws IOException {
        int puts = Integer.getInteger("kedge.slow.puts", 100_000);
        write(puts);
        List<String> report = new ArrayList<>();
        double[] ratios = new double[ALTERNATIONS];
        for (int i = 0; i < ALTERNATIONS; i++) {
            long aloneMicros = write(puts);
            long besideMicros = round(1_000, 10, puts);
            ratios[i] = (double) besideMicros / aloneMicros;
            report.add("p99 alone " + aloneMicros + " us, beside stopped watchers " + besideMicros + " us");
        }
        Arrays.sort(ratios);
        System.out.println(String.join("\n", report));
        assertThat(ratios[ALTERNATIONS / 2])
                .as("median ratio of the p99 beside stopped watchers, %s", report)
                .isLessThanOrEqualTo(1.5);
    }

    @Test
    void a_thousand_watches_on_one_connection() {
        try (WireClient client = new WireClient(vertx, server.clientPort())) {
            List<WireStream> streams = new ArrayList<>();
            for (int i = 0; i < WATCHES_ON_ONE_CONNECTION; i++) {
                streams.add(watch(client, "one/" + i));
            }
            streams.forEach(stream -> stream.await(0, WatchResponse.class));
            for (int i = 0; i < WATCHES_ON_ONE_CONNECTION; i++) {
                client.send(put("one/" + i, "v" + i));
            }
            for (int i = 0; i < WATCHES_ON_ONE_CONNECTION; i++) {
                WatchResponse response = streams.get(i).await(1, WatchResponse.class);
                assertThat(response.getEventsList()).singleElement().satisfies(event -> assertThat(
                                event.getKv().getValue().toStringUtf8())
                        .startsWith("v"));
            }
            streams.forEach(WireStream::close);
        }
    }

    @Test
    void many_streams_cancelled_in_a_short_time() throws IOException {
        try (WatchResets connection = new WatchResets(server.clientPort())) {
            long start = System.nanoTime();
            for (int i = 0; i < CANCELS; i += 100) {
                connection.openAndReset(100);
            }
            connection.ping();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.println(CANCELS + " watch streams opened and reset in " + took.toMillis() + " ms");
            assertThat(took).as("time of all cancels").isLessThan(CANCELS_LIMIT);
        }
    }

    /** Watchers that stop, puts, the heap, then all read on. Returns the writers' p99 in microseconds. */
    private long round(int watchers, int onAll, int puts) throws IOException {
        List<StoppedWatcher> stopped = new ArrayList<>();
        try {
            long before = usedHeapBytes();
            int first = written;
            for (int i = 0; i < watchers; i++) {
                boolean all = i < onAll;
                stopped.add(new StoppedWatcher(
                        server.clientPort(),
                        all ? ByteString.copyFromUtf8("s/") : key(i % KEYS),
                        all ? AFTER_ALL : NONE));
            }
            long p99 = write(puts);
            long grown = usedHeapBytes() - before;
            System.out.printf("%d stopped watchers, %d puts: heap grew %.1f MiB%n", watchers, puts, grown / 1048576.0);
            if (server.binary().family() == ServerBinary.Family.KEDGE) {
                assertThat(grown).as("growth of the heap in bytes").isLessThanOrEqualTo(64L << 20);
            }
            readOn(stopped, onAll, first, puts);
            return p99;
        } finally {
            for (StoppedWatcher watcher : stopped) {
                watcher.close();
            }
        }
    }

    private static void readOn(List<StoppedWatcher> stopped, int onAll, int first, int puts) {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<CompletableFuture<Void>> reading = new ArrayList<>();
            for (int i = 0; i < stopped.size(); i++) {
                int number = i;
                reading.add(CompletableFuture.runAsync(
                        () -> readOn(stopped.get(number), number < onAll ? -1 : number % KEYS, first, puts), pool));
            }
            reading.forEach(CompletableFuture::join);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Key -1 is all of them. */
    private static void readOn(StoppedWatcher watcher, int key, int first, int puts) {
        int[] next = new int[KEYS];
        Arrays.setAll(next, k -> first + k);
        try {
            watcher.read(key < 0 ? puts : puts / KEYS, event -> {
                int number = Integer.parseInt(
                        event.getKv().getValue().substring(0, 10).toStringUtf8());
                int here = number % KEYS;
                assertThat(event.getType()).isEqualTo(Event.EventType.PUT);
                assertThat(event.getKv().getKey()).isEqualTo(key(here));
                assertThat(number).as("the next value of the key").isEqualTo(next[here]);
                next[here] += KEYS;
            });
        } catch (IOException e) {
            throw new AssertionError("watcher of key " + key + " at " + Arrays.toString(next), e);
        }
    }

    /** Returns the 99th percentile of the puts' times, in microseconds. */
    private long write(int puts) {
        int first = written;
        written += puts;
        long[] micros = new long[puts];
        try (WireClient client = new WireClient(vertx, server.clientPort())) {
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                writers.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = writer; i < puts; i += WRITERS) {
                                long start = System.nanoTime();
                                client.call(value(first + i)).as(PutResponse.class);
                                micros[i] = (System.nanoTime() - start) / 1_000;
                            }
                        },
                        task -> new Thread(task, "writer").start()));
            }
            writers.forEach(CompletableFuture::join);
        }
        Arrays.sort(micros);
        return micros[puts * 99 / 100];
    }

    private static PutRequest value(int number) {
        String text = String.format("%010d", number);
        return PutRequest.newBuilder()
                .setKey(key(number % KEYS))
                .setValue(ByteString.copyFromUtf8(text + ".".repeat(VALUE_BYTES - text.length())))
                .build();
    }

    private static PutRequest put(String key, String value) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8(value))
                .build();
    }

    private static ByteString key(int number) {
        return ByteString.copyFromUtf8("s/" + number);
    }

    private static WireStream watch(WireClient client, String key) {
        WireStream stream = client.stream(Rpc.WATCH);
        stream.send(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)))
                .build());
        return stream;
    }

    /** What lives on the server's heap; 0 for a server that is no Java. */
    private static long usedHeapBytes() {
        if (server.binary().family() != ServerBinary.Family.KEDGE) {
            return 0;
        }
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String pid = Long.toString(server.pid());
        Command.of(jcmd, pid, "GC.run").run().ok();
        String info = Command.of(jcmd, pid, "GC.heap_info").run().ok().out();
        Matcher used = Pattern.compile("heap\\s+total \\d+K, used (\\d+)K").matcher(info);
        assertThat(used.find()).as("a figure in " + info).isTrue();
        return Long.parseLong(used.group(1)) << 10;
    }
}
