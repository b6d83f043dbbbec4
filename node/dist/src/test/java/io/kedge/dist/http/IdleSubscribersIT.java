/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Heap;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a quiet subscriber costs, and how long it takes until many have heard of one write. -Dkedge.sse.streams sets
 * their number.
 */
final class IdleSubscribersIT {

    private static final int FEW = 200;
    private static final int HEARING = 1_000;
    private static final int WRITES = 100;
    private static final int WARM_UP_WRITES = 50;
    private static final long HEAP_BYTES_MAX = 8 << 10;

    @Test
    @Tag("proof")
    void aQuietSubscriberIsCheapAndAWriteIsSoonHeardByMany() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        int streams = Integer.getInteger("kedge.sse.streams", 10_000);
        try (ServerUnderTest server =
                        ServerUnderTest.startInMemory(ServerBinary.underTest().withJavaOptions("-Xmx1g"));
                ManyStreams many = new ManyStreams()) {
            Rest rest = new Rest(server);
            rest.put("/v1/kv/hot", "warm");
            many.open(server, "/v1/watch?key=cold", FEW);
            long heapBefore = Heap.usedBytes(server);
            long residentBefore = residentBytes(server);
            int idle = streams - HEARING;
            many.open(server, "/v1/watch?key=cold", idle);
            int from = many.count();
            many.open(server, "/v1/watch?prefix=hot", HEARING);
            long heapEach = (Heap.usedBytes(server) - heapBefore) / streams;
            long residentEach = (residentBytes(server) - residentBefore) / streams;
            System.out.printf(
                    "%d idle streams: %d bytes of heap each; resident memory grew by %d bytes each%n",
                    streams, heapEach, residentEach);
            List<SelectionKey> hearing = many.keys(from);
            fanOut(rest, many, hearing, "warm", WARM_UP_WRITES);
            fanOut(rest, many, hearing, "write", WRITES);
            if (Boolean.getBoolean("kedge.histogram")) {
                System.out.println(
                        Heap.ask(server, "GC.class_histogram").lines().limit(60).toList());
            }
            assertThat(heapEach).as("bytes of heap for each").isLessThanOrEqualTo(HEAP_BYTES_MAX);
        }
    }

    /** Prints the times from before a write until each, and until the last, of the streams has read of it. */
    private static void fanOut(Rest rest, ManyStreams many, List<SelectionKey> hearing, String name, int writes)
            throws IOException {
        long[] each = new long[writes * hearing.size()];
        long[] last = new long[writes];
        for (int i = 0; i < writes; i++) {
            long start = System.nanoTime();
            var written = rest.begin("PUT", "/v1/kv/hot", name + i);
            long[] nanos = many.await(hearing, "\"" + name + i + "\"", start);
            written.join();
            System.arraycopy(nanos, 0, each, i * nanos.length, nanos.length);
            last[i] = Arrays.stream(nanos).max().orElseThrow();
        }
        Arrays.sort(each);
        Arrays.sort(last);
        System.out.printf(
                "%s, %d times to %d of them: each hears after p50 %d us, p99 %d us; all after p50 %d us, p99 %d us%n",
                name,
                writes,
                hearing.size(),
                each[each.length / 2] / 1_000,
                each[each.length * 99 / 100] / 1_000,
                last[last.length / 2] / 1_000,
                last[last.length * 99 / 100] / 1_000);
    }

    private static long residentBytes(ServerUnderTest server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
