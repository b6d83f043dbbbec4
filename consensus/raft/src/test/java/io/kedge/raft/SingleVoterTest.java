/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.raft.invariant.RaftInvariantException;
import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a group of one, taken output by output. */
class SingleVoterTest {
    private final RaftCore core =
            new RaftCore(RaftOptions.defaults(1, 42), RecoveredLog.empty(Configuration.ofVoters(1L)));

    private Append append() {
        Output output = core.output();
        assertThat(output.append()).isNotNull();
        return output.append();
    }

    private void lead() {
        core.campaign();
        core.persisted(append().id());
        core.persisted(append().id());
        core.output();
        core.applied(core.commitIndex());
    }

    @Test
    void electsItselfAfterSilence() {
        for (int i = 0; i < 20; i++) {
            core.tick();
        }
        Append vote = append();
        assertThat(vote.hardState()).isEqualTo(new HardState(1, 1, 0));
        assertThat(vote.mustForce()).isTrue();
        assertThat(core.role()).isEqualTo(Role.CANDIDATE);
        core.persisted(vote.id());
        assertThat(core.role()).isEqualTo(Role.LEADER);
        assertThat(core.output().leadershipChanged()).isTrue();
    }

    @Test
    void ownVoteCountsOnlyWhenDurable() {
        core.campaign();
        Append vote = append();
        for (int i = 0; i < 5; i++) {
            core.tick();
        }
        assertThat(core.role()).isEqualTo(Role.CANDIDATE);
        core.persisted(vote.id());
        assertThat(core.role()).isEqualTo(Role.LEADER);
    }

    @Test
    void nothingIsCommittedBeforeItIsDurable() {
        lead();
        long index = core.propose(new byte[] {1});
        Output output = core.output();
        assertThat(output.committed()).isEmpty();
        assertThat(output.append().entries()).extracting(LogEntry::index).containsExactly(index);
        assertThat(core.hasOutput()).isFalse();
        core.persisted(output.append().id());
        assertThat(core.output().committed()).extracting(LogEntry::index).containsExactly(index);
        assertThat(core.commitIndex()).isEqualTo(index);
    }

    @Test
    void aCommitIndexNeverCostsAnAppendOfItsOwn() {
        lead();
        core.propose(new byte[] {1});
        core.persisted(append().id());
        assertThat(core.output().append()).isNull();
        core.propose(new byte[] {2});
        assertThat(append().hardState()).isEqualTo(new HardState(1, 1, 2));
    }

    @Test
    void appendsArePipelinedAndOneCompletionCoversAllBefore() {
        lead();
        core.propose(new byte[] {1});
        Append first = append();
        core.propose(new byte[] {2});
        core.propose(new byte[] {3});
        Append second = append();
        core.persisted(second.id());
        assertThat(core.output().committed()).extracting(LogEntry::index).containsExactly(2L, 3L, 4L);
        core.persisted(first.id());
        assertThat(core.hasOutput()).isFalse();
    }

    @Test
    void aCompletionNeverIssuedStopsTheReplica() {
        assertThatThrownBy(() -> core.persisted(1)).isInstanceOf(RaftInvariantException.class);
    }

    @Test
    void uncommittedBytesAreBounded() {
        RaftCore small = new RaftCore(
                RaftOptions.builder(1, 1).maxUncommittedBytes(100).build(),
                RecoveredLog.empty(Configuration.ofVoters(1L)));
        small.campaign();
        small.persisted(small.output().append().id());
        small.persisted(small.output().append().id());
        assertThat(small.propose(new byte[1_000])).isPositive();
        assertThat(small.propose(new byte[1])).isEqualTo(RaftCore.OVERLOADED);
        small.persisted(small.output().append().id());
        assertThat(small.propose(new byte[1])).isPositive();
    }

    @Test
    void readsNeedNoRoundOnceTheOwnTermCommitted() {
        core.campaign();
        core.persisted(append().id());
        assertThat(core.readsWithoutRound()).isFalse();
        long held = core.readIndex();
        assertThat(held).isPositive();
        Output opening = core.output();
        assertThat(opening.reads()).isEmpty();
        core.persisted(opening.append().id());
        assertThat(core.output().reads()).containsExactly(new ReadState(held, 1));
        core.applied(1);
        assertThat(core.readsWithoutRound()).isTrue();
        long next = core.readIndex();
        assertThat(next).isGreaterThan(held);
        assertThat(core.output().reads()).containsExactly(new ReadState(next, 1));
    }

    @Test
    void readsWithoutRoundEndBeforeAConfigurationChange() {
        lead();
        assertThat(core.readsWithoutRound()).isTrue();
        assertThat(core.proposeConfiguration(ConfigurationChange.addLearner(2))).isEqualTo(2);
        assertThat(core.readsWithoutRound()).isFalse();
        core.persisted(append().id());
        LogEntry change = core.output().committed().get(0);
        core.applyConfiguration(change);
        core.applied(change.index());
        assertThat(core.readsWithoutRound()).isTrue();
        assertThat(core.configuration().learners()).containsExactly(2L);
    }

    @Test
    void aConfigurationEntryCannotBePassedOver() {
        lead();
        long index = core.proposeConfiguration(ConfigurationChange.addLearner(2));
        core.persisted(append().id());
        core.output();
        assertThatThrownBy(() -> core.applied(index)).isInstanceOf(RaftInvariantException.class);
    }

    @Test
    void recoveredCommittedEntriesAreDeliveredAgainAfterTheAppliedOnes() {
        List<LogEntry> entries = List.of(
                new LogEntry(1, 1, EntryType.NORMAL, new byte[0]),
                new LogEntry(2, 1, EntryType.NORMAL, new byte[] {1}),
                new LogEntry(3, 2, EntryType.NORMAL, new byte[] {2}));
        RaftCore restarted = new RaftCore(
                RaftOptions.defaults(1, 1),
                new RecoveredLog(new HardState(2, 1, 2), Configuration.ofVoters(1L), 0, 0, entries, 1));
        assertThat(restarted.output().committed()).extracting(LogEntry::index).containsExactly(2L);
        restarted.campaign();
        restarted.persisted(restarted.output().append().id());
        assertThat(restarted.term()).isEqualTo(3);
        restarted.persisted(restarted.output().append().id());
        assertThat(restarted.output().committed()).extracting(LogEntry::index).containsExactly(3L, 4L);
    }

    @Test
    void aLogThatLostCommittedEntriesIsRefused() {
        RecoveredLog lost = new RecoveredLog(new HardState(1, 1, 5), Configuration.ofVoters(1L), 0, 0, List.of(), 0);
        assertThatThrownBy(() -> new RaftCore(RaftOptions.defaults(1, 1), lost))
                .isInstanceOf(RaftInvariantException.class);
    }

    @Test
    void aSlowDiskDoesNotDeposeTheOnlyVoter() {
        lead();
        core.propose(new byte[] {1});
        Append slow = append();
        for (int i = 0; i < 100; i++) {
            core.tick();
        }
        assertThat(core.role()).isEqualTo(Role.LEADER);
        core.persisted(slow.id());
        assertThat(core.output().committed()).hasSize(1);
    }

    @Test
    void releasedEntriesStayWithinTheReserve() {
        RaftCore small = new RaftCore(
                RaftOptions.builder(1, 1).reserve(3, 1 << 20).build(), RecoveredLog.empty(Configuration.ofVoters(1L)));
        small.campaign();
        small.persisted(small.output().append().id());
        for (int i = 0; i < 20; i++) {
            small.propose(new byte[] {1});
        }
        small.persisted(small.output().append().id());
        small.output();
        small.applied(15);
        small.releaseLog(15);
        assertThat(small.firstIndex()).isEqualTo(13);
        assertThatThrownBy(() -> small.releaseLog(16)).isInstanceOf(RaftInvariantException.class);
    }
}
