/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.wire.SnapshotFile;
import io.kedge.eventbus.wire.SnapshotListing;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what it gets, also over several fetches; fails the test when pieces do not come in order. */
final class MemorySink implements SnapshotSink {
    final Map<SnapshotFile, ByteArrayOutputStream> files = new LinkedHashMap<>();
    int begun;
    int discarded;
    long written;
    private List<SnapshotFile> current = List.of();

    @Override
    public Future<List<Long>> begin(SnapshotListing listing) {
        begun++;
        current = listing.files();
        files.keySet().retainAll(current);
        return Future.succeededFuture(current.stream()
                .map(file -> (long) files.computeIfAbsent(file, each -> new ByteArrayOutputStream())
                        .size())
                .toList());
    }

    @Override
    public Future<Void> write(int file, long offset, byte[] piece) {
        ByteArrayOutputStream content = files.get(current.get(file));
        if (content.size() != offset) {
            return Future.failedFuture("a piece at " + offset + " after " + content.size());
        }
        content.writeBytes(piece);
        written += piece.length;
        return Future.succeededFuture();
    }

    @Override
    public Future<Integer> finish(int file) {
        return Future.succeededFuture(
                MemorySource.crc(files.get(current.get(file)).toByteArray()));
    }

    @Override
    public Future<Void> discard(int file) {
        discarded++;
        files.put(current.get(file), new ByteArrayOutputStream());
        return Future.succeededFuture();
    }
}
