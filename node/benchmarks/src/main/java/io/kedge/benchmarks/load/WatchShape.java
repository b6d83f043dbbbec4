/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

/**
 * Who watches what.
 *
 * @param oneKey all watchers on one key; otherwise watcher {@code i} on key {@code i}
 * @param putsInFlight puts whose reply or deliveries are still awaited, at most
 */
public record WatchShape(int watchers, boolean oneKey, int watchesPerStream, int putsInFlight) {

    public WatchShape {
        if (watchers < 1 || watchesPerStream < 1 || putsInFlight < 1) {
            throw new IllegalArgumentException("watchers, watches per stream and puts in flight are at least 1");
        }
    }

    int keyOf(int watcher) {
        return oneKey ? 0 : watcher;
    }
}
