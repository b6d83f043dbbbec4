/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.Optional;

/**
 * What a watch tells. Puts and deletes come in the order of their revisions, each once, none left out; where that
 * cannot be kept a {@link Resynced} says so.
 */
public sealed interface WatchEvent {

    /** A key was put; {@code previous} is what it replaced, if asked for and there. */
    record Put(KeyValue keyValue, Optional<KeyValue> previous) implements WatchEvent {}

    /** A key was deleted, or went with its lease; {@code previous} is what it held, if asked for and still known. */
    record Delete(Bytes key, long revision, Optional<KeyValue> previous) implements WatchEvent {}

    /**
     * Everything up to {@code revision} has been told. The first event of a watch from now on: it is live from here.
     */
    record Progress(long revision) implements WatchEvent {}

    /**
     * History was lost: what happened after the last event and up to {@code revision} will not be told. Read the range
     * as of {@code revision} and go on; the events that follow are exactly those after it.
     */
    record Resynced(long revision, Reason reason) implements WatchEvent {}

    /**
     * The connection is lost, or could not be made; the watch goes on trying. Told once per outage, unless it is over
     * before the subscriber asks.
     */
    record Disconnected(KedgeClientException cause) implements WatchEvent {}

    /** The watch stands again and goes on from {@code revision}; nothing was missed. */
    record Reconnected(long revision) implements WatchEvent {}

    /** Why history was lost. */
    enum Reason {
        /** The store forgot it by compaction before it was told. */
        COMPACTED
    }
}
