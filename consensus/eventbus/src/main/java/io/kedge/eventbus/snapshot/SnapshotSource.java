/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.wire.SnapshotListing;
import io.vertx.core.Future;

/** Where a sender gets snapshots. Methods are called on the transport's context and must not block it. */
public interface SnapshotSource {
    /** Pins a snapshot at {@code minIndex} or later. May complete on any thread. */
    Future<Pinned> open(long minIndex);

    /** A snapshot whose files stay and do not change until it is closed. */
    interface Pinned {
        SnapshotListing listing();

        /** Exactly {@code length} bytes of a file, read off the event loop. May complete on any thread. */
        Future<byte[]> read(int file, long offset, int length);

        /** Lets the files go; reads under way may fail. Once. */
        void close();
    }
}
