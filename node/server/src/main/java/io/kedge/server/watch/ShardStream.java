/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.model.StatusCode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One client stream's watches on a shard; on the shard's loop only. */
final class ShardStream implements WatchStream {

    private final WatchShard shard;
    private final WatchSink sink;
    private final Map<Long, Watcher> watchers = new LinkedHashMap<>();

    /**
     * Ids of watches that a compaction ended; as in etcd they stay taken until the client cancels them, which is
     * answered.
     */
    private final Set<Long> ended = new HashSet<>();

    private long nextId;
    private boolean closed;

    ShardStream(WatchShard shard, WatchSink sink) {
        this.shard = shard;
        this.sink = sink;
    }

    WatchSink sink() {
        return sink;
    }

    Map<Long, Watcher> watchers() {
        return watchers;
    }

    @Override
    public void create(WatchRequest request) {
        if (closed) {
            return;
        }
        long published = shard.published();
        if (request.startRevision() < 0) {
            sink.rejected(StatusCode.COMPACTED, published);
        } else if (request.range().isEmpty()) {
            sink.rejected(StatusCode.EMPTY_WATCH_RANGE, published);
        } else if (request.watchId() != 0 && isTaken(request.watchId())) {
            sink.rejected(StatusCode.DUPLICATE_WATCH_ID, published);
        } else {
            long id = request.watchId() != 0 ? request.watchId() : freeId();
            Watcher watcher = shard.add(this, id, request);
            watchers.put(id, watcher);
            sink.created(id, watcher.createdAt);
            shard.catchUp(watcher);
        }
    }

    private boolean isTaken(long id) {
        return watchers.containsKey(id) || ended.contains(id);
    }

    private long freeId() {
        while (isTaken(nextId)) {
            nextId++;
        }
        return nextId++;
    }

    @Override
    public void cancel(long watchId) {
        Watcher watcher = watchers.remove(watchId);
        if (watcher != null) {
            shard.remove(watcher);
            sink.canceled(watchId, 0, shard.published());
        } else if (ended.remove(watchId)) {
            sink.canceled(watchId, 0, shard.published());
        }
    }

    /** Ends a watch whose history is gone. */
    void cancelCompacted(Watcher watcher, long compactRevision) {
        watchers.remove(watcher.id);
        ended.add(watcher.id);
        shard.remove(watcher);
        sink.canceled(watcher.id, compactRevision, 0);
    }

    @Override
    public void requestProgress() {
        if (!answerProgress()) {
            shard.awaitProgress(this);
        }
    }

    /**
     * Answers a request for progress if all watches are up to date. One that is behind, or starts in the future, makes
     * the request be forgotten, as in etcd. False if one's events are on their way to this loop: ask again after them.
     */
    boolean answerProgress() {
        long processed = shard.processed();
        boolean answered = !closed && !watchers.isEmpty();
        for (Watcher watcher : watchers.values()) {
            if (watcher.behind || watcher.startsAfter(shard.published())) {
                return true;
            }
            if (watcher.nextRevision > processed + 1) {
                return false;
            }
        }
        if (answered) {
            sink.progress(-1, processed);
        }
        return true;
    }

    @Override
    public void writable() {
        if (closed) {
            return;
        }
        for (Watcher watcher : watchers.values()) {
            if (watcher.behind) {
                shard.catchUp(watcher);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            watchers.values().forEach(shard::remove);
            watchers.clear();
            shard.remove(this);
        }
    }
}
