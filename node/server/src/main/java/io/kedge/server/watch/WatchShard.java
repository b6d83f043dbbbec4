/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.StatusCode;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.Reads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The watches of one event loop. Each turn's events come as one batch, and each watch is given its share of it in one
 * piece; S is the last revision handled. A watch created while R is published starts at R + 1 and skips what is still
 * on its way here. A watch whose stream takes no more falls behind: it keeps a cursor, and reads history in pieces
 * whenever its stream can take some; it is live again in the turn in which its cursor passes S. Nobody waits for a slow
 * watch, and it holds no events.
 *
 * <p>All methods run on the loop, but {@link #watcherCount}.
 */
public final class WatchShard implements Watches, CatchUp.Taker {

    /** A watch is given more than this in one piece only if one revision has it. */
    private static final long PIECE_BYTES = 64 << 10;

    private final MvccStore users;
    private final CatchUp catchUp;
    private final WatcherIndex live = new WatcherIndex();
    private final Set<ShardStream> streams = new HashSet<>();

    /** Streams whose request for progress waits for events that are on their way. */
    private final Set<ShardStream> awaitingProgress = new HashSet<>();

    /** Groups with events of the batch being collected; empty between turns. */
    private final List<WatchGroup> touched = new ArrayList<>();

    private volatile int watcherCount;
    private long processed;

    /** {@code loop} brings reader threads' results back to this loop. */
    public WatchShard(MvccStore users, HistoryThreads readers, Executor loop) {
        this.users = users;
        this.catchUp = new CatchUp(users, readers, loop, this);
    }

    @Override
    public WatchStream open(Caller caller, WatchSink sink) {
        ShardStream stream = new ShardStream(this, sink);
        streams.add(stream);
        return stream;
    }

    /** Watches here; while 0 the replica sends no events. Any thread. */
    public int watcherCount() {
        return watcherCount;
    }

    public int streamCount() {
        return streams.size();
    }

    /** Watches that are reading history. */
    public long slowWatcherCount() {
        long slow = 0;
        for (ShardStream stream : streams) {
            for (Watcher watcher : stream.watchers().values()) {
                slow += watcher.behind ? 1 : 0;
            }
        }
        return slow;
    }

    long published() {
        return users.published();
    }

    /** S: every live watch has what it wants up to here. */
    long processed() {
        return processed;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One loop writes; the replica's loop only asks whether it is 0.
    Watcher add(ShardStream stream, long id, WatchRequest request) {
        boolean first = watcherCount == 0;
        // Counted before the published revision is read: either the replica sees the watch, or the watch sees the
        // revision.
        watcherCount++;
        long current = users.published();
        if (first) {
            processed = Math.max(processed, current);
        }
        Watcher watcher = new Watcher(id, request, stream, current);
        if (!watcher.behind) {
            live.add(watcher);
        }
        return watcher;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // As in add.
    void remove(Watcher watcher) {
        if (!watcher.closed) {
            watcher.closed = true;
            watcherCount--;
            live.remove(watcher);
        }
    }

    void remove(ShardStream stream) {
        streams.remove(stream);
        awaitingProgress.remove(stream);
    }

    /** Reads on for a watch that is behind. */
    void catchUp(Watcher watcher) {
        catchUp.request(watcher);
    }

    /** Asks {@code stream} again after each turn. */
    void awaitProgress(ShardStream stream) {
        awaitingProgress.add(stream);
    }

    /** Takes one turn's events, none below those of the turn before. */
    public void take(List<RevisionEvents> revisions) {
        long bytes = 0;
        long last = processed;
        for (RevisionEvents revision : revisions) {
            if (revision.revision() > processed) {
                bytes += collect(revision);
                last = revision.revision();
                if (bytes > PIECE_BYTES) {
                    dispatch(last);
                    bytes = 0;
                }
            }
        }
        dispatch(last);
        for (ShardStream stream : List.copyOf(awaitingProgress)) {
            if (stream.answerProgress()) {
                awaitingProgress.remove(stream);
            }
        }
    }

    /** Returns the bytes of the revision's events. */
    private long collect(RevisionEvents revision) {
        long bytes = 0;
        for (Event event : revision.events()) {
            live.match(event, touched);
            bytes += event.kv().wire().length;
        }
        return bytes;
    }

    /** Hands out what was collected; afterwards S is {@code last}. */
    private void dispatch(long last) {
        for (WatchGroup group : touched) {
            boolean previousOnDisk = group.isPreviousOnDisk();
            List<Event> events = group.takeMatched();
            for (int i = group.size() - 1; i >= 0; i = Math.min(i, group.size()) - 1) {
                deliver(group.get(i), events, previousOnDisk, last);
            }
        }
        touched.clear();
        processed = last;
    }

    private void deliver(Watcher watcher, List<Event> matched, boolean previousOnDisk, long last) {
        List<Event> events = watcher.due(matched);
        if (events.isEmpty()) {
            return;
        }
        if (!watcher.stream.sink().isWritable() || previousOnDisk && watcher.request.previous()) {
            fallBehind(watcher, events.get(0).kv().modRevision());
        } else {
            watcher.nextRevision = last + 1;
            send(watcher, events.get(events.size() - 1).kv().modRevision(), events);
        }
    }

    private static void send(Watcher watcher, long revision, List<Event> events) {
        watcher.active = true;
        watcher.stream.sink().events(watcher.id, watcher.request, revision, events);
    }

    private void fallBehind(Watcher watcher, long revision) {
        live.remove(watcher);
        watcher.behind = true;
        watcher.nextRevision = revision;
        catchUp.request(watcher);
    }

    @Override
    public void read(Watcher watcher, Reads.History history, long current) {
        List<Event> events = watcher.due(history.events());
        watcher.nextRevision = history.complete() + 1;
        if (!events.isEmpty()) {
            send(watcher, current, events);
        }
        if (watcher.closed) {
            return;
        }
        if (watcher.nextRevision > processed) {
            watcher.behind = false;
            live.add(watcher);
        } else {
            catchUp.request(watcher);
        }
    }

    @Override
    public void failed(Watcher watcher, StatusCode reason) {
        ShardStream stream = watcher.stream;
        if (reason == StatusCode.COMPACTED) {
            stream.cancelCompacted(watcher, users.publishedCompacted());
        } else {
            stream.sink().ended(reason);
            stream.close();
        }
    }

    /** Bridges idle times: tells watches that asked for it, and had nothing since the last call, how far they are. */
    public void progressTick() {
        for (ShardStream stream : streams) {
            for (Watcher watcher : stream.watchers().values()) {
                boolean due = watcher.request.progressNotify()
                        && !watcher.active
                        && !watcher.behind
                        && !watcher.startsAfter(processed);
                watcher.active = false;
                if (due
                        && watcher.nextRevision <= processed + 1
                        && stream.sink().isWritable()) {
                    stream.sink().progress(watcher.id, processed);
                }
            }
        }
    }

    /** Ends every stream. */
    public void endAll(StatusCode reason) {
        for (ShardStream stream : List.copyOf(streams)) {
            stream.sink().ended(reason);
            stream.close();
        }
    }
}
