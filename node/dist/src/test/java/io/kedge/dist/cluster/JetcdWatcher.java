/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.kedge.dist.support.Await;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.WatchEvent;
import io.kedge.simulator.history.WatchRequest;
import io.kedge.simulator.history.WatchResponse;
import io.kedge.simulator.history.WatchStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A watch of jetcd, which goes on by itself after each loss; where it gives up, another one goes on. */
final class JetcdWatcher implements RecordedWatcher {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Client client;
    private final KeySet keys;
    private final List<WatchStream> ended = new ArrayList<>();
    private List<WatchResponse> responses = new ArrayList<>();
    private volatile Watch.Watcher watcher;
    private long start;
    private long reached;
    private boolean over;

    JetcdWatcher(KeySet keys, long start, String... endpoints) {
        client = Client.builder().endpoints(endpoints).build();
        this.keys = keys;
        this.start = start;
        reached = start - 1;
        open();
    }

    @Override
    public String name() {
        return "jetcd's watcher of " + keys;
    }

    /** Without the lock, for jetcd calls back while it holds locks of its own. */
    private void open() {
        long from;
        int own;
        synchronized (this) {
            if (over) {
                return;
            }
            from = start;
            own = ended.size();
        }
        WatchOption option = WatchOption.builder()
                .isPrefix(keys.prefix())
                .withRevision(from)
                .withPrevKV(true)
                .withProgressNotify(true)
                .build();
        watcher = client.getWatchClient()
                .watch(
                        JetcdCaller.bytes(keys.key()),
                        option,
                        Watch.listener(response -> received(own, response), failure -> failed(own)));
    }

    /** @param stream the number of the stream that it came on */
    private synchronized void received(int stream, io.etcd.jetcd.watch.WatchResponse response) {
        long revision = response.getHeader().getRevision();
        List<WatchEvent> events =
                response.getEvents().stream().map(JetcdWatcher::event).toList();
        if (over || stream != ended.size() || events.isEmpty() && !response.isProgressNotify()) {
            return;
        }
        if (events.isEmpty()) {
            responses.add(WatchResponse.progress(revision));
            reached = Math.max(reached, revision);
        } else {
            responses.add(WatchResponse.events(revision, events));
            reached = Math.max(reached, events.get(events.size() - 1).revision());
        }
    }

    private static WatchEvent event(io.etcd.jetcd.watch.WatchEvent event) {
        KeyValue before = event.getPrevKV();
        Item previous = before == null || before.getKey().isEmpty() ? null : JetcdCaller.item(before);
        KeyValue kv = event.getKeyValue();
        return event.getEventType() == io.etcd.jetcd.watch.WatchEvent.EventType.DELETE
                ? WatchEvent.delete(kv.getKey().toString(UTF_8), kv.getModRevision(), previous)
                : WatchEvent.put(JetcdCaller.item(kv), previous);
    }

    private synchronized void failed(int stream) {
        if (!over && stream == ended.size()) {
            endStream();
            Thread again = new Thread(this::open, "watch again");
            again.setDaemon(true);
            again.start();
        }
    }

    private void endStream() {
        ended.add(new WatchStream(new WatchRequest(keys, start, true, false, false), 0, responses));
        responses = new ArrayList<>();
        start = reached + 1;
    }

    private synchronized long reached() {
        return reached;
    }

    @Override
    public void finish(long revision) {
        Await.until(LIMIT, () -> name() + " at " + reached() + ", not at " + revision, () -> reached() >= revision);
        stop();
    }

    @Override
    public synchronized List<WatchStream> streams() {
        return List.copyOf(ended);
    }

    @Override
    public void stop() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            endStream();
        }
        watcher.close();
        client.close();
    }
}
