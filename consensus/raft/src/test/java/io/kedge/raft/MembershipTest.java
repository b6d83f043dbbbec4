/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;
import io.kedge.raft.membership.ConfigurationChange.Kind;
import io.kedge.raft.membership.ConfigurationChange.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of members under way (paper 6, dissertation 4). */
class MembershipTest {
    private static final Configuration THREE = Configuration.ofVoters(1L, 2L, 3L);

    private final TestCluster cluster = new TestCluster(1, 2, 3).elect(1);

    @Test
    void aNewVoterGetsTheLogAndCounts() {
        cluster.add(4, THREE);
        assertThat(cluster.core(1).proposeConfiguration(ConfigurationChange.addVoter(4)))
                .isPositive();
        cluster.settle();
        assertThat(cluster.core(1).configuration().voters()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(cluster.core(4).configuration()).isEqualTo(cluster.core(1).configuration());
    }

    @Test
    void learnersGetTheLogButDoNotCountTowardCommit() {
        cluster.add(4, THREE);
        cluster.core(1).proposeConfiguration(ConfigurationChange.addLearner(4));
        cluster.settle();
        cluster.drop = message -> message.from() == 2 || message.from() == 3;
        long index = cluster.propose(1, "a");
        cluster.settle();
        assertThat(cluster.core(4).lastIndex()).isEqualTo(index);
        assertThat(cluster.core(1).commitIndex()).isLessThan(index);
    }

    /** Entries from the first on would be applied to a configuration that the member does not know. */
    @Test
    void whoJoinsWithoutAConfigurationGetsASnapshotBeforeAnyEntry() {
        cluster.propose(1, "a");
        cluster.settle();
        cluster.member(1).flush();
        TestMember joining = cluster.add(4, new Configuration(List.of(), List.of(), List.of(), List.of(), false));
        cluster.tick(4, 100);
        assertThat(cluster.core(4).role()).isEqualTo(Role.FOLLOWER);
        cluster.core(1).proposeConfiguration(ConfigurationChange.addLearner(4));
        cluster.settle();
        cluster.tickAll(30);
        assertThat(cluster.sent(Message.SnapshotOffer.class)).isNotEmpty();
        assertThat(joining.applied).isEqualTo(cluster.member(1).applied);
        assertThat(cluster.core(4).configuration().learners()).containsExactly(4L);
    }

    @Test
    void whoIsRemovedHearsThatTheChangeIsCommitted() {
        cluster.core(1).proposeConfiguration(ConfigurationChange.remove(3));
        cluster.settle();
        assertThat(cluster.core(3).configuration().voters()).containsExactly(1L, 2L);
    }

    @Test
    void oneChangeAtATimeAndNoneBeforeTheTermsFirstCommit() {
        assertThat(cluster.core(1).proposeConfiguration(ConfigurationChange.addLearner(4)))
                .isPositive();
        assertThat(cluster.core(1).proposeConfiguration(ConfigurationChange.addLearner(5)))
                .isEqualTo(RaftCore.CHANGE_PENDING);
        cluster.settle();
        assertThat(cluster.core(1).proposeConfiguration(ConfigurationChange.leave()))
                .isEqualTo(RaftCore.CHANGE_REFUSED);
        cluster.drop = message -> message instanceof Message.AppendEntries;
        cluster.core(2).step(new Message.TimeoutNow(1, 2, 1));
        cluster.settle();
        assertThat(cluster.member(2).leads()).isTrue();
        assertThat(cluster.core(2).proposeConfiguration(ConfigurationChange.addLearner(5)))
                .isEqualTo(RaftCore.CHANGE_PENDING);
    }

    @Test
    void aJointChangeReplacesTheGroupAndIsLeftByItself() {
        for (long id = 4; id <= 6; id++) {
            cluster.add(id, THREE);
        }
        cluster.core(1)
                .proposeConfiguration(ConfigurationChange.joint(
                        new Step(Kind.ADD_VOTER, 4),
                        new Step(Kind.ADD_VOTER, 5),
                        new Step(Kind.ADD_VOTER, 6),
                        new Step(Kind.REMOVE, 1),
                        new Step(Kind.REMOVE, 2),
                        new Step(Kind.REMOVE, 3)));
        cluster.settle();
        assertThat(cluster.core(4).configuration()).isEqualTo(Configuration.ofVoters(4L, 5L, 6L));
        assertThat(cluster.core(1).role()).as("the removed leader steps down").isEqualTo(Role.FOLLOWER);
        cluster.tickAll(60);
        assertThat(cluster.members.values().stream().filter(TestMember::leads))
                .singleElement()
                .matches(leader -> leader.id >= 4);
    }

    @Test
    void insideAJointConfigurationBothMajoritiesMustAgree() {
        for (long id = 4; id <= 5; id++) {
            cluster.add(id, THREE);
        }
        cluster.core(1)
                .proposeConfiguration(new ConfigurationChange(
                        io.kedge.raft.membership.Transition.JOINT_EXPLICIT,
                        List.of(
                                new Step(Kind.ADD_VOTER, 4),
                                new Step(Kind.ADD_VOTER, 5),
                                new Step(Kind.REMOVE, 2),
                                new Step(Kind.REMOVE, 3)),
                        new byte[0]));
        cluster.settle();
        assertThat(cluster.core(1).configuration().isJoint()).isTrue();
        cluster.drop = message -> message.from() == 2 || message.from() == 3;
        long index = cluster.propose(1, "a");
        cluster.settle();
        assertThat(cluster.core(1).commitIndex()).isLessThan(index);
        cluster.heal();
        cluster.tickAll(2);
        assertThat(cluster.core(1).commitIndex()).isEqualTo(index);
        cluster.core(1).proposeConfiguration(ConfigurationChange.leave());
        cluster.settle();
        assertThat(cluster.core(1).configuration()).isEqualTo(Configuration.ofVoters(1L, 4L, 5L));
    }

    @Test
    void theRemainingMemberOfTwoCanElectItselfAfterTheLeaderWasRemoved() {
        TestCluster two = new TestCluster(1, 2).elect(1);
        two.core(1).proposeConfiguration(ConfigurationChange.remove(1));
        two.settle();
        two.members.remove(1L);
        two.tickAll(30);
        assertThat(two.member(2).leads()).isTrue();
    }

    @Test
    void nobodyCampaignsWithACommittedConfigurationNotYetApplied() {
        cluster.core(1).proposeConfiguration(ConfigurationChange.addLearner(4));
        TestMember follower = cluster.member(2);
        for (int i = 0; i < 6; i++) {
            cluster.members.values().forEach(member -> {
                member.pump();
                while (!member.appends.isEmpty()) {
                    member.completeAppend();
                }
            });
            cluster.deliverAll();
        }
        assertThat(follower.toApply).anyMatch(entry -> entry.type() == EntryType.CONFIGURATION);
        follower.core.campaign();
        assertThat(follower.core.role()).isEqualTo(Role.FOLLOWER);
        follower.applyAll();
        follower.core.campaign();
        assertThat(follower.core.role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    /** A late acknowledgement of the first membership must not count for the second, within one term. */
    @Test
    void aMemberRemovedAndAddedAgainGetsANewSession() {
        Message.AppendEntries old = cluster.sent(Message.AppendEntries.class).stream()
                .filter(append -> append.to() == 3)
                .findFirst()
                .orElseThrow();
        cluster.core(1).proposeConfiguration(ConfigurationChange.remove(3));
        cluster.settle();
        cluster.isolate(3);
        cluster.core(1).proposeConfiguration(ConfigurationChange.addVoter(3));
        cluster.settle();
        assertThat(cluster.core(1).configuration()).isEqualTo(THREE);
        cluster.core(1).step(new Message.AppendResponse(3, 1, 1, old.session(), false, 1, 0, 0));
        assertThat(cluster.core(1).status().peers().get(3L).match()).isZero();
        cluster.heal();
        cluster.tickAll(3);
        assertThat(cluster.core(3).commitIndex()).isEqualTo(cluster.core(1).commitIndex());
    }
}
