/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.wire.SnapshotListing;
import io.vertx.core.Future;
import java.util.List;

/**
 * Where a receiver puts a snapshot. Methods are called on the transport's context, one at a time, and must not block
 * it; they may complete on any thread. A failure ends the fetch.
 */
public interface SnapshotSink {
    /**
     * A (new) listing to be received. Answers how many bytes of each file are here from an earlier attempt: of a file
     * with the same name, length and checksum, 0 of any other. What is not listed may be removed.
     */
    Future<List<Long>> begin(SnapshotListing listing);

    /** Writes a piece; pieces of a file come in order without gaps. */
    Future<Void> write(int file, long offset, byte[] piece);

    /** All bytes of the file were written: force it, read it back, and answer its CRC32C. */
    Future<Integer> finish(int file);

    /** The file's content is wrong: forget it, it comes again from its start. */
    Future<Void> discard(int file);
}
