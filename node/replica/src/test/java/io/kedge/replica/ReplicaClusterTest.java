/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.CompactRequest;
import io.kedge.model.Key;
import io.kedge.model.MemberAttributes;
import io.kedge.model.MemberChange;
import io.kedge.model.MemberInfo;
import io.kedge.model.MembersResult;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.StatusCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes, reads and changes of members through any of three members. */
final class ReplicaClusterTest {

    private static PutRequest put(String key) {
        return PutRequest.of(Key.utf8(key), new byte[] {1});
    }

    private static ReplicaCluster cluster() throws Exception {
        ReplicaCluster cluster = new ReplicaCluster(1, 3).start();
        cluster.elect(1);
        return cluster;
    }

    private static void publish(ReplicaCluster cluster, long id) throws Exception {
        cluster.run(id, new MemberAttributes(id, "m" + id, List.of("http://c" + id)));
    }

    private static void assertAllEqual(ReplicaCluster cluster) throws Exception {
        cluster.pass(500);
        List<Object> state = cluster.leader().state();
        cluster.nodes.values().forEach(node -> assertThat(node.state())
                .as("member %d", node.id)
                .isEqualTo(state));
    }

    private static StatusCode change(
            ReplicaCluster cluster, long at, MemberChange.Kind kind, long member, String... urls) throws Exception {
        return cluster.run(at, new MemberChange(kind, member, List.of(urls))).failure();
    }

    @Test
    void anyMemberTakesAWrite() throws Exception {
        ReplicaCluster cluster = cluster();
        for (long at = 1; at <= 3; at++) {
            Proposal proposal = cluster.run(at, put("k" + at));
            assertThat(proposal.failure()).as("at %d", at).isNull();
            assertThat(((PutResult) proposal.result()).revision()).isEqualTo(1 + at);
        }
        assertAllEqual(cluster);
    }

    @Test
    void aRepeatedForwardIsTakenOnce() throws Exception {
        ReplicaCluster cluster = cluster();
        Proposal proposal = cluster.propose(2, put("k"));
        cluster.node(2).turn(10);
        List<ReplicaCluster.Packet> sent = List.copyOf(cluster.bag);
        assertThat(sent).isNotEmpty();
        cluster.bag.addAll(sent);
        cluster.settle();
        sent.forEach(cluster::deliver);
        cluster.settle();
        assertThat(proposal.result().revision()).isEqualTo(2);
        assertThat(cluster.node(1).replica.stores().users().revision()).isEqualTo(2);
    }

    @Test
    void aForwardToALeaderThatIsGoneIsGivenToTheNext() throws Exception {
        ReplicaCluster cluster = cluster();
        cluster.isolate(1);
        Proposal lost = cluster.propose(2, put("lost"));
        cluster.settle();
        cluster.pass(4_000);
        assertThat(cluster.leader().id).isNotEqualTo(1);
        assertThat(lost.failure()).isNull();
        assertThat(lost.result().revision()).isEqualTo(2);
        cluster.heal();
        cluster.pass(1_000);
        assertThat(cluster.run(1, put("k")).result().revision()).isEqualTo(3);
        assertAllEqual(cluster);
    }

    @Test
    void aLeadersOwnWriteThatItsSuccessorDoesNotHaveIsGivenToIt() throws Exception {
        ReplicaCluster cluster = cluster();
        cluster.isolate(1);
        Proposal lost = cluster.propose(1, put("lost"));
        Proposal late = cluster.propose(1, put("late"));
        cluster.settle();
        cluster.pass(4_000);
        assertThat(cluster.leader().id).isNotEqualTo(1);
        assertThat(lost.isAnswered()).isFalse();
        cluster.heal();
        cluster.pass(500);
        assertThat(lost.failure()).isNull();
        assertThat(lost.result().revision()).isEqualTo(2);
        assertThat(late.result().revision()).isEqualTo(3);
        assertAllEqual(cluster);
    }

    @Test
    void aLeadersOwnWriteThatItsSuccessorHasIsAnswered() throws Exception {
        ReplicaCluster cluster = cluster();
        Proposal proposal = cluster.propose(1, put("k"));
        cluster.node(1).turn(10);
        cluster.node(1).persistOne(true);
        List.copyOf(cluster.bag).forEach(cluster::deliver);
        cluster.bag.clear();
        cluster.isolate(1);
        cluster.pass(4_000);
        assertThat(cluster.leader().id).isNotEqualTo(1);
        assertThat(proposal.result()).isNull();
        cluster.heal();
        cluster.pass(500);
        assertThat(proposal.failure()).isNull();
        assertThat(proposal.result().revision()).isEqualTo(2);
    }

    @Test
    void withoutALeaderRequestsWaitUntilOneIsThereOrTheirTimeIsOver() throws Exception {
        ReplicaCluster cluster = new ReplicaCluster(1, 3).start();
        Proposal proposal = cluster.run(2, put("k"));
        ReadTicket read = cluster.read(3, new ReadTicket());
        assertThat(proposal.failure()).isNull();
        assertThat(cluster.reads).isEmpty();
        cluster.pass(3_000);
        assertThat(proposal.result()).isNotNull();
        assertThat(cluster.reads).containsExactly(read);
        assertThat(read.failure()).isNull();
        cluster.drop = packet -> true;
        cluster.pass(3_000);
        Proposal late = cluster.run(2, put("late"));
        ReadTicket lateRead = cluster.read(2, new ReadTicket());
        cluster.pass(6_900);
        assertThat(late.failure()).isNull();
        cluster.pass(200);
        assertThat(late.failure()).isEqualTo(StatusCode.TIMEOUT);
        assertThat(lateRead.failure()).isEqualTo(StatusCode.TIMEOUT);
    }

    @Test
    void aFollowersReadSeesWhatWasAcknowledgedBefore() throws Exception {
        ReplicaCluster cluster = cluster();
        // The third member hears of the commit only with the next heartbeat.
        cluster.isolate(3);
        cluster.run(1, put("k"));
        cluster.heal();
        cluster.node(3).replica.read(new ReadTicket());
        assertThat(cluster.node(3).replica.stores().users().published()).isEqualTo(1);
        cluster.settle();
        for (int i = 0; i < 30 && cluster.reads.isEmpty(); i++) {
            cluster.pass(100);
        }
        assertThat(cluster.reads).hasSize(1);
        assertThat(cluster.reads.get(0).failure()).isNull();
        assertThat(cluster.node(3).replica.stores().users().published()).isEqualTo(2);
    }

    @Test
    void leadershipIsHandedOverWithoutLosingAWrite() throws Exception {
        ReplicaCluster cluster = cluster();
        cluster.pass(200);
        LeaderMove move = new LeaderMove(0);
        cluster.node(1).replica.moveLeader(move, cluster.node(1).nowNanos);
        Proposal own = cluster.propose(1, put("own"));
        Proposal forwarded = cluster.propose(2, put("forwarded"));
        Proposal other = cluster.propose(3, put("other"));
        cluster.settle();
        cluster.pass(300);
        assertThat(cluster.moves).containsExactly(move);
        assertThat(move.failure()).isNull();
        assertThat(cluster.leader().id).isNotEqualTo(1);
        for (Proposal proposal : List.of(own, forwarded, other)) {
            assertThat(proposal.failure()).isNull();
            assertThat(proposal.result()).isNotNull();
        }
        assertAllEqual(cluster);
    }

    @Test
    void leadershipMovesOnlyFromTheLeaderAndToAVoter() throws Exception {
        ReplicaCluster cluster = cluster();
        LeaderMove atFollower = new LeaderMove(3);
        LeaderMove toStranger = new LeaderMove(9);
        LeaderMove toItself = new LeaderMove(1);
        cluster.node(2).replica.moveLeader(atFollower, cluster.node(2).nowNanos);
        cluster.node(1).replica.moveLeader(toStranger, cluster.node(1).nowNanos);
        cluster.node(1).replica.moveLeader(toItself, cluster.node(1).nowNanos);
        cluster.settle();
        assertThat(atFollower.failure()).isEqualTo(StatusCode.NOT_LEADER);
        assertThat(toStranger.failure()).isEqualTo(StatusCode.BAD_TRANSFEREE);
        assertThat(toItself.failure()).isNull();
        cluster.drop = packet -> packet.to() == 3;
        LeaderMove deaf = new LeaderMove(3);
        cluster.node(1).replica.moveLeader(deaf, cluster.node(1).nowNanos);
        cluster.pass(2_500);
        assertThat(deaf.failure()).isEqualTo(StatusCode.TRANSFER_TIMEOUT);
        assertThat(cluster.run(2, put("k")).failure()).isNull();
    }

    @Test
    void aMemberIsAddedPromotedUpdatedAndRemovedThroughAFollower() throws Exception {
        ReplicaCluster cluster = new ReplicaCluster(1, 3);
        cluster.strict = true;
        cluster.start().elect(1);
        for (long id = 1; id <= 3; id++) {
            publish(cluster, id);
        }
        cluster.run(2, put("k"));
        Proposal added = cluster.run(2, new MemberChange(MemberChange.Kind.ADD_LEARNER, 4, List.of("http://m4")));
        assertThat(added.failure()).isNull();
        MembersResult result = (MembersResult) added.result();
        assertThat(result.members()).contains(new MemberInfo(4, "", List.of("http://m4"), List.of(), true));
        assertThat(change(cluster, 3, MemberChange.Kind.ADD_LEARNER, 5, "http://m5"))
                .isEqualTo(StatusCode.TOO_MANY_LEARNERS);
        assertThat(change(cluster, 3, MemberChange.Kind.ADD_VOTER, 5, "http://m4"))
                .isEqualTo(StatusCode.PEER_URL_EXISTS);
        assertThat(change(cluster, 3, MemberChange.Kind.ADD_VOTER, 2, "http://m5"))
                .isEqualTo(StatusCode.MEMBER_EXISTS);
        assertThat(change(cluster, 3, MemberChange.Kind.PROMOTE, 4)).isEqualTo(StatusCode.LEARNER_NOT_READY);
        assertThat(change(cluster, 3, MemberChange.Kind.PROMOTE, 3)).isEqualTo(StatusCode.NOT_A_LEARNER);
        assertThat(change(cluster, 3, MemberChange.Kind.UPDATE, 4, "http://m4b"))
                .isNull();
        assertThat(cluster.node(1).replica.raft().configuration().learners()).containsExactly(4L);

        ClusterNode fourth = cluster.add(4, List.of());
        cluster.pass(3_000);
        assertThat(fourth.installs).isEqualTo(1);
        publish(cluster, 4);
        assertThat(change(cluster, 3, MemberChange.Kind.PROMOTE, 4)).isNull();
        assertThat(fourth.replica.raft().configuration().voters()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(fourth.replica.stores().system().members().all().get(4L))
                .isEqualTo(new MemberInfo(4, "m4", List.of("http://m4b"), List.of("http://c4"), false));
        assertAllEqual(cluster);

        assertThat(change(cluster, 4, MemberChange.Kind.REMOVE, 1)).isNull();
        cluster.pass(5_000);
        assertThat(cluster.node(1).removed).isTrue();
        cluster.nodes.remove(1L);
        cluster.pass(3_000);
        assertThat(cluster.leader()).isNotNull();
        assertThat(change(cluster, 2, MemberChange.Kind.REMOVE, 1)).isEqualTo(StatusCode.MEMBER_NOT_FOUND);
        assertThat(change(cluster, 2, MemberChange.Kind.ADD_VOTER, 1, "http://m1"))
                .isEqualTo(StatusCode.MEMBER_EXISTS);
        assertThat(cluster.run(3, put("k2")).failure()).isNull();
        assertAllEqual(cluster);
    }

    @Test
    void changesThatWouldCostTheQuorumAreRefused() throws Exception {
        ReplicaCluster cluster = new ReplicaCluster(1, 3);
        cluster.strict = true;
        cluster.start().elect(1);
        publish(cluster, 1);
        assertThat(change(cluster, 1, MemberChange.Kind.ADD_VOTER, 4, "http://m4"))
                .isEqualTo(StatusCode.NOT_ENOUGH_STARTED);
        publish(cluster, 2);
        publish(cluster, 3);
        cluster.isolate(3);
        cluster.pass(2_500);
        assertThat(change(cluster, 1, MemberChange.Kind.ADD_VOTER, 4, "http://m4"))
                .isEqualTo(StatusCode.UNHEALTHY);
        assertThat(change(cluster, 1, MemberChange.Kind.REMOVE, 2)).isEqualTo(StatusCode.UNHEALTHY);
        assertThat(change(cluster, 1, MemberChange.Kind.REMOVE, 3)).isNull();
        assertThat(cluster.node(1).replica.raft().configuration().voters()).containsExactly(1L, 2L);
    }

    @Test
    void concurrentChangesHappenOneAfterTheOther() throws Exception {
        ReplicaCluster cluster = cluster();
        Proposal first = cluster.propose(1, new MemberChange(MemberChange.Kind.REMOVE, 3, List.of()));
        Proposal second = cluster.propose(1, new MemberChange(MemberChange.Kind.ADD_LEARNER, 4, List.of("http://m4")));
        Proposal third = cluster.propose(2, new MemberChange(MemberChange.Kind.REMOVE, 3, List.of()));
        cluster.pass(500);
        assertThat(first.failure()).isNull();
        assertThat(second.failure()).isNull();
        assertThat(third.failure()).isEqualTo(StatusCode.MEMBER_NOT_FOUND);
        assertThat(cluster.node(2).replica.raft().configuration().members()).containsExactly(1L, 2L, 4L);
    }

    /** The steps: fetch and begin, replace the manifest, swap the stores, give out the append, make it durable. */
    @Test
    void aCrashBetweenAnyTwoStepsOfAnInstallationLeavesTheOldStateOrTheNewOne() throws Exception {
        for (int steps = 0; steps <= 5; steps++) {
            ReplicaCluster cluster = new ReplicaCluster(steps, 3);
            cluster.reserveEntries = 3;
            cluster.start().elect(1);
            cluster.run(1, put("before"));
            cluster.isolate(3);
            for (int i = 0; i < 20; i++) {
                cluster.run(1, put("k" + i));
            }
            cluster.node(1).replica.requestFlush();
            cluster.settle();
            ClusterNode away = cluster.node(3);
            long before = away.replica.appliedIndex();
            long image = cluster.node(1).backend.state().appliedIndex();
            cluster.heal();
            for (int i = 0; i < 100 && away.offers.isEmpty(); i++) {
                cluster.node(1).tick(100);
                cluster.node(1).settle();
                List<ReplicaCluster.Packet> all = List.copyOf(cluster.bag);
                cluster.bag.clear();
                all.forEach(cluster::deliver);
                away.turn(100);
                away.persistOne(true);
                cluster.node(2).settle();
            }
            assertThat(away.offers).isNotEmpty();
            long sentBefore = snapshotResponses(cluster);
            for (int step = 1; step <= Math.min(steps, 3); step++) {
                away.installStep(false);
            }
            if (steps >= 4) {
                away.turn(0);
            }
            assertThat(snapshotResponses(cluster))
                    .as("acknowledged after step %d", steps)
                    .isEqualTo(sentBefore);
            if (steps == 5) {
                away.persistOne(true);
                assertThat(snapshotResponses(cluster)).isGreaterThan(sentBefore);
            }
            away.crash();
            long applied = away.replica.appliedIndex();
            assertThat(applied).as("after step %d", steps).isIn(0L, before, image);
            assertThat(applied == image).as("after step %d", steps).isEqualTo(steps >= 2);
            cluster.pass(3_000);
            assertThat(cluster.run(3, put("after")).failure())
                    .as("step %d", steps)
                    .isNull();
            assertAllEqual(cluster);
        }
    }

    private static long snapshotResponses(ReplicaCluster cluster) {
        return cluster.bag.stream()
                .filter(packet -> packet.body() instanceof io.kedge.raft.Message.SnapshotResponse)
                .count();
    }

    @Test
    void whoWasAwayForLongGetsAnImageAndGoesOn() throws Exception {
        ReplicaCluster cluster = new ReplicaCluster(1, 3);
        cluster.reserveEntries = 5;
        cluster.start().elect(1);
        cluster.isolate(3);
        for (int i = 0; i < 50; i++) {
            cluster.run(1, put("k" + i % 7));
        }
        cluster.run(1, new CompactRequest(30, false));
        cluster.node(1).replica.requestFlush();
        cluster.settle();
        cluster.heal();
        cluster.pass(4_000);
        assertThat(cluster.node(3).installs).isEqualTo(1);
        assertThat(cluster.node(3).replica.stores().users().publishedCompacted())
                .isEqualTo(30);
        assertThat(cluster.run(3, put("after")).failure()).isNull();
        assertAllEqual(cluster);
        cluster.node(3).crash();
        cluster.pass(1_000);
        assertAllEqual(cluster);
    }
}
