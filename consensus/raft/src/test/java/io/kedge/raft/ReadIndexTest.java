/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Linearizable reads (dissertation 6.4) and the ways in which others served stale ones. */
class ReadIndexTest {
    private final TestCluster cluster = new TestCluster(1, 2, 3).elect(1);

    @Test
    void aReadIsConfirmedByAQuorumOfHeartbeatAnswers() {
        long number = cluster.core(1).readIndex();
        cluster.member(1).pump();
        assertThat(cluster.member(1).reads).isEmpty();
        cluster.settle();
        assertThat(cluster.member(1).reads).containsExactly(new ReadState(number, 1));
    }

    @Test
    void anAnswerToAHeartbeatSentBeforeTheReadDoesNotCount() {
        cluster.tick(1, 1);
        cluster.deliverAll();
        List<Message> answers = List.copyOf(cluster.wire);
        assertThat(answers).hasSize(2).allMatch(Message.HeartbeatResponse.class::isInstance);
        cluster.wire.clear();
        cluster.core(1).readIndex();
        cluster.drop = message -> message instanceof Message.Heartbeat;
        cluster.member(1).pump();
        answers.forEach(cluster::deliver);
        assertThat(cluster.member(1).reads).isEmpty();
        cluster.heal();
        cluster.tickAll(1);
        assertThat(cluster.member(1).reads).hasSize(1);
    }

    @Test
    void aLaterReadDoesNotJoinARoundInFlight() {
        long first = cluster.core(1).readIndex();
        cluster.member(1).pump();
        List<Message> round = List.copyOf(cluster.wire);
        cluster.wire.clear();
        cluster.core(1).readIndex();
        cluster.drop = message -> message instanceof Message.Heartbeat;
        cluster.member(1).pump();
        round.forEach(cluster::deliver);
        cluster.settle();
        assertThat(cluster.member(1).reads).extracting(ReadState::number).containsExactly(first);
    }

    @Test
    void oneRoundConfirmsAllReadsOfATurn() {
        cluster.sent.clear();
        for (int i = 0; i < 100; i++) {
            cluster.core(1).readIndex();
        }
        cluster.settle();
        assertThat(cluster.member(1).reads).hasSize(100);
        assertThat(cluster.sent(Message.Heartbeat.class)).hasSize(2);
    }

    @Test
    void aFollowersReadIsForwarded() {
        cluster.propose(1, "a");
        cluster.settle();
        long number = cluster.core(2).readIndex();
        cluster.settle();
        assertThat(cluster.member(2).reads).containsExactly(new ReadState(number, 2));
    }

    @Test
    void aReadWaitsForTheFirstCommitOfTheTerm() {
        cluster.drop = message -> message instanceof Message.AppendEntries;
        cluster.core(2).step(new Message.TimeoutNow(1, 2, 1));
        cluster.settle();
        assertThat(cluster.member(2).leads()).isTrue();
        cluster.core(2).readIndex();
        cluster.settle();
        assertThat(cluster.member(2).reads).isEmpty();
        cluster.heal();
        cluster.tickAll(2);
        assertThat(cluster.member(2).reads).extracting(ReadState::index).containsExactly(2L);
    }

    @Test
    void readsFailWhenLeadershipIsLost() {
        cluster.isolate(1);
        long local = cluster.core(1).readIndex();
        cluster.tick(1, 25);
        assertThat(cluster.member(1).failedReads).containsExactly(new ReadFailed(local));
        assertThat(cluster.core(1).readIndex()).isEqualTo(RaftCore.NO_LEADER);
    }

    @Test
    void aForwardedReadWithoutAnswerFails() {
        cluster.drop = message -> message instanceof Message.ReadIndexRequest;
        long number = cluster.core(2).readIndex();
        cluster.tickAll(12);
        assertThat(cluster.member(2).failedReads).containsExactly(new ReadFailed(number));
    }
}
