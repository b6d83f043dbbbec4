/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.model.StatusCode;
import io.kedge.replica.Proposal;
import io.kedge.replica.Turn;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.server.loop.LoopNode;
import io.kedge.wal.WalListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The node's meters, under the names that etcd's dashboards and alerts use. */
final class NodeMeters implements WalListener {

    /** etcd's buckets: 1 ms doubled 13 times. */
    private static final int FSYNC_BUCKETS = 14;

    private final MeterRegistry registry;
    private final Timer walForce;
    private final Counter walBytes;
    private final Counter failedProposals;
    private final Counter events;
    private volatile long expiredLeases;
    private volatile int pendingProposals;

    NodeMeters(MeterRegistry registry) {
        this.registry = registry;
        Duration[] buckets = new Duration[FSYNC_BUCKETS];
        for (int i = 0; i < FSYNC_BUCKETS; i++) {
            buckets[i] = Duration.ofMillis(1L << i);
        }
        this.walForce = Timer.builder("etcd_disk_wal_fsync_duration_seconds")
                .description("Latency of one write and force of the log")
                .serviceLevelObjectives(buckets)
                .register(registry);
        this.walBytes = Counter.builder("etcd_disk_wal_write_bytes_total").register(registry);
        this.failedProposals =
                Counter.builder("etcd_server_proposals_failed_total").register(registry);
        this.events = Counter.builder("etcd_debugging_mvcc_events_total").register(registry);
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Meters that read the node's state when they are asked. */
    void bind(SharedState shared, MvccStore users, List<LoopNode> loops, StorageView storage, NodeConfig config) {
        gauge("etcd_server_has_leader", shared, s -> s.leader() == 0 ? 0 : 1);
        gauge("etcd_server_is_leader", shared, s -> s.isLeader() ? 1 : 0);
        gauge("etcd_server_is_learner", shared, s -> 0);
        gauge("etcd_server_proposals_committed_total", shared, SharedState::commitIndex);
        gauge("etcd_server_proposals_applied_total", shared, SharedState::appliedIndex);
        gauge("etcd_server_proposals_pending", this, m -> m.pendingProposals);
        gauge("etcd_server_quota_backend_bytes", config, NodeConfig::effectiveQuotaBytes);
        gauge("etcd_mvcc_db_total_size_in_bytes", storage, StorageView::sizeBytes);
        gauge("etcd_mvcc_db_total_size_in_use_in_bytes", storage, StorageView::sizeInUseBytes);
        gauge("etcd_debugging_mvcc_keys_total", users, MvccStore::keyCount);
        gauge("etcd_debugging_mvcc_current_revision", users, MvccStore::published);
        gauge("etcd_debugging_mvcc_compact_revision", users, MvccStore::publishedCompacted);
        gauge("etcd_debugging_mvcc_watcher_total", loops, all -> all.stream()
                .mapToInt(loop -> loop.shard().watcherCount())
                .sum());
        FunctionCounter.builder("etcd_debugging_server_lease_expired_total", this, m -> m.expiredLeases)
                .register(registry);
        Gauge.builder("etcd_server_version", () -> 1)
                .tag("server_version", EtcdVersion.SERVER)
                .register(registry);
        Gauge.builder("etcd_cluster_version", () -> 1)
                .tag("cluster_version", EtcdVersion.CLUSTER)
                .register(registry);
        Gauge.builder("etcd_server_id", () -> 1)
                .tag("server_id", Long.toHexString(shared.memberId()))
                .register(registry);
    }

    private <T> void gauge(String name, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).strongReference(true).register(registry);
    }

    /** By the replica's run, after each turn. */
    void applied(Turn turn) {
        for (Proposal proposal : turn.completed()) {
            if (proposal.failure() == StatusCode.TIMEOUT) {
                failedProposals.increment();
            }
        }
        int happened = 0;
        for (var revision : turn.events()) {
            happened += revision.events().size();
        }
        if (happened > 0) {
            events.increment(happened);
        }
    }

    /** By the replica's run, at each tick. */
    void tick(long expired, int pending) {
        expiredLeases = expired;
        pendingProposals = pending;
    }

    @Override
    public void forced(long nanos, long bytes) {
        walForce.record(nanos, TimeUnit.NANOSECONDS);
        walBytes.increment(bytes);
    }
}
