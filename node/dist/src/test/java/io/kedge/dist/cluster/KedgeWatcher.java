/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.client.KedgeClient;
import io.kedge.client.WatchEvent;
import io.kedge.client.WatchOptions;
import io.kedge.dist.support.Await;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.WatchRequest;
import io.kedge.simulator.history.WatchResponse;
import io.kedge.simulator.history.WatchStream;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A watch of Kedge's client, which outlives members; its events come one by one and are put together by revision. */
final class KedgeWatcher implements RecordedWatcher {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final KedgeClient client;
    private final WatchRequest request;
    private final List<WatchResponse> responses = new ArrayList<>();
    private final List<io.kedge.simulator.history.WatchEvent> together = new ArrayList<>();
    private final Cancellable watch;
    private long reached;
    private int outages;
    private String failure = "";

    KedgeWatcher(KeySet keys, long start, String... endpoints) {
        client = KedgeClient.connect(endpoints);
        request = new WatchRequest(keys, start, true, false, false);
        reached = start - 1;
        watch = client.watch()
                .range(
                        KedgeCaller.range(keys),
                        WatchOptions.defaults().withFromRevision(start).withPrevious(true))
                .subscribe()
                .with(this::receive, this::failed);
    }

    @Override
    public String name() {
        return "Kedge's watcher of " + request.keys();
    }

    private synchronized void receive(WatchEvent event) {
        if (event instanceof WatchEvent.Put put) {
            add(io.kedge.simulator.history.WatchEvent.put(KedgeCaller.item(put.keyValue()), previous(put.previous())));
        } else if (event instanceof WatchEvent.Delete delete) {
            add(io.kedge.simulator.history.WatchEvent.delete(
                    KedgeCaller.text(delete.key()), delete.revision(), previous(delete.previous())));
        } else if (event instanceof WatchEvent.Progress progress) {
            flush();
            responses.add(WatchResponse.progress(progress.revision()));
            reached = Math.max(reached, progress.revision());
        } else if (event instanceof WatchEvent.Resynced resynced) {
            failed(new AssertionError("history lost: " + resynced));
        } else if (event instanceof WatchEvent.Disconnected) {
            outages++;
        }
    }

    private static Item previous(Optional<io.kedge.client.KeyValue> previous) {
        return previous.map(KedgeCaller::item).orElse(null);
    }

    private void add(io.kedge.simulator.history.WatchEvent event) {
        if (!together.isEmpty() && together.get(0).revision() != event.revision()) {
            flush();
        }
        together.add(event);
        // Others of its revision may follow.
        reached = Math.max(reached, event.revision() - 1);
    }

    private void flush() {
        if (!together.isEmpty()) {
            responses.add(WatchResponse.events(together.get(0).revision(), together));
            together.clear();
        }
    }

    private synchronized void failed(Throwable cause) {
        failure = cause.toString();
    }

    private synchronized String state() {
        return name() + " at " + reached + " after " + outages + " outages, failure: " + failure;
    }

    private synchronized boolean isAt(long revision) {
        return reached >= revision || !failure.isEmpty();
    }

    @Override
    public void finish(long revision) {
        Await.until(LIMIT, () -> state() + ", not at " + revision, () -> isAt(revision));
        stop();
        if (!failure.isEmpty()) {
            throw new AssertionError(state());
        }
    }

    @Override
    public synchronized List<WatchStream> streams() {
        return List.of(new WatchStream(request, 0, responses));
    }

    @Override
    public void stop() {
        watch.cancel();
        client.close();
    }
}
