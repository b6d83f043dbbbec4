/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.CompactRequest;
import io.kedge.model.CompactResult;
import io.kedge.model.KedgeException;
import io.kedge.server.NodeConfig.AutoCompaction;
import io.kedge.server.loop.LoopNode;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets old history by itself, with etcd's two modes: a window of time, sampled ten times per window (at most
 * hourly), or a number of revisions, looked at every five minutes. On one loop.
 */
final class AutoCompactor {

    private static final Logger LOG = LoggerFactory.getLogger(AutoCompactor.class);
    private static final long REVISION_PERIOD_MILLIS = 300_000;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int SAMPLES_PER_WINDOW = 10;

    /** A revision that was current at a time. */
    private record Sample(long nanos, long revision) {}

    private final AutoCompaction mode;
    private final LoopNode node;
    private final SharedState shared;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private long compacted;

    AutoCompactor(AutoCompaction mode, LoopNode node, SharedState shared) {
        this.mode = mode;
        this.node = node;
        this.shared = shared;
    }

    /** How often {@link #tick} wants to be called. */
    long periodMillis() {
        return mode.byRevision()
                ? REVISION_PERIOD_MILLIS
                : Math.max(1, Math.min(mode.retention(), HOUR_MILLIS) / SAMPLES_PER_WINDOW);
    }

    void tick(long nowNanos) {
        if (!shared.isLeader()) {
            samples.clear();
            return;
        }
        long revision = node.revision();
        if (mode.byRevision()) {
            compact(revision - mode.retention());
            return;
        }
        samples.add(new Sample(nowNanos, revision));
        long windowNanos = mode.retention() * 1_000_000;
        Sample oldest = samples.peek();
        Sample old = null;
        while (oldest != null && nowNanos - oldest.nanos() >= windowNanos) {
            old = samples.poll();
            oldest = samples.peek();
        }
        if (old != null) {
            compact(old.revision());
        }
    }

    private void compact(long revision) {
        if (revision <= Math.max(compacted, 0)) {
            return;
        }
        compacted = revision;
        node.kv().compact(Caller.NODE, new CompactRequest(revision, false), new Reply<>() {
            @Override
            public void succeed(CompactResult result) {
                LOG.info("auto-compacted at revision {}", revision);
            }

            @Override
            public void fail(KedgeException reason) {
                LOG.warn("auto-compaction at revision {} was refused: {}", revision, reason.getMessage());
            }
        });
    }
}
