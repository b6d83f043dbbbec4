/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.http.EventStream.Sent;
import io.kedge.dist.support.Heap;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams that are not read cost a bounded piece of memory each, and go on where they were when they are. */
final class SlowSseIT {

    private static final int STREAMS = 20;
    private static final int SOCKETS = 20;
    private static final int PUTS = 1_500;
    private static final String FILL = ".".repeat(8 << 10);

    /** The history itself until it is flushed, and what streams hold; all that they have not read is 240 MiB. */
    private static final long GROWTH_BYTES_MAX = 48L << 20;

    private static ServerUnderTest server;
    private static Rest rest;

    @BeforeAll
    static void start() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        server = ServerUnderTest.startInMemory(ServerBinary.underTest().withJavaOptions("-Xmx384m"));
        rest = new Rest(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static void write(String prefix, int keys, String fill) {
        for (int i = 0; i < PUTS; i++) {
            assertThat(rest.put("/v1/kv/" + prefix + i % keys, i + fill).status())
                    .isLessThan(300);
        }
    }

    private static void assertGrown(long before, int count, String what) {
        long grown = Heap.usedBytes(server) - before;
        System.out.printf(
                "%d %s that were not read, of %d MiB each: heap grew by %.1f MiB%n",
                count, what, (long) PUTS * FILL.length() >> 20, grown / 1048576.0);
        assertThat(grown).as("growth of the heap in bytes").isLessThan(GROWTH_BYTES_MAX);
    }

    private static int number(Sent event) {
        String value = event.data().getString("value");
        return Integer.parseInt(value.substring(0, value.indexOf('.')));
    }

    @Test
    void whoDoesNotReadIsHeldByACursor() {
        write("warm/", 10, FILL);
        long before = Heap.usedBytes(server);
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(EventStream.open(server, "/v1/watch?prefix=slow/&snapshot=0"));
        }
        write("slow/", 10, FILL);
        assertGrown(before, STREAMS, "streams");
        for (EventStream stream : streams) {
            try (stream) {
                assertThat(stream.next().name()).isEqualTo("progress");
                for (int i = 0; i < PUTS; i++) {
                    assertThat(number(stream.next())).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void aWebSocketThatIsNotReadIsHeldByACursorToo() {
        long revision = rest.put("/v1/kv/warm", "x").revision();
        long before = Heap.usedBytes(server);
        List<JsonSocket> sockets = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            sockets.add(
                    JsonSocket.stopped(server).send("{'id':1,'watch':{'prefix':'socket/','since':" + revision + "}}"));
        }
        write("socket/", 10, FILL);
        assertGrown(before, SOCKETS, "WebSockets");
        for (JsonSocket socket : sockets) {
            try (socket) {
                socket.readOn();
                assertThat(socket.next().getBoolean("created")).isTrue();
                for (int i = 1; i <= PUTS; i++) {
                    assertThat(socket.next().getLong("rev")).isEqualTo(revision + i);
                }
            }
        }
    }

    @Test
    void latestSparesWhatWasReplaced() {
        int keys = 3;
        try (EventStream stream = EventStream.open(server, "/v1/watch?prefix=latest/&snapshot=0&mode=latest")) {
            assertThat(stream.next().name()).isEqualTo("progress");
            // More than the kernel holds for a connection.
            write("latest/", keys, FILL.repeat(4));
            long last = rest.put("/v1/kv/latest/end", "0.").revision();
            List<Sent> events = new ArrayList<>(List.of(stream.next()));
            while (!events.get(events.size() - 1).id().equals(Long.toString(last))) {
                events.add(stream.next());
            }
            System.out.printf("mode=latest: %d of %d changes were sent to a slow client%n", events.size(), PUTS);
            assertThat(events.size()).isLessThan(PUTS / 2);
            int[] shown = new int[keys];
            long revision = 0;
            for (Sent event : events.subList(0, events.size() - 1)) {
                int number = number(event);
                shown[number % keys] = number;
                assertThat(event.data().getLong("mod_revision")).isGreaterThan(revision);
                revision = event.data().getLong("mod_revision");
            }
            assertThat(shown).containsExactly(PUTS - 3, PUTS - 2, PUTS - 1);
        }
    }
}
