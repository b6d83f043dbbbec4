/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.wire.SnapshotFile;
import io.kedge.eventbus.wire.SnapshotListing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/** A snapshot in memory, read by other threads. */
final class MemorySource implements SnapshotSource {
    final List<byte[]> contents = new ArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final List<SnapshotFile> files = new ArrayList<>();

    MemorySource(int... lengths) {
        SplittableRandom random = new SplittableRandom(7);
        for (int length : lengths) {
            byte[] content = new byte[length];
            random.nextBytes(content);
            contents.add(content);
            files.add(new SnapshotFile("file-" + files.size(), length, crc(content)));
        }
    }

    /** Lists another checksum than the file's. */
    void misstate(int file) {
        SnapshotFile right = files.get(file);
        files.set(file, new SnapshotFile(right.name(), right.lengthBytes(), right.crc32c() + 1));
    }

    SnapshotListing listing() {
        return new SnapshotListing(42, 3, new byte[] {1}, files);
    }

    @Override
    public Future<Pinned> open(long minIndex) {
        if (minIndex > listing().index()) {
            return Future.failedFuture("no such snapshot");
        }
        opened.incrementAndGet();
        SnapshotListing listing = listing();
        return Future.succeededFuture(new Pinned() {
            @Override
            public SnapshotListing listing() {
                return listing;
            }

            @Override
            public Future<byte[]> read(int file, long offset, int length) {
                Promise<byte[]> piece = Promise.promise();
                Thread reader = new Thread(() ->
                        piece.complete(Arrays.copyOfRange(contents.get(file), (int) offset, (int) offset + length)));
                reader.start();
                return piece.future();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        });
    }

    static int crc(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}
