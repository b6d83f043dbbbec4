/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.Reads;
import io.kedge.server.ReaderPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The watches of one event loop. Each turn's events come as one batch; S is the last revision handled. A watch created
 * while R is published starts at R + 1 and skips what is still on its way here. A watch whose stream takes no more
 * falls behind: it keeps a cursor, and reads history in pieces whenever its stream can take some; it is live again in
 * the turn in which its cursor passes S. Nobody waits for a slow watch, and it holds no events.
 *
 * <p>All methods run on the loop, but {@link #watcherCount}.
 */
public final class WatchShard implements Watches {

    private static final long HISTORY_BYTES_PER_READ = 256 << 10;
    private static final int READS_UNDER_WAY_MAX = 8;

    private final MvccStore users;
    private final ReaderPool readers;
    private final Executor loop;
    private final WatcherIndex live = new WatcherIndex();
    private final Set<ShardStream> streams = new HashSet<>();
    private final ArrayDeque<Watcher> waitingToRead = new ArrayDeque<>();
    private final List<Watcher> touched = new ArrayList<>();

    private volatile int watcherCount;
    private int readsUnderWay;
    private long processed;

    /** {@code loop} brings reader threads' results back to this loop. */
    public WatchShard(MvccStore users, ReaderPool readers, Executor loop) {
        this.users = users;
        this.readers = readers;
        this.loop = loop;
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
        boolean past = request.startRevision() > 0 && request.startRevision() <= current;
        long next = request.startRevision() == 0 ? current + 1 : request.startRevision();
        Watcher watcher = new Watcher(id, request, stream, next, past);
        if (!past) {
            live.add(watcher);
        }
        return watcher;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // As in add.
    void remove(Watcher watcher) {
        if (!watcher.closed) {
            watcher.closed = true;
            watcherCount--;
            if (!watcher.behind) {
                live.remove(watcher);
            }
        }
    }

    void remove(ShardStream stream) {
        streams.remove(stream);
    }

    /** Takes one turn's events. */
    public void take(List<RevisionEvents> revisions, long published) {
        for (RevisionEvents revision : revisions) {
            if (revision.revision() > processed) {
                dispatch(revision);
                processed = revision.revision();
            }
        }
        for (ShardStream stream : streams) {
            stream.answerProgress();
        }
    }

    private void dispatch(RevisionEvents revision) {
        for (Event event : revision.events()) {
            live.match(event, touched);
        }
        for (int i = 0; i < touched.size(); i++) {
            Watcher watcher = touched.get(i);
            List<Event> events = watcher.takeMatched();
            if (watcher.closed) {
                continue;
            }
            if (!watcher.stream.sink().isWritable() || needsDisk(watcher, events)) {
                fallBehind(watcher, revision.revision());
            } else {
                watcher.nextRevision = revision.revision() + 1;
                watcher.active = true;
                watcher.stream.sink().events(watcher.id, watcher.request, revision.revision(), events);
            }
        }
        touched.clear();
    }

    private static boolean needsDisk(Watcher watcher, List<Event> events) {
        if (watcher.request.previous()) {
            for (Event event : events) {
                if (event.isPreviousOnDisk()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void fallBehind(Watcher watcher, long revision) {
        live.remove(watcher);
        watcher.behind = true;
        watcher.nextRevision = revision;
        catchUp(watcher);
    }

    /** Reads on for a watch that is behind, unless that is under way or its stream takes no more. */
    void catchUp(Watcher watcher) {
        if (!watcher.behind
                || watcher.closed
                || watcher.reading
                || !watcher.stream.sink().isWritable()) {
            return;
        }
        watcher.reading = true;
        waitingToRead.add(watcher);
        startReads();
    }

    private void startReads() {
        while (readsUnderWay < READS_UNDER_WAY_MAX && !waitingToRead.isEmpty()) {
            Watcher watcher = waitingToRead.poll();
            if (watcher.closed) {
                continue;
            }
            if (!readers.submit(reads -> read(reads, watcher, watcher.nextRevision))) {
                // The pool is full: one of our own reads, or the next event, starts it again.
                waitingToRead.addFirst(watcher);
                if (readsUnderWay == 0) {
                    loop.execute(this::startReads);
                }
                return;
            }
            readsUnderWay++;
        }
    }

    /** On a reader thread. */
    private void read(Reads reads, Watcher watcher, long from) {
        long current = users.published();
        try {
            Reads.History history = reads.history(watcher.request.range(), from, current, HISTORY_BYTES_PER_READ);
            loop.execute(() -> caughtUp(watcher, history, current));
        } catch (KedgeException refused) {
            loop.execute(() -> failed(watcher, refused.code()));
        } catch (RuntimeException | Error e) {
            loop.execute(() -> failed(watcher, StatusCode.INTERNAL));
        }
    }

    private void caughtUp(Watcher watcher, Reads.History history, long current) {
        readsUnderWay--;
        watcher.reading = false;
        if (!watcher.closed) {
            List<Event> wanted = new ArrayList<>(history.events());
            wanted.removeIf(event -> !watcher.wants(event));
            watcher.nextRevision = history.complete() + 1;
            if (!wanted.isEmpty()) {
                watcher.active = true;
                watcher.stream.sink().events(watcher.id, watcher.request, current, wanted);
            }
            if (watcher.nextRevision > processed && !watcher.closed) {
                watcher.behind = false;
                live.add(watcher);
            } else {
                catchUp(watcher);
            }
        }
        startReads();
    }

    private void failed(Watcher watcher, StatusCode reason) {
        readsUnderWay--;
        watcher.reading = false;
        if (!watcher.closed) {
            if (reason == StatusCode.COMPACTED) {
                watcher.stream.cancelCompacted(watcher, users.publishedCompacted());
            } else {
                ShardStream stream = watcher.stream;
                stream.sink().ended(reason);
                stream.close();
            }
        }
        startReads();
    }

    /** Bridges idle times: tells watches that asked for it, and had nothing since the last call, how far they are. */
    public void progressTick() {
        for (ShardStream stream : streams) {
            for (Watcher watcher : stream.watchers().values()) {
                boolean due = watcher.request.progressNotify() && !watcher.active && !watcher.behind;
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
