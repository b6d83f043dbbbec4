/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

/**
 * What a watch was created with.
 *
 * @param startRevision the first revision wanted, or 0 for what follows the creation
 * @param withPrevious each event brings what was there before
 */
public record WatchRequest(KeySet keys, long startRevision, boolean withPrevious, boolean noPuts, boolean noDeletes) {

    public static WatchRequest of(KeySet keys, long startRevision) {
        return new WatchRequest(keys, startRevision, false, false, false);
    }

    /** Whether an event is one of those asked for, its revision apart. */
    public boolean wants(WatchEvent event) {
        return keys.contains(event.key()) && !(event.put() ? noPuts : noDeletes);
    }
}
