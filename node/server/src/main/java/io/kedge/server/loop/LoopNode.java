/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cluster;
import io.kedge.api.Elections;
import io.kedge.api.Kv;
import io.kedge.api.Leases;
import io.kedge.api.Locks;
import io.kedge.api.Maintenance;
import io.kedge.api.Node;
import io.kedge.api.NodeIdentity;
import io.kedge.api.Watches;
import io.kedge.replica.mvcc.Reads;
import io.kedge.server.LoopInbox;
import io.kedge.server.watch.WatchShard;
import io.vertx.core.Context;
import java.util.Objects;

/** The node on one event loop: implements the API and takes the replica's deliveries. */
public final class LoopNode implements Node, LoopInbox {

    private final LoopEnvironment environment;
    private final Context context;
    private final WatchShard watches;
    private final LoopKv kv;
    private final LoopLeases leases;
    private final LoopLocks locks;
    private final LoopElections elections;
    private final LoopCluster cluster;
    private final LoopMaintenance maintenance;
    private volatile int watchStreams;
    private volatile long slowWatchers;

    public LoopNode(LoopEnvironment environment, Context context) {
        this.environment = environment;
        this.context = context;
        Reads reads = Objects.requireNonNull(environment.users().openReads(), "no read slot for an event loop");
        LoopProposer proposer = new LoopProposer(environment, this);
        this.kv = new LoopKv(environment, this, proposer, reads);
        this.watches = new WatchShard(environment.users(), environment.readers()::submit, this::onLoop);
        this.leases = new LoopLeases(environment, this, proposer);
        this.locks = new LoopLocks(kv, leases, watches);
        this.elections = new LoopElections(kv, leases, watches);
        this.cluster = new LoopCluster(environment, this, proposer);
        this.maintenance = new LoopMaintenance(environment, this, proposer);
    }

    @Override
    public NodeIdentity identity() {
        return environment.shared();
    }

    @Override
    public Kv kv() {
        return kv;
    }

    @Override
    public Watches watches() {
        return watches;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Locks locks() {
        return locks;
    }

    @Override
    public Elections elections() {
        return elections;
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public Maintenance maintenance() {
        return maintenance;
    }

    @Override
    public long revision() {
        return environment.users().published();
    }

    @Override
    public boolean hasLeader() {
        return environment.shared().leader() != 0;
    }

    @Override
    public boolean isLearner() {
        return environment.shared().isLearner();
    }

    /** This loop's watches, for progress ticks and metrics. */
    public WatchShard shard() {
        return watches;
    }

    /** Looks how the watches are, for {@link #watchStreams} and {@link #slowWatchers}; on this loop. */
    public void sample() {
        watchStreams = watches.streamCount();
        slowWatchers = watches.slowWatcherCount();
    }

    /** Streams of watches at the last sample; any thread. */
    public int watchStreams() {
        return watchStreams;
    }

    /** Watches that were reading history at the last sample; any thread. */
    public long slowWatchers() {
        return slowWatchers;
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public boolean wantsEvents() {
        return watches.watcherCount() > 0;
    }

    @Override
    public void deliver(Delivery delivery) {
        context.runOnContext(nothing -> take(delivery));
    }

    @Override
    public void take(Delivery delivery) {
        for (LoopProposal proposal : delivery.proposals()) {
            proposal.answered();
        }
        for (LoopRead ticket : delivery.tickets()) {
            ticket.ready();
        }
        if (!delivery.events().isEmpty()) {
            watches.take(delivery.events());
        }
    }

    /** Runs {@code work} on this loop; any thread. */
    void onLoop(Runnable work) {
        context.runOnContext(nothing -> work.run());
    }
}
