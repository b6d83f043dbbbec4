/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.smallrye.mutiny.Multi;

/**
 * Changes as they happen. A watch outlives connections and servers: it comes back by itself, on any endpoint, without
 * an end to its attempts, and goes on after the last event it took over. It fails only when the server refuses it for
 * good, when the subscriber is too slow and the policy says so, or when the client closes. Each subscription is a watch
 * of its own; cancelling ends it.
 */
public final class Watch {

    private final Transport transport;

    Watch(Transport transport) {
        this.transport = transport;
    }

    /** Watches one key from now on. */
    public Multi<WatchEvent> key(String key) {
        return range(KeyRange.single(key), WatchOptions.defaults());
    }

    /** Watches every key with this prefix from now on. */
    public Multi<WatchEvent> prefix(String prefix) {
        return range(KeyRange.prefix(prefix), WatchOptions.defaults());
    }

    /** Watches a range. */
    public Multi<WatchEvent> range(KeyRange range, WatchOptions options) {
        return Multi.createFrom().publisher(subscriber -> {
            WatchOutlet outlet = new WatchOutlet(transport, options, subscriber);
            WatchLoop loop = new WatchLoop(transport, range, options, outlet);
            outlet.open(loop);
        });
    }
}
