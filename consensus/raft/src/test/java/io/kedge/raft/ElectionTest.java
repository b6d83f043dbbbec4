/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentences of the paper's 5.2 and 5.4.1, of the dissertation's 3.10, 4.2.3 and 9.6, and pitfalls others fell into. */
class ElectionTest {
    private static final Message[] NONE = {};

    @Test
    void aMajorityElectsALeaderAndEverybodyFollows() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        assertThat(cluster.core(2).leaderId()).isEqualTo(1);
        assertThat(cluster.core(3).leaderId()).isEqualTo(1);
        assertThat(cluster.core(1).commitIndex()).isEqualTo(1);
    }

    @Test
    void silenceLeadsToAnElectionByItself() {
        TestCluster cluster = new TestCluster(1, 2, 3, 4, 5);
        cluster.tickAll(60);
        assertThat(cluster.members.values().stream().filter(TestMember::leads)).hasSize(1);
    }

    @Test
    void voteRequestsLeaveOnlyWhenTermAndVoteAreDurable() {
        TestCluster cluster = new TestCluster(options -> options.electionRules(false, false), 1, 2, 3);
        cluster.core(1).campaign();
        cluster.member(1).pump();
        assertThat(cluster.sent(Message.VoteRequest.class)).isEmpty();
        cluster.member(1).completeAppend();
        assertThat(cluster.sent(Message.VoteRequest.class)).hasSize(2);
    }

    @Test
    void aVoteIsGrantedOnlyWhenDurableAndOnlyOncePerTermAlsoAcrossACrash() {
        TestMember voter = new TestCluster(1, 2, 3).member(2);
        voter.core.step(new Message.VoteRequest(1, 2, 5, false, false, 0, 0));
        voter.pump();
        assertThat(voter.appends).hasSize(1);
        assertThat(voter.appends.element().messagesAfterDurable())
                .containsExactly(new Message.VoteResponse(2, 1, 5, false, true));
        voter.writeAndCrash();
        voter.core.step(new Message.VoteRequest(3, 2, 5, false, false, 9, 4));
        assertThat(voter.core.output().messages()).containsExactly(new Message.VoteResponse(2, 3, 5, false, false));
    }

    @Test
    void aVoterDeniesItsVoteIfItsOwnLogIsMoreUpToDate() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.propose(1, "a");
        cluster.settle();
        RaftCore voter = cluster.core(2);
        long term = voter.term() + 5;
        voter.step(new Message.VoteRequest(3, 2, term, false, true, 1, 1));
        cluster.settle();
        assertThat(cluster.sent).contains(new Message.VoteResponse(2, 3, term, false, false));
    }

    /** A partitioned member neither raises its term nor disturbs the others when it comes back. */
    @Test
    void preVoteKeepsAPartitionedMemberFromDisturbing() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.isolate(3);
        cluster.tickAll(100);
        assertThat(cluster.core(3).role()).isEqualTo(Role.PRE_CANDIDATE);
        cluster.heal();
        cluster.tickAll(3);
        assertThat(cluster.core(1).role()).isEqualTo(Role.LEADER);
        assertThat(cluster.core(1).term()).isEqualTo(1);
        assertThat(cluster.core(3).leaderId()).isEqualTo(1);
    }

    /**
     * Long log with a low term, short log with a term two above: without adopting a refusal's term neither ever wins.
     */
    @Test
    void aRefusedPreVoteTeachesTheHigherTerm() {
        Configuration two = Configuration.ofVoters(1L, 2L);
        TestCluster cluster = new TestCluster(1, 2);
        TestMember longLog = cluster.member(1);
        longLog.diskHardState = new HardState(1, 1, 0);
        longLog.diskLog.put(1L, new LogEntry(1, 1, EntryType.NORMAL, new byte[0]));
        longLog.diskLog.put(2L, new LogEntry(2, 1, EntryType.NORMAL, new byte[0]));
        longLog.crash();
        TestMember highTerm = cluster.member(2);
        highTerm.diskHardState = new HardState(5, 2, 0);
        highTerm.crash();
        assertThat(longLog.core.configuration()).isEqualTo(two);
        cluster.tickAll(100);
        assertThat(cluster.member(1).leads()).isTrue();
        assertThat(cluster.core(2).commitIndex()).isEqualTo(cluster.core(1).lastIndex());
    }

    @Test
    void aLeaderThatHearsNoQuorumStepsDown() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.isolate(1);
        cluster.tick(1, 21);
        assertThat(cluster.core(1).role()).isNotEqualTo(Role.LEADER);
    }

    @Test
    void learnersDoNotKeepALeaderInOffice() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.add(4, Configuration.ofVoters(1L, 2L, 3L));
        cluster.core(1).proposeConfiguration(ConfigurationChange.addLearner(4));
        cluster.settle();
        assertThat(cluster.core(4).commitIndex()).isEqualTo(2);
        List<Long> reachable = List.of(1L, 4L);
        cluster.drop = message -> !reachable.contains(message.from()) || !reachable.contains(message.to());
        for (int i = 0; i < 25; i++) {
            cluster.tick(1, 1);
            cluster.settle();
        }
        assertThat(cluster.core(1).role()).isNotEqualTo(Role.LEADER);
    }

    @Test
    void votersProtectALeaderTheyHear() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.core(2).step(new Message.VoteRequest(3, 2, 9, false, false, 9, 8));
        assertThat(cluster.core(2).term()).isEqualTo(1);
        cluster.core(2).step(new Message.VoteRequest(3, 2, 9, false, true, 9, 8));
        assertThat(cluster.core(2).term()).isEqualTo(9);
    }

    @Test
    void aLeaderWhoseDiskHangsStepsDown() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.propose(1, "stuck");
        assertThat(cluster.member(1).appends).hasSize(1);
        for (int i = 0; i < 11; i++) {
            cluster.tick(1, 1);
            cluster.deliverAll();
            cluster.deliverAll();
        }
        assertThat(cluster.core(1).role()).isEqualTo(Role.FOLLOWER);
        cluster.tick(1, 100);
        assertThat(cluster.core(1).role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void learnersVoteWhenAskedButDoNotCampaign() {
        Configuration withLearner = new Configuration(List.of(1L, 2L), List.of(), List.of(3L), List.of(), false);
        RaftCore learner = new RaftCore(RaftOptions.defaults(3, 1), RecoveredLog.empty(withLearner));
        for (int i = 0; i < 50; i++) {
            learner.tick();
        }
        assertThat(learner.role()).isEqualTo(Role.FOLLOWER);
        learner.step(new Message.VoteRequest(1, 3, 4, false, false, 0, 0));
        assertThat(learner.output().append().messagesAfterDurable())
                .containsExactly(new Message.VoteResponse(3, 1, 4, false, true));
    }

    /** Who may not campaign protects the leader it heard no longer than anybody else. */
    @Test
    void aLearnerForgetsALeaderThatIsGone() {
        Configuration withLearner = new Configuration(List.of(1L, 2L), List.of(), List.of(3L), List.of(), false);
        for (int seed = 0; seed < 100; seed++) {
            RaftCore learner = new RaftCore(RaftOptions.defaults(3, seed), RecoveredLog.empty(withLearner));
            learner.step(new Message.Heartbeat(1, 3, 3, 1, 0, 0));
            learner.persisted(learner.output().append().id());
            learner.output();
            for (int ticks = 1; ticks <= 40; ticks++) {
                learner.tick();
                learner.step(new Message.VoteRequest(2, 3, 4, true, false, 0, 0));
                List<Message> answers = learner.output().messages();
                if (ticks < 10) {
                    assertThat(answers).isEmpty();
                } else {
                    assertThat(answers)
                            .as("seed %d, after %d ticks", seed, ticks)
                            .containsExactly(new Message.VoteResponse(3, 2, 4, true, true));
                }
            }
            assertThat(learner.leaderId()).isZero();
        }
    }

    @Test
    void leadershipIsTransferredToAMemberThatHasTheWholeLog() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.propose(1, "a");
        cluster.core(1).transferLeadership(2);
        assertThat(cluster.core(1).propose(new byte[1])).isEqualTo(RaftCore.TRANSFERRING);
        cluster.settle();
        assertThat(cluster.member(2).leads()).isTrue();
        assertThat(cluster.core(1).leaderId()).isEqualTo(2);
    }

    @Test
    void anInterruptedTransferIsGivenUp() {
        TestCluster cluster = new TestCluster(1, 2, 3).elect(1);
        cluster.isolate(2);
        cluster.core(1).transferLeadership(2);
        cluster.tickAll(11);
        assertThat(cluster.member(1).leads()).isTrue();
        assertThat(cluster.core(1).propose(new byte[1])).isPositive();
    }

    @Test
    void messagesForOthersAreIgnored() {
        RaftCore core = new TestCluster(1, 2, 3).core(1);
        core.step(new Message.VoteRequest(3, 2, 9, false, false, 0, 0));
        assertThat(core.term()).isZero();
        assertThat(core.hasOutput()).isFalse();
        assertThat(core.output().messages()).containsExactly(NONE);
    }
}
