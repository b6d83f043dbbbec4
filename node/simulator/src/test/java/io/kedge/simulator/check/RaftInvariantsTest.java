/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three members with a sound past; each test breaks one thing, and the invariant with its name must say so. */
class RaftInvariantsTest {

    private final RaftInvariants invariants = new RaftInvariants();
    private final FakeMember one = new FakeMember(1);
    private final FakeMember two = new FakeMember(2);
    private final FakeMember three = new FakeMember(3);

    /** Member 1 leads term 2 and has committed 3 of 4 entries with member 2; member 3 has heard of one. */
    @BeforeEach
    void soundPast() {
        for (FakeMember member : List.of(one, two, three)) {
            observe(member);
        }
        observe(one.term(2));
        one.leads = true;
        observe(one.add(2, 2, 2, 2));
        observe(two.term(2).add(2, 2, 2));
        observe(three.term(2).add(2));
        one.applied = 2;
        observe(one.commit(3));
        observe(two.commit(2));
    }

    private void observe(FakeMember member) {
        invariants.observe(member.view());
    }

    private void breaks(Class<?> invariant, FakeMember member) {
        breaks(invariant.getSimpleName(), () -> observe(member));
    }

    private static void breaks(String invariant, ThrowingCallable event) {
        assertThatExceptionOfType(InvariantViolation.class)
                .isThrownBy(event)
                .satisfies(violation -> assertThat(violation.invariant()).isEqualTo(invariant));
    }

    @Test
    void whatIsSoundPasses() {
        assertThat(invariants.highestCommitted()).isEqualTo(3);
        observe(three.add(2, 2, 2).commit(4));
        three.applied = 3;
        three.snapshot = 3;
        three.log.releaseBefore(3);
        observe(three);
        two.life++;
        observe(two.commit(0));
        two.diskVote = 3;
        two.votedFor = 3;
        observe(two);
        observe(two.term(3));
        assertThat(invariants.observations()).isEqualTo(14);
    }

    @Test
    void anUncommittedSuffixMayGo() {
        observe(two.add(2));
        observe(two.term(3));
        two.log.cutFrom(4);
        two.disk.cutFrom(4);
        observe(two.add(3, 3));
    }

    @Test
    void twoLeadersOfATermAreFound() {
        observe(two.add(2));
        two.leads = true;
        breaks(ElectionSafety.class, two);
    }

    @Test
    void twoLeadersOfATermAreFoundLongAfter() {
        one.leads = false;
        observe(one.term(5));
        observe(three.add(2, 2, 2));
        three.leads = true;
        breaks(ElectionSafety.class, three);
    }

    @Test
    void anotherVoteInATermIsFound() {
        two.votedFor = 1;
        observe(two);
        two.votedFor = 3;
        breaks(VoteOnce.class, two);
    }

    @Test
    void anotherVoteAfterACrashIsFound() {
        two.diskVote = 1;
        observe(two);
        two.life++;
        two.diskVote = 0;
        observe(two.commit(0));
        two.diskVote = 3;
        breaks(VoteOnce.class, two);
    }

    @Test
    void differentEntriesOfOneTermAreFound() {
        three.log.addOther(2, 99);
        breaks(LogMatching.class, three);
    }

    @Test
    void differentPastsOfOneEntryAreFound() {
        three.log.cutFrom(1);
        three.log.addOther(1, 77);
        three.log.add(2);
        breaks(LogMatching.class, three);
    }

    @Test
    void termsThatFallAlongALogAreFound() {
        observe(three.add(2, 2, 2));
        three.log.add(1);
        breaks(LogMatching.class, three);
    }

    @Test
    void aRecoveredLogIsReadAsAWhole() {
        three.life++;
        three.log = new FakeMember.FakeLog().addOther(2, 99);
        breaks(LogMatching.class, three);
    }

    @Test
    void aLeaderThatCutsItsLogIsFound() {
        one.log.cutFrom(4);
        breaks(LeaderAppendOnly.class, one);
    }

    @Test
    void aLeaderThatReplacesAnEntryIsFound() {
        one.log.cutFrom(4);
        one.log.add(1);
        breaks(LogMatching.class, one);
        one.log.cutFrom(4);
        one.term(3);
        one.log.add(3);
        one.leads = true;
        observe(one);
        one.log.cutFrom(4);
        one.log.add(2, 3);
        breaks(LeaderAppendOnly.class, one);
    }

    @Test
    void aLeaderThatCountsCopiesOfAnOlderTermIsFound() {
        observe(two.add(2));
        one.term(3);
        observe(one);
        breaks(LeaderCommitsItsTerm.class, one.commit(4));
    }

    @Test
    void aLeaderThatTakesAPeerToHaveMoreThanItHasIsFound() {
        one.matches = Map.of(2L, 3L, 3L, 1L);
        observe(one);
        one.matches = Map.of(2L, 3L, 3L, 2L);
        breaks(ProgressIsDurable.class, one);
    }

    @Test
    void aChangeOfMembersBesideAnotherIsFound() {
        one.log.addChange(2);
        observe(one);
        one.log.addChange(2);
        breaks(OneChangeAtATime.class, one);
    }

    @Test
    void aChangeOfMembersBeforeTheTermHasCommittedIsFound() {
        observe(one.term(3));
        one.log.addChange(3);
        breaks(OneChangeAtATime.class, one);
    }

    @Test
    void aLogGivenUpBeforeTheStoreHasItIsFound() {
        invariants.releases(1, 5, 4);
        breaks("PersistBeforeSend", () -> invariants.releases(1, 6, 4));
    }

    @Test
    void aCommitWithoutAQuorumIsFound() {
        breaks(CommittedOnDurableQuorum.class, one.commit(4));
    }

    @Test
    void aCommitThatIsNotOnTheDisksIsFound() {
        two.log.add(2);
        observe(two);
        breaks(CommittedOnDurableQuorum.class, one.commit(4));
    }

    @Test
    void aCommitThatOneOfTwoMajoritiesLacksIsFound() {
        observe(two.add(2));
        one.voters = new Voters(Set.of(1L, 2L, 4L), Set.of(1L, 3L, 5L));
        breaks(CommittedOnDurableQuorum.class, one.commit(4));
    }

    @Test
    void aLearnerDoesNotCount() {
        FakeMember learner = new FakeMember(4).term(2).add(2, 2, 2, 2);
        observe(learner);
        breaks(CommittedOnDurableQuorum.class, one.commit(4));
    }

    @Test
    void aCrashedMembersDiskCounts() {
        observe(two.add(2));
        two.life++;
        observe(two.commit(0));
        observe(one.commit(4));
        assertThat(invariants.highestCommitted()).isEqualTo(4);
    }

    @Test
    void aStoreCoversWhatTheLogHasReleased() {
        two.applied = 2;
        two.snapshot = 2;
        two.log.releaseBefore(3);
        two.disk.releaseBefore(3);
        observe(two.add(2));
        observe(one.commit(4));
        assertThat(invariants.highestCommitted()).isEqualTo(4);
    }

    @Test
    void aSnapshotOfWhatNobodyCommittedIsFound() {
        three.log.cutFrom(1);
        three.log.first = 9;
        three.snapshot = 8;
        three.applied = 8;
        breaks(CommittedOnDurableQuorum.class, three.commit(8));
    }

    @Test
    void aCommittedEntryThatIsReplacedIsFound() {
        observe(two.commit(3).term(3));
        two.log.cutFrom(3);
        two.log.add(3);
        breaks(CommittedImmutable.class, two);
    }

    @Test
    void anotherEntryTakenToBeCommittedIsFound() {
        three.term(3);
        three.log.add(2, 3);
        breaks(CommittedImmutable.class, three.commit(3));
    }

    @Test
    void aLeaderThatLacksACommittedEntryIsFound() {
        observe(three.term(3));
        three.leads = true;
        breaks(LeaderCompleteness.class, three);
    }

    @Test
    void aLeaderWithAnotherEntryInTheCommittedPlaceIsFound() {
        three.term(4);
        three.add(2);
        three.log.addOther(3, 1);
        observe(three);
        three.leads = true;
        breaks(LeaderCompleteness.class, three);
    }

    @Test
    void statesThatDifferAreFound() {
        one.stateHash = 11L;
        observe(one);
        two.applied = 2;
        two.stateHash = 12L;
        breaks(StateMachineSafety.class, two);
    }

    @Test
    void aStateThatChangesOverACrashIsFound() {
        one.stateHash = 11L;
        observe(one);
        one.life++;
        one.leads = false;
        one.stateHash = 12L;
        breaks(StateMachineSafety.class, one);
    }

    @Test
    void numbersThatFallAreFound() {
        observe(two.term(3));
        two.term = 2;
        two.diskTerm = 2;
        breaks(MonotoneNumbers.class, two);
    }

    @Test
    void aCommitThatFallsIsFound() {
        breaks(MonotoneNumbers.class, two.commit(1));
    }

    @Test
    void anAppliedIndexThatFallsIsFound() {
        one.applied = 1;
        breaks(MonotoneNumbers.class, one);
    }

    @Test
    void aDiskThatForgetsOverACrashIsFound() {
        two.life++;
        two.term(1);
        breaks(MonotoneNumbers.class, two.commit(0));
    }

    @Test
    void aSnapshotLostOverACrashIsFound() {
        one.snapshot = 2;
        observe(one);
        one.life++;
        one.leads = false;
        one.snapshot = 1;
        breaks(MonotoneNumbers.class, one);
    }

    @Test
    void indexesOutOfOrderAreFound() {
        one.applied = 4;
        breaks(IndexOrder.class, one);
        one.applied = 3;
        breaks(IndexOrder.class, two.commit(9));
        three.snapshot = 1;
        breaks(IndexOrder.class, three);
        three.snapshot = 0;
        three.log.releaseBefore(2);
        breaks(IndexOrder.class, three);
    }

    @Test
    void aTermBehindTheDiskIsFound() {
        three.diskTerm = 9;
        breaks(IndexOrder.class, three);
    }

    @Test
    void aQueueBeyondItsLimitIsFound() {
        one.levels = List.of(new Level("proposals", 3, 3));
        observe(one);
        one.levels = List.of(new Level("proposals", 3, 3), new Level("reads", 8, 7));
        breaks(BoundedQueues.class, one);
    }

    @Test
    void aReadBeforeWhatWasCommittedIsFound() {
        invariants.readBegan(2, 1, 5);
        breaks("ReadIndexBound", () -> invariants.readAnswered(2, 1, 5, 2));
        invariants.readBegan(2, 1, 6);
        invariants.readAnswered(2, 1, 6, 3);
        breaks("ReadIndexBound", () -> invariants.readAnswered(2, 1, 6, 3));
        breaks("ReadIndexBound", () -> invariants.readAnswered(2, 2, 7, 3));
        invariants.readBegan(2, 1, 8);
        invariants.readFailed(2, 1, 8);
        breaks("ReadIndexBound", () -> invariants.readAnswered(2, 1, 8, 9));
    }

    @Test
    void whatIsSaidBeforeItIsWrittenIsFound() {
        invariants.speaksFor(1, 4, 4);
        breaks("PersistBeforeSend", () -> invariants.speaksFor(1, 5, 4));
        invariants.votes(1, 4, 2, 4, 2);
        invariants.votes(1, 4, 2, 5, 0);
        breaks("PersistBeforeSend", () -> invariants.votes(1, 4, 2, 4, 0));
        breaks("PersistBeforeSend", () -> invariants.votes(1, 4, 2, 3, 2));
        invariants.acknowledges(1, 7, 7);
        breaks("PersistBeforeSend", () -> invariants.acknowledges(1, 8, 7));
    }
}
