/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.KedgeException;
import io.kedge.model.MemberChange;
import io.kedge.model.MemberInfo;
import io.kedge.model.StatusCode;
import io.kedge.raft.RaftCore;
import io.kedge.raft.membership.ConfigurationChange;
import io.kedge.replica.system.MemberTable;
import java.util.function.LongPredicate;

/**
 * What the leader asks of a change of members before it proposes it: besides making sense, it must not cost the cluster
 * its quorum. The numbers are etcd's.
 */
final class MemberRules {

    /** A learner may vote when it has at least this share of the leader's log. */
    private static final double IN_SYNC_SHARE = 0.9;

    private final ClusterOptions options;
    private final RaftCore raft;

    MemberRules(ClusterOptions options, RaftCore raft) {
        this.options = options;
        this.raft = raft;
    }

    /** Throws KedgeException if the change is refused. {@code isActive} knows which peers were heard lately. */
    void check(MemberChange change, MemberTable members, LongPredicate isActive) {
        members.check(change);
        switch (change.kind()) {
            case ADD_VOTER -> checkAdd(members, true, isActive);
            case ADD_LEARNER -> {
                long learners = members.all().values().stream()
                        .filter(MemberInfo::learner)
                        .count();
                requireOf(learners < options.learnersMax(), StatusCode.TOO_MANY_LEARNERS);
                checkAdd(members, false, isActive);
            }
            case PROMOTE -> checkPromote(change.memberId(), members);
            case REMOVE -> checkRemove(change.memberId(), members, isActive);
            case UPDATE -> {
                // Changes nobody's vote.
            }
        }
    }

    private void checkAdd(MemberTable members, boolean voter, LongPredicate isActive) {
        if (!options.strictReconfig()) {
            return;
        }
        int voters = 0;
        int started = 0;
        boolean allActive = true;
        for (MemberInfo member : members.all().values()) {
            if (!member.learner()) {
                voters++;
                started += isStarted(member) ? 1 : 0;
                allActive &= isHere(member.id()) || isActive.test(member.id());
            }
        }
        // From one member to two there is no other way than through a quorum of which half has not started.
        boolean firstGrowth = voters == 1 && started == 1;
        requireOf(!voter || firstGrowth || started >= quorum(voters + 1), StatusCode.NOT_ENOUGH_STARTED);
        requireOf(allActive, StatusCode.UNHEALTHY);
    }

    private void checkPromote(long learner, MemberTable members) {
        requireOf(isInSync(learner), StatusCode.LEARNER_NOT_READY);
        if (!options.strictReconfig()) {
            return;
        }
        int voters = 1;
        int started = 1;
        for (MemberInfo member : members.all().values()) {
            if (!member.learner()) {
                voters++;
                started += isStarted(member) ? 1 : 0;
            }
        }
        requireOf(started >= quorum(voters), StatusCode.NOT_ENOUGH_STARTED);
    }

    /** Whether the learner has caught up so far that it may be promoted; at the leader. */
    boolean isInSync(long learner) {
        return raft.matchIndex(learner) >= IN_SYNC_SHARE * raft.matchIndex(raft.memberId());
    }

    private void checkRemove(long removed, MemberTable members, LongPredicate isActive) {
        MemberInfo leaving = members.all().get(removed);
        if (!options.strictReconfig() || leaving == null || leaving.learner()) {
            return;
        }
        int left = 0;
        int started = 0;
        int active = 0;
        for (MemberInfo member : members.all().values()) {
            if (!member.learner()) {
                active += isHere(member.id()) || isActive.test(member.id()) ? 1 : 0;
                if (member.id() != removed) {
                    left++;
                    started += isStarted(member) ? 1 : 0;
                }
            }
        }
        requireOf(started >= quorum(left), StatusCode.NOT_ENOUGH_STARTED);
        // Who is down already does not count among those that carry the quorum.
        boolean isDown = !isHere(removed) && !isActive.test(removed);
        requireOf(isDown || active - 1 >= quorum(left), StatusCode.UNHEALTHY);
    }

    private boolean isHere(long member) {
        return member == raft.memberId();
    }

    private static boolean isStarted(MemberInfo member) {
        return !member.name().isEmpty();
    }

    private static int quorum(int voters) {
        return voters / 2 + 1;
    }

    private static void requireOf(boolean holds, StatusCode otherwise) {
        if (!holds) {
            throw new KedgeException(otherwise);
        }
    }

    /** The change as Raft takes it, with {@code command} as its context. */
    static ConfigurationChange configurationChange(MemberChange change, byte[] command) {
        ConfigurationChange steps =
                switch (change.kind()) {
                    case ADD_VOTER, PROMOTE -> ConfigurationChange.addVoter(change.memberId());
                    case ADD_LEARNER -> ConfigurationChange.addLearner(change.memberId());
                    case REMOVE -> ConfigurationChange.remove(change.memberId());
                    case UPDATE -> throw new IllegalArgumentException("an update changes no configuration");
                };
        return steps.withContext(command);
    }
}
