/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.membership;

import io.kedge.raft.membership.ConfigurationChange.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Leads from one configuration to the next so that the quorums of neighbours always intersect. */
public final class Changer {
    private final Set<Long> voters;
    private final Set<Long> outgoing;
    private final Set<Long> learners;
    private final Set<Long> learnersNext;

    private Changer(Configuration from) {
        voters = new TreeSet<>(from.voters());
        outgoing = new TreeSet<>(from.outgoing());
        learners = new TreeSet<>(from.learners());
        learnersNext = new TreeSet<>(from.learnersNext());
    }

    /** The configuration after {@code change}; throws {@link ConfigurationException} if there is no legal one. */
    public static Configuration apply(Configuration from, ConfigurationChange change) {
        Changer changer = new Changer(from);
        return switch (change.transition()) {
            case SIMPLE -> changer.simple(from, change.steps());
            case JOINT_EXPLICIT -> changer.enterJoint(from, change.steps(), false);
            case JOINT_AUTO -> changer.enterJoint(from, change.steps(), true);
            case LEAVE -> changer.leaveJoint(from);
        };
    }

    private Configuration simple(Configuration from, List<Step> steps) {
        require(!from.isJoint(), "a simple change inside a joint configuration");
        steps.forEach(this::apply);
        Set<Long> differing = new TreeSet<>(voters);
        differing.addAll(from.voters());
        differing.removeIf(id -> voters.contains(id) && from.voters().contains(id));
        require(differing.size() <= 1, "more than one voter differs without a joint configuration");
        return result(false);
    }

    private Configuration enterJoint(Configuration from, List<Step> steps, boolean autoLeave) {
        require(!from.isJoint(), "already joint");
        require(!voters.isEmpty(), "no voters to start from");
        outgoing.addAll(voters);
        steps.forEach(this::apply);
        return result(autoLeave);
    }

    private Configuration leaveJoint(Configuration from) {
        require(from.isJoint(), "not joint");
        learners.addAll(learnersNext);
        learnersNext.clear();
        outgoing.clear();
        return result(false);
    }

    private void apply(Step step) {
        long id = step.memberId();
        switch (step.kind()) {
            case ADD_VOTER -> {
                learners.remove(id);
                learnersNext.remove(id);
                voters.add(id);
            }
            case ADD_LEARNER -> {
                voters.remove(id);
                // Still a voter of the outgoing majority: becomes a learner when that one is left.
                (outgoing.contains(id) ? learnersNext : learners).add(id);
            }
            case REMOVE -> {
                voters.remove(id);
                learners.remove(id);
                learnersNext.remove(id);
            }
        }
    }

    private Configuration result(boolean autoLeave) {
        require(!voters.isEmpty(), "no voter would be left");
        return new Configuration(
                new ArrayList<>(voters),
                new ArrayList<>(outgoing),
                new ArrayList<>(learners),
                new ArrayList<>(learnersNext),
                autoLeave);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new ConfigurationException(what);
        }
    }
}
