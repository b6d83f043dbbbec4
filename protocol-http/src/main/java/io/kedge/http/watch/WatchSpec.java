/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import org.jspecify.annotations.Nullable;

/**
 * One watch as a client asked for it.
 *
 * @param since the last revision that the client has seen whole, or {@link #FROM_NOW}
 * @param snapshot whether what is there comes first; only without {@code since}
 * @param latest whether a slow client is spared values that were replaced meanwhile
 * @param previous whether events carry the record replaced
 * @param failIfCompacted whether a lost history ends the watch, instead of a reset and a new snapshot
 * @param serializable whether this member's own state is enough for the snapshot
 */
public record WatchSpec(
        KeyRange range,
        long since,
        boolean snapshot,
        boolean latest,
        boolean previous,
        boolean failIfCompacted,
        boolean serializable) {

    public static final long FROM_NOW = -1;

    private static final byte[] LOWEST = {0};

    /** All keys with this prefix; the empty one, or none, means every key. */
    public static KeyRange prefixRange(@Nullable Key prefix) {
        return prefix == null || prefix.isEmpty()
                ? new KeyRange(Key.of(LOWEST.clone()), null, false)
                : KeyRange.prefix(prefix);
    }

    boolean isResumed() {
        return since != FROM_NOW;
    }
}
