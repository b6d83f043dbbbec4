/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import org.jspecify.annotations.Nullable;

/**
 * One change of one key, as a watch shows it.
 *
 * @param item what a put left; of a delete only key and mod revision, all else empty
 * @param create whether the put is said to have made the key
 * @param previous what was there before, where it was asked for and told
 */
public record WatchEvent(
        boolean put, Item item, boolean create, @Nullable Item previous) {

    public static WatchEvent put(Item item, @Nullable Item previous) {
        return new WatchEvent(true, item, item.createRevision() == item.modRevision(), previous);
    }

    public static WatchEvent delete(String key, long revision, @Nullable Item previous) {
        return new WatchEvent(false, new Item(key, "", 0, revision, 0, 0), false, previous);
    }

    public String key() {
        return item.key();
    }

    public long revision() {
        return item.modRevision();
    }

    public WatchEvent withPrevious(@Nullable Item other) {
        return new WatchEvent(put, item, create, other);
    }
}
