/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Maintenance.Status;
import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import org.jspecify.annotations.Nullable;

/**
 * What responses tell of Raft. The index is asked for at most every tenth of a second, and only while there are
 * requests, so it may be that much behind. On one loop.
 */
final class RaftNumbers {

    private static final long FRESH_NANOS = 100_000_000;

    private final Node node;
    private final String clusterId;
    private @Nullable Status last;
    private long askedNanos;
    private boolean asking;

    RaftNumbers(Node node) {
        this.node = node;
        this.clusterId = Long.toHexString(node.identity().clusterId());
    }

    String clusterId() {
        return clusterId;
    }

    long term() {
        return node.identity().raftTerm();
    }

    long index() {
        return last == null ? 0 : last.raftIndex();
    }

    /** Runs {@code next} once there are numbers: at once but for the first request. */
    void prepare(Caller caller, Runnable next) {
        if (last == null) {
            ask(caller, next);
            return;
        }
        if (!asking && System.nanoTime() - askedNanos > FRESH_NANOS) {
            ask(caller, () -> {});
        }
        next.run();
    }

    private void ask(Caller caller, Runnable next) {
        asking = true;
        node.maintenance().status(caller, new Reply<>() {
            @Override
            public void succeed(Status status) {
                last = status;
                askedNanos = System.nanoTime();
                asking = false;
                next.run();
            }

            @Override
            public void fail(KedgeException reason) {
                asking = false;
                next.run();
            }
        });
    }
}
