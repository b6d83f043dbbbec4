/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.Turn;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.server.http.ConnectionLimit;
import io.kedge.server.loop.LoopNode;
import io.kedge.server.peers.ImageCounts;
import io.kedge.wal.WalListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The node's meters, under the names that etcd's dashboards and alerts use; see differences.md for those left out. */
public final class NodeMeters implements WalListener {

    private static final int FORCE_BUCKETS = 14;
    private static final int HASH_BUCKETS = 15;
    private static final int DEFRAG_BUCKETS = 13;
    private static final long SLOW_TURN_NANOS = 100_000_000;

    private final PrometheusMeterRegistry registry;
    private final FixedNames fixed = new FixedNames();
    private final NodeCounts counts = new NodeCounts();
    private final LongAdder walBytes = new LongAdder();
    private final Timer walForce;
    private final Timer commit;
    private final Timer defragmentation;
    private final Timer hash;
    private final Timer hashRevision;
    private final Map<String, AtomicInteger> checks = new ConcurrentHashMap<>();
    private volatile Supplier<String> peers = () -> "";
    private volatile long expiredLeases;
    private volatile int pendingProposals;

    public NodeMeters(PrometheusMeterRegistry registry) {
        this.registry = registry;
        walForce = timer("etcd_disk_wal_fsync_duration_seconds", 1, FORCE_BUCKETS, "One write and force of the log");
        commit = timer(
                "etcd_disk_backend_commit_duration_seconds", 1, FORCE_BUCKETS, "One flush of memory to a segment");
        defragmentation = timer(
                "etcd_disk_backend_defrag_duration_seconds", 100, DEFRAG_BUCKETS, "Merging all that can be merged");
        hash = timer("etcd_mvcc_hash_duration_seconds", 10, HASH_BUCKETS, "Hash");
        hashRevision = timer("etcd_mvcc_hash_rev_duration_seconds", 10, HASH_BUCKETS, "HashKV");
    }

    /** With buckets that double, as etcd's. */
    private Timer timer(String name, long firstBucketMillis, int bucketCount, String description) {
        Duration[] buckets = new Duration[bucketCount];
        for (int i = 0; i < bucketCount; i++) {
            buckets[i] = Duration.ofMillis(firstBucketMillis << i);
        }
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    public MeterRegistry registry() {
        return registry;
    }

    public NodeCounts counts() {
        return counts;
    }

    /** All meters now, in Prometheus's text format. */
    public String scrape() {
        return registry.scrape() + fixed.scrape() + peers.get();
    }

    /** Meters that read the node's state when they are asked. */
    void bind(SharedState shared, MvccStore users, List<LoopNode> loops, StorageView storage, NodeConfig config) {
        bindRaft(shared, config);
        bindStore(users, storage);
        counter("etcd_debugging_lease_granted", counts.leasesGranted);
        counter("etcd_debugging_lease_renewed", counts.leasesRenewed);
        counter("etcd_debugging_lease_revoked", this, m -> m.counts.leasesRevoked.sum() + m.expiredLeases);
        counter("etcd_debugging_server_lease_expired", this, m -> m.expiredLeases);
        fixed.gauge("etcd_debugging_mvcc_watcher_total", () -> loops.stream()
                .mapToInt(loop -> loop.shard().watcherCount())
                .sum());
        fixed.gauge(
                "etcd_debugging_mvcc_watch_stream_total",
                () -> loops.stream().mapToInt(LoopNode::watchStreams).sum());
        fixed.gauge(
                "etcd_debugging_mvcc_slow_watcher_total",
                () -> loops.stream().mapToLong(LoopNode::slowWatchers).sum());
        fixed.counter("etcd_server_health_success", counts.healthy::sum);
        fixed.counter("etcd_server_health_failures", counts.unhealthy::sum);
        constant("etcd_server_version", Tag.of("server_version", EtcdVersion.SERVER));
        constant("etcd_cluster_version", Tag.of("cluster_version", EtcdVersion.CLUSTER));
        constant("etcd_server_id", Tag.of("server_id", Long.toHexString(shared.memberId())));
    }

    void bindConnections(ConnectionLimit connections) {
        fixed.gauge("kedge_client_connections", connections::open);
        fixed.counter("kedge_client_connections_refused_total", connections::refused);
    }

    /** The links to other members, already in text form: their labels come and go with the members. */
    void bindPeers(Supplier<String> scrape, ImageCounts images) {
        peers = scrape;
        fixed.gauge("etcd_server_snapshot_apply_in_progress_total", images::installing);
    }

    private void bindRaft(SharedState shared, NodeConfig config) {
        gauge("etcd_server_has_leader", shared, s -> s.leader() == 0 ? 0 : 1);
        gauge("etcd_server_is_leader", shared, s -> s.isLeader() ? 1 : 0);
        gauge("etcd_server_is_learner", shared, s -> s.isLearner() ? 1 : 0);
        gauge("etcd_server_proposals_pending", this, m -> m.pendingProposals);
        gauge("etcd_server_quota_backend_bytes", config, NodeConfig::effectiveQuotaBytes);
        counter("etcd_server_leader_changes_seen", shared, SharedState::leaderChanges);
        counter("etcd_server_proposals_failed", counts.proposalsFailed);
        counter("etcd_server_read_indexes_failed", counts.readIndexesFailed);
        counter("etcd_server_slow_apply", counts.slowTurns);
        counter("etcd_server_heartbeat_send_failures", counts.lateHeartbeats);
        fixed.counter("etcd_server_learner_promote_successes", counts.promotions::sum);
        fixed.gauge("etcd_server_proposals_committed_total", shared::commitIndex);
        fixed.gauge("etcd_server_proposals_applied_total", shared::appliedIndex);
    }

    private void bindStore(MvccStore users, StorageView storage) {
        gauge("etcd_mvcc_db_total_size_in_bytes", storage, StorageView::sizeBytes);
        gauge("etcd_mvcc_db_total_size_in_use_in_bytes", storage, StorageView::sizeInUseBytes);
        counter("etcd_mvcc_range", counts.ranges);
        counter("etcd_mvcc_put", counts.puts);
        counter("etcd_mvcc_delete", counts.deletes);
        counter("etcd_mvcc_txn", counts.txns);
        counter("etcd_debugging_mvcc_events", counts.events);
        gauge("etcd_debugging_mvcc_total_put_size_in_bytes", counts.putBytes, LongAdder::sum);
        gauge("etcd_debugging_mvcc_current_revision", users, MvccStore::published);
        gauge("etcd_debugging_mvcc_compact_revision", users, MvccStore::publishedCompacted);
        fixed.gauge("etcd_debugging_mvcc_keys_total", users::keyCount);
        fixed.gauge("etcd_disk_wal_write_bytes_total", walBytes::sum);
    }

    private <T> void gauge(String name, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).strongReference(true).register(registry);
    }

    /** The registry adds {@code _total} to the name. */
    private <T> void counter(String name, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).register(registry);
    }

    private void counter(String name, LongAdder count) {
        counter(name, count, LongAdder::sum);
    }

    private void constant(String name, Tag tag) {
        Gauge.builder(name, () -> 1).tags(List.of(tag)).register(registry);
    }

    /** By the replica's run, after each turn. */
    void applied(Turn turn) {
        counts.applied(turn);
    }

    /** By the replica's run: how long it was busy with what had queued up. */
    void turned(long nanos) {
        if (nanos > SLOW_TURN_NANOS) {
            counts.slowTurns.increment();
        }
    }

    /** By the replica's run: a leader's heartbeats go out more than one period late. */
    void heartbeatLate() {
        counts.lateHeartbeats.increment();
    }

    /** By the replica's run, at each tick. */
    void tick(long expired, int pending) {
        expiredLeases = expired;
        pendingProposals = pending;
    }

    @Override
    public void forced(long nanos, long bytes) {
        walForce.record(nanos, TimeUnit.NANOSECONDS);
        walBytes.add(bytes);
    }

    /** A segment was written. */
    void flushed(long nanos) {
        commit.record(nanos, TimeUnit.NANOSECONDS);
    }

    void defragmented(long nanos) {
        defragmentation.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A check of {@code /livez} or {@code /readyz} was made; there is a fixed set of names. */
    public void checked(String type, String name, boolean well) {
        Tags tags = Tags.of("type", type, "name", name);
        registry.counter("etcd_server_healthchecks", tags.and("status", well ? "success" : "error"))
                .increment();
        checks.computeIfAbsent(type + name, key -> registry.gauge("etcd_server_healthcheck", tags, new AtomicInteger()))
                .set(well ? 1 : 0);
    }

    public void hashed(long nanos) {
        hash.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void hashedRevision(long nanos) {
        hashRevision.record(nanos, TimeUnit.NANOSECONDS);
    }
}
