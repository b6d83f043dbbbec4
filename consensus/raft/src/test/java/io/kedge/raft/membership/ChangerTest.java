/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.raft.membership.ConfigurationChange.Kind;
import io.kedge.raft.membership.ConfigurationChange.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangerTest {
    private static final Configuration THREE = Configuration.ofVoters(1L, 2L, 3L);

    @Test
    void simpleChangesTouchAtMostOneVoter() {
        assertThat(Changer.apply(THREE, ConfigurationChange.addVoter(4)).voters())
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(Changer.apply(THREE, ConfigurationChange.remove(2)).voters()).containsExactly(1L, 3L);
        ConfigurationChange two = new ConfigurationChange(
                Transition.SIMPLE, List.of(new Step(Kind.ADD_VOTER, 4), new Step(Kind.ADD_VOTER, 5)), new byte[0]);
        assertThatThrownBy(() -> Changer.apply(THREE, two)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void theLastVoterStays() {
        assertThatThrownBy(() -> Changer.apply(Configuration.ofVoters(1L), ConfigurationChange.remove(1)))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void learnersArePromotedAndVotersDemoted() {
        Configuration learner = Changer.apply(THREE, ConfigurationChange.addLearner(4));
        assertThat(learner.learners()).containsExactly(4L);
        assertThat(Changer.apply(learner, ConfigurationChange.addVoter(4)).learners())
                .isEmpty();
        Configuration demoted = Changer.apply(THREE, ConfigurationChange.addLearner(3));
        assertThat(demoted.voters()).containsExactly(1L, 2L);
        assertThat(demoted.learners()).containsExactly(3L);
    }

    @Test
    void jointKeepsTheOldMajorityAndStagesLearners() {
        Configuration joint = Changer.apply(
                THREE,
                ConfigurationChange.joint(
                        new Step(Kind.ADD_VOTER, 4), new Step(Kind.ADD_LEARNER, 1), new Step(Kind.REMOVE, 2)));
        assertThat(joint.voters()).containsExactly(3L, 4L);
        assertThat(joint.outgoing()).containsExactly(1L, 2L, 3L);
        assertThat(joint.learnersNext()).containsExactly(1L);
        assertThat(joint.autoLeave()).isTrue();
        assertThat(joint.members()).containsExactly(1L, 2L, 3L, 4L);
        Configuration left = Changer.apply(joint, ConfigurationChange.leave());
        assertThat(left).isEqualTo(new Configuration(List.of(3L, 4L), List.of(), List.of(1L), List.of(), false));
    }

    @Test
    void jointDoesNotNestAndOnlyJointIsLeft() {
        ConfigurationChange enter = ConfigurationChange.joint(new Step(Kind.ADD_VOTER, 4));
        Configuration joint = Changer.apply(THREE, enter);
        assertThatThrownBy(() -> Changer.apply(joint, enter)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> Changer.apply(joint, ConfigurationChange.addVoter(5)))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> Changer.apply(THREE, ConfigurationChange.leave()))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void encodingsRoundTrip() {
        ConfigurationChange change = ConfigurationChange.joint(new Step(Kind.ADD_VOTER, 4), new Step(Kind.REMOVE, -2))
                .withContext(new byte[] {1, 2, 3});
        assertThat(ConfigurationChange.decode(change.encode())).isEqualTo(change);
        assertThat(ConfigurationChange.decode(ConfigurationChange.leave().encode()))
                .isEqualTo(ConfigurationChange.leave());
        Configuration joint = Changer.apply(THREE, ConfigurationChange.joint(new Step(Kind.ADD_LEARNER, 1)));
        assertThat(Configuration.decode(joint.encode())).isEqualTo(joint);
    }
}
