/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.raft.membership.Configuration;
import io.kedge.raft.progress.ProgressState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentences of the paper's 5.3 and 5.4.2, asynchronous persistence, sessions, flow control and snapshots. */
class ReplicationTest {
    @Test
    void anEntryCommitsWhenAMajorityHoldsItDurablyAlsoWithoutTheLeader() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        long index = cluster.propose(1, "a");
        cluster.deliverAll();
        assertThat(cluster.core(1).commitIndex()).isLessThan(index);
        cluster.member(2).completeAppend();
        cluster.deliverAll();
        assertThat(cluster.core(1).commitIndex()).isLessThan(index);
        cluster.member(3).completeAppend();
        cluster.deliverAll();
        assertThat(cluster.core(1).commitIndex()).isEqualTo(index);
        assertThat(cluster.member(1).toApply)
                .as("not durable at the leader yet")
                .isEmpty();
        cluster.member(1).completeAppend();
        assertThat(cluster.member(1).toApply).hasSize(1);
    }

    @Test
    void onlyEntriesOfTheOwnTermAreCommittedByCounting() {
        TestCluster cluster = new TestCluster(options -> options.electionRules(false, false), 1, 2, 3).elect(1);
        cluster.drop = message -> message instanceof Message.AppendEntries;
        cluster.propose(1, "old");
        cluster.member(1).completeAppend();
        cluster.settle();
        cluster.drop = message -> false;
        cluster.member(1).crash();
        cluster.core(1).campaign();
        // Everything but the entry that opens the new term reaches a follower.
        cluster.drop = message -> message instanceof Message.AppendEntries append
                && append.entries().stream().anyMatch(entry -> entry.term() == 2);
        cluster.settle();
        assertThat(cluster.member(1).leads()).isTrue();
        RaftCore leader = cluster.core(1);
        long session = cluster.sent(Message.AppendEntries.class).stream()
                .filter(append -> append.term() == 2 && append.to() == 2)
                .findFirst()
                .orElseThrow()
                .session();
        leader.step(new Message.AppendResponse(2, 1, 2, session, false, 2, 0, 0));
        assertThat(leader.commitIndex()).isEqualTo(1);
        leader.step(new Message.AppendResponse(2, 1, 2, session, false, 3, 0, 0));
        assertThat(leader.commitIndex()).isEqualTo(3);
    }

    @Test
    void followersAcknowledgeOnlyWhatIsDurable() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.sent.clear();
        cluster.propose(1, "a");
        cluster.deliverAll();
        assertThat(cluster.sent(Message.AppendResponse.class)).isEmpty();
        // A repeated append finds the entry in the log, but it is still on its way to disk.
        List<Message.AppendEntries> repeated = cluster.sent(Message.AppendEntries.class);
        repeated.forEach(cluster::deliver);
        assertThat(cluster.sent(Message.AppendResponse.class)).isEmpty();
        cluster.settle();
        assertThat(cluster.sent(Message.AppendResponse.class))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(response -> !response.rejected() && response.index() == 2);
    }

    @Test
    void conflictingSuffixesAreReplaced() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.isolate(1);
        for (int i = 0; i < 5; i++) {
            cluster.propose(1, "lost" + i);
        }
        cluster.settle();
        cluster.tick(1, 25);
        cluster.tick(2, 10);
        cluster.tick(3, 10);
        cluster.elect(2);
        cluster.propose(2, "kept");
        cluster.settle();
        cluster.heal();
        cluster.tickAll(5);
        assertThat(cluster.core(1).lastIndex()).isEqualTo(cluster.core(2).lastIndex());
        assertThat(cluster.member(1).applied).isEqualTo(cluster.member(2).applied);
        assertThat(cluster.member(1).diskLog).isEqualTo(cluster.member(2).diskLog);
    }

    /** The ABA of asynchronous writes: (2, term 1) is written, overwritten, and written again by a later leader. */
    @Test
    void aWriteThatWasCutDoesNotAttestTheSameEntryWrittenAgain() {
        RaftCore follower = new RaftCore(
                RaftOptions.builder(2, 1).electionRules(false, false).build(),
                RecoveredLog.empty(Configuration.ofVoters(1L, 2L, 3L)));
        LogEntry a1 = new LogEntry(1, 1, EntryType.NORMAL, new byte[] {1});
        LogEntry b1 = new LogEntry(1, 2, EntryType.NORMAL, new byte[] {2});
        follower.step(new Message.AppendEntries(1, 2, 1, 1, 0, 0, List.of(a1), 0));
        Append first = follower.output().append();
        follower.step(new Message.AppendEntries(3, 2, 2, 1, 0, 0, List.of(b1), 0));
        Append second = follower.output().append();
        follower.step(new Message.AppendEntries(1, 2, 3, 2, 0, 0, List.of(a1), 1));
        Append third = follower.output().append();
        follower.persisted(first.id());
        assertThat(follower.durableIndex()).isZero();
        follower.persisted(second.id());
        assertThat(follower.durableIndex()).isZero();
        assertThat(follower.output().committed()).isEmpty();
        follower.persisted(third.id());
        assertThat(follower.output().committed()).containsExactly(a1);
    }

    @Test
    void aCompletionFromBeforeATermChangeAttestsNothing() {
        RaftCore follower =
                new RaftCore(RaftOptions.defaults(2, 1), RecoveredLog.empty(Configuration.ofVoters(1L, 2L, 3L)));
        LogEntry entry = new LogEntry(1, 1, EntryType.NORMAL, new byte[] {1});
        follower.step(new Message.AppendEntries(1, 2, 1, 1, 0, 0, List.of(entry), 1));
        Append before = follower.output().append();
        follower.step(new Message.Heartbeat(3, 2, 2, 1, 0, 0));
        Append after = follower.output().append();
        follower.persisted(before.id());
        assertThat(follower.durableIndex()).isZero();
        follower.persisted(after.id());
        assertThat(follower.durableIndex()).isEqualTo(1);
    }

    @Test
    void answersOfAnotherTermOrSessionChangeNothing() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        long index = cluster.propose(1, "a");
        RaftCore leader = cluster.core(1);
        Message.AppendEntries append = cluster.sent(Message.AppendEntries.class).stream()
                .filter(message -> message.to() == 2)
                .reduce((first, second) -> second)
                .orElseThrow();
        cluster.member(1).completeAppend();
        leader.step(new Message.AppendResponse(2, 1, 0, append.session(), false, index, 0, 0));
        leader.step(new Message.AppendResponse(2, 1, 1, append.session() + 100, false, index, 0, 0));
        assertThat(leader.commitIndex()).isLessThan(index);
        assertThat(leader.status().peers().get(2L).match()).isLessThan(index);
        leader.step(new Message.AppendResponse(2, 1, 1, append.session(), false, index, 0, 0));
        assertThat(leader.commitIndex()).isEqualTo(index);
    }

    @Test
    void appendsToOnePeerAreBoundedByCount() {
        TestCluster cluster = new TestCluster(options -> options.inflight(4, 1 << 20, 30), 1, 2, 3).elect(1);
        cluster.isolate(2);
        cluster.sent.clear();
        for (int i = 0; i < 50; i++) {
            cluster.propose(1, "x" + i);
        }
        assertThat(cluster.sent(Message.AppendEntries.class).stream().filter(append -> append.to() == 2))
                .hasSize(4);
        assertThat(cluster.core(1).status().peers().get(2L).inflightMessages()).isEqualTo(4);
        cluster.heal();
        cluster.tickAll(5);
        assertThat(cluster.core(2).commitIndex()).isEqualTo(cluster.core(1).lastIndex());
    }

    @Test
    void lostAppendsAreFoundByTheHeartbeatsAnswer() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.drop = message -> message instanceof Message.AppendEntries && message.to() == 2;
        cluster.propose(1, "a");
        cluster.settle();
        cluster.heal();
        cluster.tickAll(2);
        assertThat(cluster.core(2).lastIndex()).isEqualTo(cluster.core(1).lastIndex());
        assertThat(cluster.core(1).status().peers().get(2L).state()).isEqualTo(ProgressState.REPLICATE);
    }

    /**
     * A follower that restarts within a term has forgotten what it verified; it must not stay behind when nothing is
     * new.
     */
    @Test
    void aRestartedFollowerLearnsTheCommitIndexFromAnIdleLeader() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.propose(1, "a");
        cluster.settle();
        cluster.member(2).crash();
        assertThat(cluster.core(2).commitIndex()).isLessThan(cluster.core(1).commitIndex());
        cluster.tickAll(2);
        assertThat(cluster.core(2).commitIndex()).isEqualTo(cluster.core(1).commitIndex());
    }

    /** Its entry may be another than the one that the leader committed at this index. */
    @Test
    void aHeartbeatCommitsNothingThatThisLeaderHasNotMatched() {
        LogEntry own = new LogEntry(1, 1, EntryType.NORMAL, new byte[] {1});
        LogEntry leaders = new LogEntry(1, 2, EntryType.NORMAL, new byte[] {2});
        Configuration voters = Configuration.ofVoters(1L, 2L, 3L);
        RaftCore follower = new RaftCore(
                RaftOptions.defaults(2, 1), new RecoveredLog(new HardState(2, 3, 0), voters, 0, 0, List.of(own), 0));
        follower.step(new Message.Heartbeat(3, 2, 2, 1, 1, 0));
        assertThat(follower.commitIndex()).isZero();
        follower.step(new Message.AppendEntries(3, 2, 2, 1, 0, 0, List.of(leaders), 0));
        follower.step(new Message.Heartbeat(3, 2, 2, 1, 1, 0));
        assertThat(follower.commitIndex()).isEqualTo(1);
        follower.persisted(follower.output().append().id());
        assertThat(follower.output().committed()).containsExactly(leaders);
    }

    @Test
    void whatOneLeaderMatchedIsNotMatchedByTheNext() {
        RaftCore follower =
                new RaftCore(RaftOptions.defaults(2, 1), RecoveredLog.empty(Configuration.ofVoters(1L, 2L, 3L)));
        LogEntry entry = new LogEntry(1, 1, EntryType.NORMAL, new byte[] {1});
        follower.step(new Message.AppendEntries(1, 2, 1, 1, 0, 0, List.of(entry), 0));
        follower.step(new Message.Heartbeat(3, 2, 2, 1, 1, 0));
        assertThat(follower.commitIndex()).isZero();
    }

    @Test
    void aMemberThatNeedsCutEntriesGetsASnapshotAndDropsItsConflictingSuffix() {
        TestCluster cluster = new TestCluster(options -> options.reserve(2, 1 << 20), 1, 2, 3).elect(3);
        cluster.isolate(3);
        for (int i = 0; i < 9; i++) {
            cluster.propose(3, "lost" + i);
        }
        cluster.settle();
        cluster.tickAll(40);
        TestMember leader = cluster.member(cluster.member(1).leads() ? 1 : 2);
        assertThat(leader.leads()).isTrue();
        for (int i = 0; i < 6; i++) {
            cluster.propose(leader.id, "kept" + i);
        }
        cluster.settle();
        leader.flush();
        assertThat(leader.core.firstIndex()).isGreaterThan(2);
        cluster.heal();
        cluster.tickAll(12);
        assertThat(cluster.sent(Message.SnapshotOffer.class)).isNotEmpty();
        TestMember late = cluster.member(3);
        assertThat(late.core.lastIndex()).isEqualTo(leader.core.lastIndex());
        assertThat(late.applied).isEqualTo(leader.applied);
        assertThat(late.diskBase.index()).isEqualTo(leader.snapshot.mark().index());
        cluster.propose(leader.id, "after");
        cluster.settle();
        late.crash();
        cluster.tickAll(3);
        assertThat(late.applied).isEqualTo(leader.applied);
    }

    @Test
    void aSnapshotResetsAnUncommittedConfiguration() {
        RaftCore follower =
                new RaftCore(RaftOptions.defaults(2, 1), RecoveredLog.empty(Configuration.ofVoters(1L, 2L, 3L)));
        SnapshotMark mark = new SnapshotMark(20, 4, Configuration.ofVoters(2L, 3L, 4L));
        follower.step(new Message.SnapshotOffer(3, 2, 4, 7, 20, 4, mark.configuration()));
        assertThat(follower.output().snapshotOffers()).hasSize(1);
        follower.adoptSnapshot(mark);
        assertThat(follower.configuration()).isEqualTo(mark.configuration());
        Output output = follower.output();
        assertThat(output.append().restoredTo()).isEqualTo(mark);
        assertThat(output.append().messagesAfterDurable())
                .contains(new Message.SnapshotResponse(2, 3, 4, 7, false, 20));
        assertThat(follower.firstIndex()).isEqualTo(21);
        assertThat(follower.appliedIndex()).isEqualTo(20);
    }
}
