/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.eventbus.PeerCounters;
import io.kedge.eventbus.PeerIdentity;
import io.kedge.eventbus.PeerLimits;
import io.kedge.eventbus.PeerTransport;
import io.kedge.eventbus.cluster.MemberTable;
import io.kedge.eventbus.cluster.MemberTableClusterManager;
import io.kedge.eventbus.cluster.PeerBus;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.tls.TlsException;
import io.kedge.model.MemberInfo;
import io.kedge.model.StatusCode;
import io.kedge.raft.Message;
import io.kedge.replica.Forward;
import io.kedge.replica.ForwardRefused;
import io.kedge.server.LoopInbox;
import io.kedge.server.NodeConfig;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.server.ReplicaLoop;
import io.kedge.server.SharedState;
import io.kedge.server.log.LogIdentity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other members, as the node sees them. Nothing is started and nobody listens while this member is the only one;
 * the port is opened when the second one is known. Any thread.
 */
public final class PeerNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(PeerNetwork.class);
    private static final long RETRY_MILLIS = 1_000;

    private final NodeConfig config;
    private final LogIdentity identity;
    private final IncarnationFile incarnations;
    private final SharedState shared;
    private final List<LoopInbox> inboxes;
    private final ImageAccess images;
    private final Vertx timers;
    private final RemovalNews removals;
    private @Nullable ReplicaLoop loop;
    /** Under way or done; null while nobody else is known. */
    private @Nullable Future<Void> opening;

    private boolean stopped;
    private List<MemberInfo> listed = List.of();
    private long listedIndex;
    private @Nullable Transport transport;
    private Map<Long, PeerUrl> members = Map.of();
    private Set<Long> removed = Set.of();
    private volatile @Nullable Link link;

    /** What stands while there are others. */
    private record Link(
            Vertx vertx,
            Context context,
            Thread owner,
            MemberTable table,
            PeerTransport transport,
            PeerDesk desk,
            ImageDesk images) {

        /** Runs {@code work} on the transport's context, at once if this is it. */
        void run(Runnable work) {
            if (Thread.currentThread() == owner) {
                work.run();
            } else {
                context.runOnContext(nothing -> work.run());
            }
        }
    }

    /**
     * A network without members.
     *
     * @param removedHere called once if the others have removed this member
     * @param timers the node's own Vert.x
     */
    public PeerNetwork(
            NodeConfig config,
            LogIdentity identity,
            IncarnationFile incarnations,
            SharedState shared,
            List<LoopInbox> inboxes,
            ImageAccess images,
            Runnable removedHere,
            Vertx timers) {
        this.config = config;
        this.identity = identity;
        this.incarnations = incarnations;
        this.shared = shared;
        this.inboxes = inboxes;
        this.images = images;
        this.timers = timers;
        this.removals = new RemovalNews(removedHere);
    }

    /** Begins to receive if there are others; fails if the port for peers cannot be opened. */
    public synchronized Future<Void> start(
            ReplicaLoop replicaLoop, List<MemberInfo> known, Collection<Long> gone, long appliedIndex) {
        loop = replicaLoop;
        take(known, gone, appliedIndex);
        try {
            transport = PeerSecurity.transport(config);
        } catch (TlsException e) {
            return Future.failedFuture(e);
        }
        return members.size() > 1 ? open() : Future.succeededFuture();
    }

    /** A member that has joined and not caught up knows better from whoever told it than from its own log. */
    private void take(List<MemberInfo> known, Collection<Long> gone, long appliedIndex) {
        boolean isBehind = appliedIndex < identity.joinedIndex();
        listed = isBehind ? identity.joined() : known;
        listedIndex = isBehind ? identity.joinedIndex() : appliedIndex;
        members = urls(listed);
        removed = Set.copyOf(gone);
        Set<Long> others = new HashSet<>(members.keySet());
        others.remove(identity.memberId());
        removals.others(others);
    }

    private synchronized Roster roster() {
        return new Roster(identity.clusterId(), identity.bootMembers(), listed, listedIndex);
    }

    private Map<Long, PeerUrl> urls(Collection<MemberInfo> known) {
        Map<Long, PeerUrl> urls = new HashMap<>();
        for (MemberInfo member : known) {
            if (!member.peerUrls().isEmpty()) {
                urls.put(member.id(), PeerUrl.parse(member.peerUrls().get(0)));
            }
        }
        return urls;
    }

    private synchronized Future<Void> open() {
        Future<Void> opened = stopped ? Future.failedFuture("stopped") : openNow();
        opening = opened;
        return opened;
    }

    private Future<Void> openNow() {
        PeerUrl own = members.getOrDefault(
                identity.memberId(), PeerUrl.parse(config.peerUrls().get(0)));
        HostPort at = config.peerListeners().isEmpty()
                ? new HostPort(own.host(), own.port())
                : config.peerListeners().get(0);
        PeerIdentity self = new PeerIdentity(identity.clusterId(), identity.memberId(), identity.incarnation(), own);
        MemberTable table = new MemberTable(identity.memberId(), members, removed);
        MemberTableClusterManager manager = new MemberTableClusterManager(table);
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(1)
                .setEventBusOptions(PeerBus.options(new PeerUrl(at.host(), at.port(), own.tls()), own));
        ReplicaLoop target = Objects.requireNonNull(loop);
        return Vertx.builder()
                .with(options)
                .withTransport(Objects.requireNonNull(transport))
                .withClusterManager(manager)
                .buildClustered()
                .recover(refused -> Future.failedFuture(new IllegalStateException(
                        "cannot listen for peers on " + at.host() + ":" + at.port() + ": " + refused.getMessage(),
                        refused)))
                .compose(vertx -> {
                    Context context = vertx.getOrCreateContext();
                    PeerDesk desk = new PeerDesk(context, target, shared, identity.memberId(), removals, this::roster);
                    PeerTransport transport =
                            new PeerTransport(vertx, context, manager, self, incarnations, PeerLimits.defaults(), desk);
                    return transport.start().compose(started -> opened(vertx, context, table, transport, desk));
                });
    }

    private Future<Void> opened(
            Vertx vertx, Context context, MemberTable table, PeerTransport transport, PeerDesk desk) {
        io.vertx.core.Promise<Void> done = io.vertx.core.Promise.promise();
        context.runOnContext(nothing -> {
            desk.serve(transport.requests());
            ImageDesk imageDesk = new ImageDesk(context, transport.requests(), images, Objects.requireNonNull(loop));
            inboxes.add(desk);
            synchronized (this) {
                link = new Link(vertx, context, Thread.currentThread(), table, transport, desk, imageDesk);
                update(table);
            }
            LOG.info("peers: {} other members", table.ids().size() - 1);
            done.complete();
        });
        return done.future();
    }

    /** The member table has changed, or {@code appliedIndex} has reached the one that this member joined at. */
    public synchronized void membersChanged(List<MemberInfo> known, Collection<Long> gone, long appliedIndex) {
        take(known, gone, appliedIndex);
        gone.forEach(incarnations::forget);
        Link up = link;
        if (up != null) {
            update(up.table());
        } else if (members.size() > 1 && loop != null && opening == null) {
            openLater();
        }
    }

    private void openLater() {
        open().onFailure(reason -> {
            synchronized (this) {
                if (stopped) {
                    return;
                }
            }
            LOG.error("{}; trying again", reason.getMessage());
            timers.setTimer(RETRY_MILLIS, timer -> openLater());
        });
    }

    /** Tells the transport who is a member; holds the lock. */
    private void update(MemberTable table) {
        members.forEach((id, url) -> {
            PeerSecurity.warnOfOtherScheme(config, id, url);
            if (!url.equals(table.url(id))) {
                table.put(id, url);
            }
        });
        Set<Long> known = new HashSet<>(table.ids());
        known.removeAll(members.keySet());
        known.forEach(table::remove);
    }

    /** Sends Raft's messages; what cannot go is lost. */
    public void send(List<Message> messages) {
        Link up = link;
        if (up != null && !messages.isEmpty()) {
            up.run(() -> up.transport().send(messages));
        }
    }

    /** Sends writes to their leader, each at most once. */
    public void forward(List<Forward> forwards) {
        Link up = link;
        if (up != null && !forwards.isEmpty()) {
            up.run(() -> up.desk().forward(forwards));
        }
    }

    /** A leader says that this member needs an image of its store. */
    public void offered(Message.SnapshotOffer offer) {
        Link up = link;
        if (up != null) {
            up.run(() -> up.images().offered(offer));
        }
    }

    /** Answers writes that others forwarded. */
    public void refuse(List<ForwardRefused> refusals) {
        Link up = link;
        if (up != null && !refusals.isEmpty()) {
            up.run(() -> up.desk().refuse(refusals));
        }
    }

    /**
     * Asks {@code leader} about a lease; {@code answered} or {@code failed} is called once, on the transport's context,
     * within {@code timeoutMillis}. NOT_LEADER: ask again, whoever leads then.
     */
    public void askLease(
            long leader,
            LeaseInquiry inquiry,
            long timeoutMillis,
            Consumer<LeaseAnswer> answered,
            Consumer<StatusCode> failed) {
        Link up = link;
        if (up == null) {
            failed.accept(StatusCode.NOT_LEADER);
        } else {
            up.run(() -> up.desk().ask(leader, inquiry, timeoutMillis, answered, failed));
        }
    }

    /** The links to the others in Prometheus's text format. */
    public String scrape() {
        Link up = link;
        if (up == null) {
            return new PeerMeters(identity.memberId(), Map.of()).scrape(List.of(identity.memberId()), images.counts());
        }
        Map<Long, PeerCounters> links = new HashMap<>();
        for (long id : up.table().ids()) {
            PeerCounters counters = up.transport().counters(id);
            if (counters != null) {
                links.put(id, counters);
            }
        }
        return new PeerMeters(identity.memberId(), links).scrape(up.table().ids(), images.counts());
    }

    /** Whether no other member is known. */
    public boolean isAlone() {
        return link == null;
    }

    /** Stops receiving and closes the port; waits for an opening that is under way. */
    public synchronized Future<Void> stop() {
        stopped = true;
        incarnations.close();
        return opening == null ? Future.succeededFuture() : opening.transform(opened -> closeLink());
    }

    private Future<Void> closeLink() {
        Link up = link;
        link = null;
        if (up == null) {
            return Future.succeededFuture();
        }
        up.run(up.images()::stop);
        return up.transport().stop().eventually(() -> up.vertx().close());
    }
}
