/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.raft.Append;
import io.kedge.replica.FlushOrder;
import io.kedge.replica.Proposal;
import io.kedge.replica.ReadTicket;
import io.kedge.replica.Replica;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.Turn;
import io.kedge.server.LoopInbox.Delivery;
import io.kedge.server.LoopInbox.LoopProposal;
import io.kedge.server.LoopInbox.LoopTicket;
import io.kedge.server.log.LogAppend;
import io.kedge.wal.Wal;
import io.kedge.wal.WalThread;
import io.kedge.wal.WalWrite;
import io.vertx.core.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Pumps the replica on one event loop: takes what queued up, runs a turn, hands its outputs on. One wake-up serves all
 * that is queued before it runs, so batches form by themselves. Any Throwable in here ends the process: a replica that
 * has failed half way must not go on.
 */
public final class ReplicaLoop {

    /** Keys touched in one turn of applying: a few milliseconds' worth. */
    private static final int KEYS_PER_TURN = 1_000;

    private final Context context;
    private final Replica replica;
    private final WalThread wal;
    private final StorageThread storage;
    private final SharedState shared;
    private final FatalHandler fatal;
    private final List<LoopInbox> inboxes;
    private final NodeMeters meters;

    /** Proposals, tickets and tasks; bounded by the callers' limits on requests in flight. */
    private final MpscUnboundedArrayQueue<Object> queue = new MpscUnboundedArrayQueue<>(1024);

    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean stopped;

    ReplicaLoop(
            Context context,
            Replica replica,
            WalThread wal,
            StorageThread storage,
            SharedState shared,
            FatalHandler fatal,
            List<LoopInbox> inboxes,
            NodeMeters meters) {
        this.context = context;
        this.replica = replica;
        this.wal = wal;
        this.storage = storage;
        this.shared = shared;
        this.fatal = fatal;
        this.inboxes = inboxes;
        this.meters = meters;
    }

    /** Queues a write; any thread. */
    public void propose(LoopProposal proposal) {
        enqueue(proposal);
    }

    /** Queues a linearizable read; any thread. */
    public void read(LoopTicket ticket) {
        enqueue(ticket);
    }

    /** Queues a task; any thread. */
    public void execute(ReplicaTask task) {
        enqueue(task);
    }

    private void enqueue(Object item) {
        queue.add(item);
        wake();
    }

    private void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            context.runOnContext(nothing -> run());
        }
    }

    /** Stops taking work: what is queued later is dropped with the process. On the loop. */
    void stop() {
        stopped = true;
    }

    private void run() {
        woken.set(false);
        if (stopped) {
            return;
        }
        try {
            long now = System.nanoTime();
            for (Object item = queue.poll(); item != null; item = queue.poll()) {
                take(item, now);
            }
            turn();
            meters.turned(System.nanoTime() - now);
        } catch (Throwable e) {
            stopped = true;
            fatal.fail("the replica failed", e);
        }
    }

    private void take(Object item, long now) {
        if (item instanceof Proposal proposal) {
            replica.propose(proposal, now);
        } else if (item instanceof ReadTicket ticket) {
            replica.read(ticket);
        } else {
            ((ReplicaTask) item).run(replica, now);
        }
    }

    private void turn() {
        // The log's thread starts on these entries while this one applies those before them.
        persist(replica.persist());
        Turn turn = replica.turn(KEYS_PER_TURN);
        persist(turn.append());
        shared.update(
                replica.raft().term(),
                replica.raft().leaderId(),
                replica.raft().commitIndex(),
                replica.appliedIndex(),
                replica.readsWithoutRound());
        deliver(turn);
        FlushOrder flush = turn.flush();
        if (flush != null) {
            storage.flush(flush, () -> execute((r, now) -> r.flushed()));
        }
        if (turn.releaseLogBefore() > 0) {
            wal.releaseBefore(turn.releaseLogBefore());
        }
        if (turn.mergeWanted()) {
            storage.requestMerge();
        }
        if (turn.moreWork()) {
            wake();
        }
    }

    private void persist(@Nullable Append append) {
        if (append == null) {
            return;
        }
        wal.submit(new WalWrite() {
            @Override
            public void writeTo(Wal log) throws IOException {
                LogAppend.write(append, log);
            }

            @Override
            public void durable() {
                execute((r, now) -> r.persisted(append.id()));
            }

            @Override
            public void failed(Throwable cause) {
                if (!shared.isStopping()) {
                    fatal.fail("the log could not be written", cause);
                }
            }
        });
    }

    private void deliver(Turn turn) {
        meters.applied(turn);
        long published = replica.stores().users().published();
        List<RevisionEvents> events = turn.events();
        if (turn.completed().isEmpty() && turn.reads().isEmpty() && events.isEmpty()) {
            return;
        }
        for (LoopInbox inbox : inboxes) {
            List<LoopProposal> proposals = of(inbox, turn.completed());
            List<LoopTicket> tickets = ticketsOf(inbox, turn.reads());
            List<RevisionEvents> wanted = inbox.wantsEvents() ? events : List.of();
            if (!proposals.isEmpty() || !tickets.isEmpty() || !wanted.isEmpty()) {
                inbox.deliver(new Delivery(proposals, tickets, wanted, published));
            }
        }
    }

    private static List<LoopProposal> of(LoopInbox inbox, List<Proposal> completed) {
        if (completed.isEmpty()) {
            return List.of();
        }
        List<LoopProposal> own = new ArrayList<>(completed.size());
        for (Proposal proposal : completed) {
            if (proposal instanceof LoopProposal fromLoop && fromLoop.inbox() == inbox) {
                own.add(fromLoop);
            }
        }
        return own;
    }

    private static List<LoopTicket> ticketsOf(LoopInbox inbox, List<ReadTicket> reads) {
        if (reads.isEmpty()) {
            return List.of();
        }
        List<LoopTicket> own = new ArrayList<>(reads.size());
        for (ReadTicket ticket : reads) {
            if (ticket instanceof LoopTicket fromLoop && fromLoop.inbox() == inbox) {
                own.add(fromLoop);
            }
        }
        return own;
    }
}
