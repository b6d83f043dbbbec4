/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/** What happens when the subscriber of a watch is slower than the events and its buffer is full. */
public enum OverflowPolicy {
    /**
     * Stop reading from the server until there is room. Nothing is lost, unless compaction overtakes: then {@link
     * WatchEvent.Resynced}.
     */
    WAIT,
    /** Deliver what is buffered, then fail with {@link ErrorCode#WATCH_OVERFLOW}. */
    ERROR,
    /**
     * Keep only the latest event per key while the subscriber is behind; fails like {@link #ERROR} when even the keys
     * are too many.
     */
    CONFLATE_LATEST,
    /** Deliver what is buffered, then complete. */
    CANCEL
}
