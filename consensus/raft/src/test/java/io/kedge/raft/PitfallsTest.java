/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.raft.membership.Configuration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults found in other implementations that no sentence of the paper leads to; pitfalls.md lists all of them. */
class PitfallsTest {
    private static final Configuration THREE = Configuration.ofVoters(1L, 2L, 3L);

    private static LogEntry entry(long index, long term) {
        return new LogEntry(index, term, EntryType.NORMAL, new byte[] {(byte) index});
    }

    private static RaftCore follower() {
        return new RaftCore(RaftOptions.defaults(2, 1), RecoveredLog.empty(THREE));
    }

    /** Redpanda: a commit index that arrived before the entry's own force was forgotten. */
    @Test
    void aCommitIndexHeardBeforeTheForceCountsAfterIt() {
        RaftCore follower = follower();
        follower.step(new Message.AppendEntries(1, 2, 1, 1, 0, 0, List.of(entry(1, 1)), 0));
        Append append = follower.output().append();
        follower.step(new Message.Heartbeat(1, 2, 1, 1, 1, 0));
        assertThat(follower.output().committed()).isEmpty();
        follower.persisted(append.id());
        assertThat(follower.output().committed()).containsExactly(entry(1, 1));
    }

    /** openraft: an image at an index that is committed already must not change what is committed. */
    @Test
    void aSnapshotAtACommittedIndexChangesNothing() {
        RaftCore follower = follower();
        List<LogEntry> entries = List.of(entry(1, 1), entry(2, 1), entry(3, 1));
        follower.step(new Message.AppendEntries(1, 2, 1, 1, 0, 0, entries, 3));
        follower.persisted(follower.output().append().id());
        follower.output().committed().forEach(committed -> follower.applied(committed.index()));
        assertThat(follower.appliedIndex()).isEqualTo(3);
        follower.adoptSnapshot(new SnapshotMark(2, 9, Configuration.ofVoters(2L, 8L, 9L)));
        assertThat(follower.lastIndex()).isEqualTo(3);
        assertThat(follower.entry(3).term()).isEqualTo(1);
        assertThat(follower.configuration()).isEqualTo(THREE);
        Output output = follower.output();
        assertThat(output.append() == null || output.append().restoredTo() == null)
                .isTrue();
    }

    /** Found by a specification: an image fetched from a sender that had moved on to a later term meanwhile. */
    @Test
    void aSnapshotOfALaterTermRaisesTheTermWithTheSameForce() {
        RaftCore follower = follower();
        follower.step(new Message.SnapshotOffer(3, 2, 4, 7, 20, 4, THREE));
        assertThat(follower.output().snapshotOffers()).hasSize(1);
        SnapshotMark fetched = new SnapshotMark(25, 6, THREE);
        follower.adoptSnapshot(fetched);
        assertThat(follower.term()).isEqualTo(6);
        Append append = follower.output().append();
        assertThat(append.restoredTo()).isEqualTo(fetched);
        assertThat(append.hardState().term()).isEqualTo(6);
        RecoveredLog afterPowerLoss = new RecoveredLog(append.hardState(), THREE, 25, 6, List.of(), 25);
        assertThat(new RaftCore(RaftOptions.defaults(2, 1), afterPowerLoss).lastIndex())
                .isEqualTo(25);
    }

    /** etcd: a member whose term is higher, stuck behind check-quorum, must make the leader's term catch up. */
    @Test
    void aMemberOfAHigherTermIsNotStuck() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.propose(1, "a");
        cluster.settle();
        long term = cluster.core(1).term();
        // As after a campaign without pre-vote, or one of an older version: durable, and higher than everybody's.
        cluster.member(3).diskHardState =
                new HardState(term + 5, 3, cluster.member(3).diskHardState.commit());
        cluster.member(3).crash();
        cluster.propose(1, "b");
        cluster.settle();
        cluster.tickAll(60);
        long leader = cluster.members.values().stream()
                .filter(TestMember::leads)
                .findFirst()
                .orElseThrow()
                .id;
        assertThat(cluster.core(leader).term()).isGreaterThan(term + 5);
        cluster.propose(leader, "c");
        cluster.settle();
        cluster.tickAll(3);
        assertThat(cluster.member(3).applied).isEqualTo(cluster.member(leader).applied);
    }

    /** etcd 20418: after a pause the leader of old must not answer a read by what it heard before the pause. */
    @Test
    void answersFromBeforeAPauseConfirmNoLaterRead() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.propose(1, "a");
        cluster.settle();
        long first = cluster.core(1).readIndex();
        cluster.member(1).pump();
        // Its heartbeats are answered, but the answers stay on the way while the leader is paused.
        List<Message> heartbeats = List.copyOf(cluster.wire);
        cluster.wire.clear();
        cluster.drop = message -> message.to() == 1;
        List<Message> before = List.copyOf(cluster.sent);
        heartbeats.forEach(cluster::deliver);
        List<Message> late = cluster.sent.subList(before.size(), cluster.sent.size()).stream()
                .filter(Message.HeartbeatResponse.class::isInstance)
                .toList();
        assertThat(late).isNotEmpty();
        for (int i = 0; i < 40 && !cluster.member(2).leads(); i++) {
            cluster.tick(2, 1);
            cluster.tick(3, 1);
            cluster.settle();
        }
        assertThat(cluster.member(2).leads() || cluster.member(3).leads()).isTrue();
        cluster.core(1).readIndex();
        cluster.member(1).pump();
        late.forEach(cluster::deliver);
        assertThat(cluster.member(1).reads).extracting(ReadState::number).containsExactly(first);
    }
}
