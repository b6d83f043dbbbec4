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

    private static final int STREAMS = 40;
    private static final int PUTS = 1_500;
    private static final String FILL = ".".repeat(8 << 10);
    private static final long GROWTH_BYTES_MAX = 32L << 20;

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

    private static void write(String prefix, int keys) {
        for (int i = 0; i < PUTS; i++) {
            assertThat(rest.put("/v1/kv/" + prefix + i % keys, i + FILL).status())
                    .isLessThan(300);
        }
    }

    private static int number(Sent event) {
        String value = event.data().getString("value");
        return Integer.parseInt(value.substring(0, value.indexOf('.')));
    }

    @Test
    void whoDoesNotReadIsHeldByACursor() {
        write("warm/", 10);
        List<EventStream> streams = new ArrayList<>();
        long before = Heap.usedBytes(server);
        for (int i = 0; i < STREAMS; i++) {
            streams.add(EventStream.open(server, "/v1/watch?prefix=slow/&snapshot=0"));
        }
        write("slow/", 10);
        long grown = Heap.usedBytes(server) - before;
        System.out.printf(
                "%d streams that were not read, %d MiB each: heap grew %.1f MiB%n",
                STREAMS, (long) PUTS * FILL.length() >> 20, grown / 1048576.0);
        assertThat(grown).as("growth of the heap in bytes").isLessThan(GROWTH_BYTES_MAX);
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
    void latestSparesWhatWasReplaced() {
        int keys = 3;
        try (EventStream stream = EventStream.open(server, "/v1/watch?prefix=latest/&snapshot=0&mode=latest")) {
            assertThat(stream.next().name()).isEqualTo("progress");
            write("latest/", keys);
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
