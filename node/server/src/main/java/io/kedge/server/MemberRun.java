/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.model.MemberAttributes;
import io.kedge.replica.Replica;
import io.kedge.replica.ReplicaOptions;
import io.kedge.replica.Stores;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.system.MemberTable;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.server.ReplicaVerticle.NodeParts;
import io.kedge.server.http.ConnectionLimit;
import io.kedge.server.log.LogIdentity;
import io.kedge.server.loop.LoopEnvironment;
import io.kedge.server.loop.LoopNode;
import io.kedge.server.peers.ImageCounts;
import io.kedge.server.peers.IncarnationFile;
import io.kedge.server.peers.PeerNetwork;
import io.kedge.spi.ProtocolProvider;
import io.kedge.wal.WalOptions;
import io.kedge.wal.WalThread;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of a node from the opening of its data to its closing. Blocks; on threads of its own. */
final class MemberRun {

    private static final Logger LOG = LoggerFactory.getLogger(KedgeNode.class);
    private static final long START_TIMEOUT_MILLIS = 30_000;
    /** After which clients are served without a leader, so that they can see what is missing. */
    private static final long LEADER_TIMEOUT_MILLIS = 20_000;

    /** The others' writes go on, so the flush at the end may never have covered all; the log has the rest. */
    private static final long FLUSH_AMONG_OTHERS_MILLIS = 2_000;

    private static final long STOP_TIMEOUT_MILLIS = 10_000;
    private static final int READER_THREADS = 2;
    private static final int READER_QUEUE_MAX = 4_096;
    private static final int MEMTABLE_HEAP_SHARE = 16;
    private static final int CACHE_HEAP_SHARE = 6;

    private final NodeConfig config;
    private final DataDirectory data;
    private final Vertx vertx;
    private final WalThread wal;
    private final StorageThread storage;
    private final ReaderPool readers;
    private final SharedState shared;
    private final ReplicaVerticle replicaVerticle;
    private final PeerNetwork peers;
    private final List<ClientPortVerticle> clientPorts;
    private boolean abandoned;

    private MemberRun(
            NodeConfig config,
            DataDirectory data,
            Vertx vertx,
            WalThread wal,
            StorageThread storage,
            ReaderPool readers,
            SharedState shared,
            ReplicaVerticle replicaVerticle,
            PeerNetwork peers,
            List<ClientPortVerticle> clientPorts) {
        this.config = config;
        this.data = data;
        this.vertx = vertx;
        this.wal = wal;
        this.storage = storage;
        this.readers = readers;
        this.shared = shared;
        this.replicaVerticle = replicaVerticle;
        this.peers = peers;
        this.clientPorts = clientPorts;
    }

    /** Who runs it; its answers take no time. Any thread. */
    interface Owner {

        /** The store on disk is another one now: this run is to be abandoned and followed by another one. */
        void beginAgain();

        /** The cluster has removed this member. */
        void removed();

        /** What was moved in this run and those before. */
        ImageCounts images();
    }

    /** Opens the data, leads, listens. Throws StartException with a sentence that says what is in the way. */
    static MemberRun start(NodeConfig config, FatalHandler fatal, Owner owner) throws StartException {
        List<ProtocolProvider> providers = Protocols.find(config);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        NodeMeters meters = new NodeMeters(registry);
        ProcessMeters.bind(registry);
        WalOptions walOptions = WalOptions.defaults().withListener(meters);
        DataDirectory data = DataDirectory.open(
                config, () -> Beginnings.identity(config), walOptions, memberId -> replicaOptions(config, memberId));
        try {
            return start(config, fatal, owner, providers, meters, walOptions, data);
        } catch (StartException e) {
            closeQuietly(data);
            throw e;
        }
    }

    private static MemberRun start(
            NodeConfig config,
            FatalHandler fatal,
            Owner owner,
            List<ProtocolProvider> providers,
            NodeMeters meters,
            WalOptions walOptions,
            DataDirectory data)
            throws StartException {
        LogIdentity identity = data.identity();
        Stores stores = data.replica().stores();
        SharedState shared = new SharedState(identity.clusterId(), identity.memberId());
        StorageThread storage = new StorageThread(data.backend(), stores, fatal, meters);
        StoreView sizes = new StoreView(data.backend(), stores, storage);
        ReaderPool readers = new ReaderPool(stores.users(), READER_THREADS, READER_QUEUE_MAX);
        WalThread wal = new WalThread("kedge-wal", data.wal(), walOptions, Executors.newSingleThreadExecutor(task -> {
                    Thread thread = new Thread(task, "kedge-wal-segments");
                    thread.setDaemon(true);
                    return thread;
                }))
                .start();
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(loops(config)).setPreferNativeTransport(true));
        List<LoopInbox> inboxes = new CopyOnWriteArrayList<>();
        PeerNetwork peers = new PeerNetwork(
                config,
                identity,
                incarnations(data, fatal),
                shared,
                inboxes,
                new StoreImages(data.backend(), storage, owner.images(), owner::beginAgain),
                owner::removed,
                vertx);
        ReplicaVerticle replicaVerticle = new ReplicaVerticle(new NodeParts(
                config,
                data.replica(),
                wal,
                storage,
                sizes,
                shared,
                fatal,
                inboxes,
                meters,
                peers,
                identity.joinedIndex(),
                owner::removed));
        List<ClientPortVerticle> clientPorts = new ArrayList<>();
        MemberRun node =
                new MemberRun(config, data, vertx, wal, storage, readers, shared, replicaVerticle, peers, clientPorts);
        try {
            node.serve(providers, sizes, meters, inboxes, owner.images());
        } catch (StartException e) {
            node.stop();
            throw e;
        }
        LOG.info(
                "ready to serve client requests on {} (member {}, cluster {})",
                String.join(", ", config.clientUrls()),
                Long.toHexString(identity.memberId()),
                Long.toHexString(identity.clusterId()));
        return node;
    }

    private void serve(
            List<ProtocolProvider> providers,
            StorageView sizes,
            NodeMeters meters,
            List<LoopInbox> inboxes,
            ImageCounts images)
            throws StartException {
        MvccStore users = data.replica().stores().users();
        await(vertx.deployVerticle(replicaVerticle));
        ConnectionLimit connections = new ConnectionLimit(config.maxConnections());
        meters.bindConnections(connections);
        LoopEnvironment environment = new LoopEnvironment(
                config, shared, users, replicaVerticle.loop(), readers, sizes, peers, meters, connections);
        List<LoopNode> loopNodes = new ArrayList<>();
        for (int i = 0; i < loops(config); i++) {
            ClientPortVerticle port = new ClientPortVerticle(environment, providers);
            await(vertx.deployVerticle(port));
            clientPorts.add(port);
            loopNodes.add(port.node());
            inboxes.add(port.node());
        }
        meters.bind(shared, users, loopNodes, sizes, config);
        images.installed();
        meters.bindPeers(peers::scrape, images);
        join();
        startAutoCompaction(loopNodes.get(0));
        startAutoPromotion(loopNodes.get(0));
        listen();
    }

    private static int loops(NodeConfig config) {
        return config.eventLoops() > 0
                ? config.eventLoops()
                : Runtime.getRuntime().availableProcessors();
    }

    private static IncarnationFile incarnations(DataDirectory data, FatalHandler fatal) throws StartException {
        try {
            return IncarnationFile.open(data.disk(), fatal);
        } catch (IOException e) {
            throw new StartException("The data directory cannot be used: " + e.getMessage(), e);
        }
    }

    /** Leads if nobody else can; otherwise meets the others and waits for a leader among them. */
    private void join() throws StartException {
        MemberTable members = data.replica().stores().system().members();
        List<Long> voters = data.replica().raft().configuration().voters();
        long self = data.identity().memberId();
        if (members.isRemoved(self)) {
            throw new StartException("This member was removed from its cluster and cannot come back. To take part again"
                    + " it needs to be added anew and to start with an empty data directory.");
        }
        await(peers.start(
                replicaVerticle.loop(),
                members.list(),
                members.removed(),
                data.replica().appliedIndex()));
        if (voters.equals(List.of(self))) {
            await(replicaVerticle.lead(START_TIMEOUT_MILLIS));
            await(publish());
            return;
        }
        Future<Void> published = publish();
        try {
            await(replicaVerticle.follow(LEADER_TIMEOUT_MILLIS));
            await(published);
        } catch (StartException e) {
            LOG.warn(
                    "{}: {} voters; clients are served now, and what needs a leader waits for one",
                    e.getMessage(),
                    voters.size());
        }
    }

    private static ReplicaOptions replicaOptions(NodeConfig config, long memberId) {
        long heap = Runtime.getRuntime().maxMemory();
        return ReplicaOptions.builder(memberId)
                .memory(Math.min(heap / MEMTABLE_HEAP_SHARE, 64L << 20), heap / CACHE_HEAP_SHARE)
                .electionTimeoutNanos(config.electionMillis() * 1_000_000)
                .build();
    }

    /** Rules for changes of members count those who have a name. */
    private Future<Void> publish() {
        MemberAttributes attributes =
                new MemberAttributes(data.identity().memberId(), config.name(), config.clientUrls());
        return replicaVerticle.publish(attributes, LEADER_TIMEOUT_MILLIS);
    }

    private void listen() throws StartException {
        for (ClientPortVerticle port : clientPorts) {
            awaitListen(port.listen(config.clientListeners()), config.clientListeners());
        }
        awaitListen(clientPorts.get(0).listenMetrics(config.metricsListeners()), config.metricsListeners());
    }

    private static void awaitListen(Future<?> listening, List<HostPort> addresses) throws StartException {
        try {
            await(listening);
        } catch (StartException e) {
            List<String> names = new ArrayList<>();
            addresses.forEach(address -> names.add(address.host() + ":" + address.port()));
            throw new StartException(
                    "Cannot listen on " + String.join(", ", names) + ": " + e.getMessage()
                            + ". Is another server running there?",
                    e);
        }
    }

    private void startAutoCompaction(LoopNode node) {
        if (config.autoCompaction().isOff()) {
            return;
        }
        AutoCompactor compactor = new AutoCompactor(config.autoCompaction(), node, shared);
        node.context()
                .runOnContext(nothing ->
                        vertx.setPeriodic(compactor.periodMillis(), timer -> compactor.tick(System.nanoTime())));
    }

    private void startAutoPromotion(LoopNode node) {
        if (config.cluster().autoPromoteLearners()) {
            AutoPromoter promoter = new AutoPromoter(node, replicaVerticle.loop(), shared);
            node.context()
                    .runOnContext(nothing -> vertx.setPeriodic(AutoPromoter.PERIOD_MILLIS, timer -> promoter.tick()));
        }
    }

    /** Stops without writing anything down: the store on disk is another one. Blocks. */
    void abandon() {
        abandoned = true;
        stop();
    }

    /** Takes no more, lets go of clients, writes everything down. Safe to call once, from a thread that may block. */
    void stop() {
        if (shared.isLeader() && !shared.readsLocally()) {
            awaitQuietly(replicaVerticle.handOver());
        }
        // All at once, for a client that is sent away by one loop must not come back to another.
        awaitQuietly(Future.join(clientPorts.stream()
                .map(port -> vertx.undeploy(port.deploymentID()))
                .toList()));
        shared.stopping();
        try {
            if (!abandoned) {
                awaitQuietly(replicaVerticle.flush(peers.isAlone() ? STOP_TIMEOUT_MILLIS : FLUSH_AMONG_OTHERS_MILLIS));
            }
            readers.close();
            replicaVerticle.loop().stop();
            awaitQuietly(peers.stop());
            awaitQuietly(vertx.close());
            wal.close();
            storage.close();
            data.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("closing the store failed", e);
        }
    }

    /** The replica, for tools inside the process; only from tasks on its loop. */
    Replica replica() {
        return data.replica();
    }

    private static void await(Future<?> future) throws StartException {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting", e);
        } catch (java.util.concurrent.ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartException(String.valueOf(cause.getMessage()), cause);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new StartException("starting took longer than " + START_TIMEOUT_MILLIS + " ms", e);
        }
    }

    private static void awaitQuietly(Future<?> future) {
        try {
            await(future);
        } catch (StartException e) {
            LOG.warn("while stopping: {}", e.getMessage());
        }
    }

    private static void closeQuietly(DataDirectory data) {
        try {
            data.close();
        } catch (IOException e) {
            LOG.warn("closing the data directory failed", e);
        }
    }
}
