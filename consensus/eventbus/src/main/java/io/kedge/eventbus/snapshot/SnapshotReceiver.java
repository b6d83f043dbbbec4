/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.kedge.eventbus.Asker;
import io.vertx.core.Context;
import org.jspecify.annotations.Nullable;

/** Fetches snapshots, one at a time. On the transport's context. */
public final class SnapshotReceiver {
    private final Asker asker;
    private final Context context;
    private final SnapshotLimits limits;
    private @Nullable SnapshotFetch running;

    public SnapshotReceiver(Asker asker, Context context, SnapshotLimits limits) {
        this.asker = asker;
        this.context = context;
        this.limits = limits;
    }

    /** Whether a fetch is under way. */
    public boolean isBusy() {
        return running != null && !running.done().isComplete();
    }

    /** Fetches {@code from}'s snapshot at {@code minIndex} or later; an earlier fetch must be over or cancelled. */
    public SnapshotFetch fetch(long from, long minIndex, SnapshotSink sink) {
        if (isBusy()) {
            throw new IllegalStateException("a snapshot is being fetched");
        }
        SnapshotFetch fetch = new SnapshotFetch(asker, context, limits, from, minIndex, sink);
        running = fetch;
        fetch.start();
        return fetch;
    }
}
