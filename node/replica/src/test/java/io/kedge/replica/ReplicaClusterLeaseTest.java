/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.LeaseGrant;
import io.kedge.model.StatusCode;
import io.kedge.replica.lease.Lease;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases while leaders come and go. */
final class ReplicaClusterLeaseTest {

    private static ReplicaCluster withLease(long ttlSeconds) throws Exception {
        ReplicaCluster cluster = new ReplicaCluster(1, 3).start();
        cluster.elect(1);
        assertThat(cluster.run(2, new LeaseGrant(5, ttlSeconds, List.of())).failure())
                .isNull();
        return cluster;
    }

    private static Lease lease(ReplicaCluster cluster, long at) {
        return cluster.node(at).replica.stores().system().leases().get(5);
    }

    private static LeaseCall call(ReplicaCluster cluster, long at, LeaseCall.Kind kind) throws Exception {
        LeaseCall call = new LeaseCall(kind, 5, true);
        cluster.node(at).replica.read(call);
        cluster.settle();
        return call;
    }

    private static ReplicaCluster afterLeaderFailure(ReplicaCluster cluster) throws Exception {
        cluster.isolate(1);
        for (int i = 0; i < 50 && (cluster.leader() == null || cluster.leader().id == 1); i++) {
            cluster.pass(100);
        }
        assertThat(cluster.leader().id).isNotEqualTo(1);
        return cluster;
    }

    @Test
    void onlyTheLeaderAnswersForALease() throws Exception {
        ReplicaCluster cluster = withLease(10);
        cluster.pass(2_000);
        assertThat(call(cluster, 2, LeaseCall.Kind.RENEW).failure()).isEqualTo(StatusCode.NOT_LEADER);
        LeaseCall left = call(cluster, 1, LeaseCall.Kind.TIME_TO_LIVE);
        assertThat(left.failure()).isNull();
        assertThat(left.seconds()).isEqualTo(8);
        assertThat(left.grantedSeconds()).isEqualTo(10);
        assertThat(call(cluster, 1, LeaseCall.Kind.RENEW).seconds()).isEqualTo(10);
        assertThat(call(cluster, 1, LeaseCall.Kind.TIME_TO_LIVE).seconds()).isEqualTo(10);
        cluster.pass(10_200);
        for (long id = 1; id <= 3; id++) {
            assertThat(lease(cluster, id)).isNull();
        }
        assertThat(call(cluster, 1, LeaseCall.Kind.TIME_TO_LIVE).seconds()).isEqualTo(-1);
        assertThat(call(cluster, 1, LeaseCall.Kind.RENEW).seconds()).isZero();
    }

    @Test
    void aDeposedLeaderNeitherRenewsNorExpires() throws Exception {
        ReplicaCluster cluster = withLease(3);
        cluster.isolate(1);
        LeaseCall renewal = call(cluster, 1, LeaseCall.Kind.RENEW);
        cluster.pass(4_500);
        assertThat(renewal.failure()).isEqualTo(StatusCode.NOT_LEADER);
        assertThat(cluster.node(1).replica.expiredLeases()).isZero();
    }

    @Test
    void aNewLeaderGivesTheWholeTimeAndAnElectionTimeout() throws Exception {
        ReplicaCluster cluster = withLease(10);
        cluster.pass(9_000);
        afterLeaderFailure(cluster);
        long leader = cluster.leader().id;
        cluster.pass(10_500);
        assertThat(lease(cluster, leader)).isNotNull();
        cluster.pass(1_500);
        assertThat(lease(cluster, leader)).isNull();
    }

    @Test
    void aNewLeaderCountsFromTheCheckpointUnlessARenewalClearedIt() throws Exception {
        ReplicaCluster cluster = withLease(100);
        cluster.pass(20_300);
        assertThat(lease(cluster, 2).checkpointSeconds()).isBetween(78L, 81L);
        ReplicaCluster renewed = withLease(100);
        renewed.pass(20_300);
        assertThat(call(renewed, 1, LeaseCall.Kind.RENEW).seconds()).isEqualTo(100);
        assertThat(lease(renewed, 2).checkpointSeconds()).isZero();
        afterLeaderFailure(cluster);
        afterLeaderFailure(renewed);
        cluster.settle();
        long left =
                call(cluster, cluster.leader().id, LeaseCall.Kind.TIME_TO_LIVE).seconds();
        long leftRenewed =
                call(renewed, renewed.leader().id, LeaseCall.Kind.TIME_TO_LIVE).seconds();
        assertThat(left).isBetween(79L, 82L);
        assertThat(leftRenewed).isBetween(99L, 101L);
    }

    @Test
    void aRenewalAfterACheckpointWaitsForItsClearingAlsoIfThatCheckpointIsStillOnItsWay() throws Exception {
        ReplicaCluster cluster = withLease(100);
        cluster.pass(19_900);
        ClusterNode leader = cluster.node(1);
        for (int i = 0; i < 5 && !lease(cluster, 1).hasCheckpoint(); i++) {
            leader.tick(100);
        }
        assertThat(lease(cluster, 1).hasCheckpoint()).as("proposed").isTrue();
        assertThat(lease(cluster, 1).checkpointSeconds()).as("not applied").isZero();
        LeaseCall renewal = call(cluster, 1, LeaseCall.Kind.RENEW);
        assertThat(renewal.failure()).isNull();
        for (long id = 1; id <= 3; id++) {
            cluster.pass(200);
            assertThat(lease(cluster, id).checkpointSeconds()).isZero();
        }
        assertThat(cluster.reads).contains(renewal);
    }

    @Test
    void aPausedLeaderTakesRenewalsBeforeItExpires() throws Exception {
        ReplicaCluster cluster = withLease(10);
        cluster.pass(5_000);
        ClusterNode leader = cluster.node(1);
        leader.tick(8_000);
        LeaseCall renewal = new LeaseCall(LeaseCall.Kind.RENEW, 5, false);
        leader.tick(100);
        leader.replica.read(renewal);
        cluster.settle();
        assertThat(renewal.failure()).isNull();
        assertThat(renewal.seconds()).isEqualTo(10);
        cluster.pass(9_000);
        assertThat(lease(cluster, 1)).isNotNull();
    }
}
