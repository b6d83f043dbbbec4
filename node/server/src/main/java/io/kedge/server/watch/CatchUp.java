/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.Reads;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Reads history for one shard's watches that are behind, a piece at a time and a few at once, in the order in which
 * they asked. A piece is the most that is read for a watch before its stream is asked again whether it takes more, so
 * that a stream is sent at most {@link #UNDER_WAY_MAX} pieces after it was full, however many watches it has. On the
 * shard's loop, but {@link #read}.
 */
final class CatchUp {

    /** Where the pieces go, on the loop. */
    interface Taker {

        /** Everything that the watch's range went through from its cursor to {@code history.complete()}. */
        void read(Watcher watcher, Reads.History history, long current);

        /** COMPACTED if the history is gone. */
        void failed(Watcher watcher, StatusCode reason);
    }

    private static final long PIECE_BYTES = 64 << 10;
    private static final int UNDER_WAY_MAX = 8;

    private final MvccStore users;
    private final HistoryThreads readers;
    private final Executor loop;
    private final Taker taker;
    private final ArrayDeque<Watcher> waiting = new ArrayDeque<>();
    private int underWay;

    CatchUp(MvccStore users, HistoryThreads readers, Executor loop, Taker taker) {
        this.users = users;
        this.readers = readers;
        this.loop = loop;
        this.taker = taker;
    }

    /** Reads a piece for a watch that is behind, unless that is under way or its stream takes no more. */
    void request(Watcher watcher) {
        if (watcher.behind
                && !watcher.closed
                && !watcher.reading
                && watcher.stream.sink().isWritable()) {
            watcher.reading = true;
            waiting.add(watcher);
            start();
        }
    }

    private void start() {
        while (underWay < UNDER_WAY_MAX && !waiting.isEmpty()) {
            Watcher watcher = waiting.remove();
            if (watcher.closed || !watcher.stream.sink().isWritable()) {
                // Its stream was filled by the pieces of others; it asks for all of its watches when it is drained.
                watcher.reading = false;
                continue;
            }
            long from = watcher.nextRevision;
            if (!readers.submit(reads -> read(reads, watcher, from))) {
                // The pool is full: the end of one of our own reads starts it again; without any, another turn.
                waiting.addFirst(watcher);
                if (underWay == 0) {
                    loop.execute(this::start);
                }
                return;
            }
            underWay++;
        }
    }

    /** On a reader thread. */
    private void read(Reads reads, Watcher watcher, long from) {
        long current = users.published();
        boolean previous = watcher.request.previous();
        try {
            Reads.History history = reads.history(watcher.request.range(), from, current, PIECE_BYTES, previous);
            loop.execute(() -> over(watcher, () -> taker.read(watcher, history, current)));
        } catch (KedgeException refused) {
            loop.execute(() -> over(watcher, () -> taker.failed(watcher, refused.code())));
        } catch (RuntimeException | Error e) {
            loop.execute(() -> over(watcher, () -> taker.failed(watcher, StatusCode.INTERNAL)));
        }
    }

    private void over(Watcher watcher, Runnable outcome) {
        underWay--;
        watcher.reading = false;
        if (!watcher.closed) {
            outcome.run();
        }
        start();
    }
}
