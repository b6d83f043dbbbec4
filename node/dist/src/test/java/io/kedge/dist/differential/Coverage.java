/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import io.kedge.dist.support.Outcome;
import io.kedge.grpc.proto.etcdserverpb.*;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts which options, shapes and errors a run has hit. */
final class Coverage {
    static final int HITS_MIN = 20;

    private final Map<String, Integer> hits = new TreeMap<>();
    private final RequestShapes shapes = new RequestShapes(this);
    private int steps;
    private int successes;

    void record(Step step, Outcome outcome, Knowledge before) {
        steps++;
        successes += outcome.ok() ? 1 : 0;
        hit((outcome.ok() ? "ok." : "failed.") + name(step));
        if (!outcome.ok()) {
            hit("error " + outcome.status().name() + " " + outcome.text());
        }
        if (step instanceof Step.Call call) {
            shapes.request(call.request(), outcome, before);
        } else if (step instanceof Step.WatchCreate create) {
            watch(create, (WatchResponse) outcome.reply(), before);
        } else if (step instanceof Step.WatchCancel cancel) {
            hit("watch.cancel."
                    + (before.watches.get(cancel.stream()).contains(cancel.watchId()) ? "known" : "unknown"));
        } else if (step instanceof Step.WatchProgress) {
            hit("watch.progress." + (answered(outcome) ? "answered" : "silent"));
        } else if (step instanceof Step.KeepAlive beat) {
            hit("lease.keepalive." + (before.leases.contains(beat.leaseId()) ? "known" : "unknown"));
        }
    }

    /** A reference that owes the answer, as the table of differences knows, has no reply at all. */
    private static boolean answered(Outcome outcome) {
        return outcome.reply() instanceof WatchResponse response && response.getWatchId() == -1;
    }

    void hit(String label) {
        hits.merge(label, 1, Integer::sum);
    }

    void hitIf(boolean condition, String label) {
        if (condition) {
            hit(label);
        }
    }

    int steps() {
        return steps;
    }

    double successShare() {
        return (double) successes / Math.max(1, steps);
    }

    /** What was asked for and hit too rarely. */
    List<String> thin(Collection<String> wanted) {
        return wanted.stream()
                .filter(label -> hits.getOrDefault(label, 0) < HITS_MIN)
                .map(label -> label + "=" + hits.getOrDefault(label, 0))
                .toList();
    }

    @Override
    public String toString() {
        return hits.entrySet().stream()
                .map(entry -> String.format("%7d  %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining("\n"));
    }

    private void watch(Step.WatchCreate step, WatchResponse created, Knowledge before) {
        WatchCreateRequest request = step.request();
        long start = request.getStartRevision();
        hitIf(created.getCanceled(), "watch.refused: " + created.getCancelReason());
        hitIf(start == 0, "watch.start.now");
        hitIf(start > before.revision, "watch.start.future");
        hitIf(start < 0, "watch.start.negative");
        hitIf(start > 0 && start < before.compactRevision, "watch.start.compacted");
        hitIf(start > 0 && start >= before.compactRevision && start <= before.revision, "watch.start.past");
        request.getFiltersList().forEach(filter -> hit("watch.filter." + filter));
        hitIf(request.getPrevKv(), "watch.prev_kv");
        hitIf(request.getFragment(), "watch.fragment");
        hitIf(request.getProgressNotify(), "watch.progress_notify");
        hitIf(request.getWatchId() != 0, "watch.id.chosen");
        hitIf(request.getWatchId() == 0, "watch.id.assigned");
        hitIf(request.getKey().isEmpty(), "watch.key.empty");
        hitIf(!before.watches.get(step.stream()).isEmpty(), "watch.several-on-a-stream");
        hit("watch.span." + RequestShapes.kind(request.getKey(), request.getRangeEnd()));
    }

    private static String name(Step step) {
        return step instanceof Step.Call call
                ? call.request().getDescriptorForType().getName()
                : step.getClass().getSimpleName();
    }
}
