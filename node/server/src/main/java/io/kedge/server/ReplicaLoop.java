/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.raft.Append;
import io.kedge.replica.FlushOrder;
import io.kedge.replica.LeaderMove;
import io.kedge.replica.PeerTurn;
import io.kedge.replica.Proposal;
import io.kedge.replica.ReadTicket;
import io.kedge.replica.Replica;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.Turn;
import io.kedge.replica.system.MemberTable;
import io.kedge.server.LoopInbox.Delivery;
import io.kedge.server.LoopInbox.LoopProposal;
import io.kedge.server.LoopInbox.LoopRead;
import io.kedge.server.log.LogAppend;
import io.kedge.server.peers.PeerNetwork;
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
 * Pumps the replica: takes what queued up, runs a turn, hands its outputs on. One wake-up serves all that is queued
 * before it runs, so batches form by themselves. Any Throwable in here ends the process: a replica that has failed half
 * way must not go on.
 *
 * <p>The replica has no event loop of its own. A run happens on the loop whose call woke it, and on the last such loop
 * when the log or a timer wakes it, so that a lone client's put changes threads for the log alone: another loop between
 * would be two more wake-ups of a sleeping core. Invariant: between setting {@link #woken} and clearing it one run is
 * scheduled or under way and nobody else touches the replica; the flag carries its state from loop to loop.
 */
public final class ReplicaLoop {

    /** Keys touched in one turn of applying: a few milliseconds' worth. */
    private static final int KEYS_PER_TURN = 1_000;

    private final Replica replica;
    private final WalThread wal;
    private final StorageThread storage;
    private final SharedState shared;
    private final FatalHandler fatal;
    private final List<LoopInbox> inboxes;
    private final NodeMeters meters;
    private final PeerNetwork peers;

    /** Proposals, tickets and tasks; bounded by the callers' limits on requests in flight. */
    private final MpscUnboundedArrayQueue<Object> queue = new MpscUnboundedArrayQueue<>(1024);

    private final AtomicBoolean woken = new AtomicBoolean();
    /** Where the last run was asked for. */
    private volatile Context home;

    private volatile boolean stopped;

    /** @param context where it runs until a loop's call wakes it */
    ReplicaLoop(
            Context context,
            Replica replica,
            WalThread wal,
            StorageThread storage,
            SharedState shared,
            FatalHandler fatal,
            List<LoopInbox> inboxes,
            NodeMeters meters,
            PeerNetwork peers) {
        this.home = context;
        this.replica = replica;
        this.wal = wal;
        this.storage = storage;
        this.shared = shared;
        this.fatal = fatal;
        this.inboxes = inboxes;
        this.meters = meters;
        this.peers = peers;
    }

    /** Queues a write; any thread. */
    public void propose(LoopProposal proposal) {
        queue.add(proposal);
        wake(proposal.inbox().context());
    }

    /** Queues a linearizable read or a question for the leader; any thread. */
    public <T extends ReadTicket & LoopRead> void read(T ticket) {
        queue.add(ticket);
        wake(ticket.inbox().context());
    }

    /** Queues a task; any thread. */
    public void execute(ReplicaTask task) {
        queue.add(task);
        wake(home);
    }

    /** Queues a task of a loop's own; any thread. */
    public void execute(Context context, ReplicaTask task) {
        queue.add(task);
        wake(context);
    }

    /** Takes nothing more; what is queued is dropped. Any thread. */
    void stop() {
        stopped = true;
    }

    private void wake(Context context) {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            if (stopped) {
                return;
            }
            home = context;
            context.runOnContext(nothing -> run(context));
        }
    }

    private void run(Context context) {
        if (stopped) {
            return;
        }
        boolean moreWork;
        try {
            long now = System.nanoTime();
            // A task may queue itself again until a turn has gone on: what comes from here on waits for the next run.
            for (int left = queue.size(); left > 0; left--) {
                Object item = queue.poll();
                if (item == null) {
                    break;
                }
                take(item, now);
            }
            moreWork = turn();
            meters.turned(System.nanoTime() - now);
        } catch (Throwable e) {
            stopped = true;
            fatal.fail("the replica failed", e);
            return;
        }
        woken.set(false);
        // Whoever queued something while the flag was set has left the waking to this run.
        if (moreWork || !queue.isEmpty()) {
            wake(context);
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

    /** Returns whether another turn is due at once. */
    private boolean turn() {
        // The log's thread starts on these entries while this one applies those before them.
        replica.at(System.nanoTime());
        persist(replica.persist());
        Turn turn = replica.turn(KEYS_PER_TURN);
        persist(turn.append());
        peers.send(turn.messages());
        shared.update(
                replica.raft().term(),
                replica.raft().leaderId(),
                replica.raft().commitIndex(),
                replica.appliedIndex(),
                replica.readsWithoutRound());
        deliver(turn);
        if (turn.peers() != PeerTurn.NONE) {
            take(turn.peers());
        }
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
        return turn.moreWork();
    }

    private void take(PeerTurn news) {
        peers.forward(news.forwards());
        peers.refuse(news.refusals());
        for (LeaderMove move : news.moves()) {
            if (move instanceof AwaitedMove awaited) {
                awaited.over();
            }
        }
        if (news.membersChanged()) {
            MemberTable members = replica.stores().system().members();
            peers.membersChanged(members.list(), members.removed());
        }
        news.snapshotOffers().forEach(peers::offered);
        if (news.removed()) {
            fatal.fail("this member was removed from its cluster", new IllegalStateException("it cannot come back"));
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
                peers.send(append.messagesAfterDurable());
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
            List<LoopRead> tickets = ticketsOf(inbox, turn.reads());
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

    private static List<LoopRead> ticketsOf(LoopInbox inbox, List<ReadTicket> reads) {
        if (reads.isEmpty()) {
            return List.of();
        }
        List<LoopRead> own = new ArrayList<>(reads.size());
        for (ReadTicket ticket : reads) {
            if (ticket instanceof LoopRead fromLoop && fromLoop.inbox() == inbox) {
                own.add(fromLoop);
            }
        }
        return own;
    }
}
