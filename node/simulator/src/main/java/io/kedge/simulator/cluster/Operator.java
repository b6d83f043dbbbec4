/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.model.MemberAttributes;
import io.kedge.model.MemberChange;
import io.kedge.model.MemberInfo;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.LeaderMove;
import io.kedge.replica.Proposal;
import io.kedge.replica.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/** Adds members as learners or voters, promotes, removes and replaces them, and moves leaders, at its leisure. */
final class Operator {

    private static final long MILLI = 1_000_000L;

    private final ClusterWorld world;
    private final SplittableRandom random;
    private final List<Long> ids;
    private final LongConsumer starter;
    private final List<Proposal> open = new ArrayList<>();
    private int started;
    private boolean ended;

    /** @param starter starts a new member's process */
    Operator(ClusterWorld world, SplittableRandom random, List<Long> ids, LongConsumer starter) {
        this.world = world;
        this.random = random;
        this.ids = ids;
        this.starter = starter;
        this.started = world.plan().voters();
    }

    void start() {
        world.schedule().after(random.nextLong(3_000 * MILLI), "operator", () -> {
            if (!ended) {
                act();
                start();
            }
        });
    }

    void end() {
        ended = true;
    }

    private void act() {
        ClusterMember member = world.member(ids.get(random.nextInt(started)));
        if (member == null || !member.takesRequests()) {
            return;
        }
        if (random.nextInt(4) == 0) {
            member.input(() -> member.replica().moveLeader(new LeaderMove(0), member.now()));
            return;
        }
        if (!world.plan().changes()) {
            return;
        }
        Map<Long, MemberInfo> members =
                member.replica().stores().system().members().all();
        MemberInfo own = members.get(member.id);
        if (own != null && own.name().isEmpty()) {
            member.propose(Translation.proposal(
                    new MemberAttributes(member.id, "m" + member.id, List.of("http://c" + member.id))));
        } else {
            Configuration configuration = member.replica().raft().configuration();
            if (!configuration.voters().isEmpty()) {
                change(member, configuration);
            }
        }
    }

    private void change(ClusterMember member, Configuration configuration) {
        List<Long> voters = List.copyOf(configuration.voters());
        List<Long> learners = List.copyOf(configuration.learners());
        if (!learners.isEmpty() && random.nextInt(5) != 0) {
            propose(member, MemberChange.Kind.PROMOTE, learners.get(0));
        } else if (!learners.isEmpty() && random.nextInt(3) == 0) {
            propose(member, MemberChange.Kind.REMOVE, learners.get(0));
        } else if (voters.size() <= world.plan().voters() && started < ids.size() && random.nextInt(3) != 0) {
            long joining = ids.get(started++);
            boolean voter = random.nextInt(3) == 0;
            propose(member, voter ? MemberChange.Kind.ADD_VOTER : MemberChange.Kind.ADD_LEARNER, joining);
            starter.accept(joining);
        } else if (voters.size() >= world.plan().voters()) {
            propose(member, MemberChange.Kind.REMOVE, voters.get(random.nextInt(voters.size())));
        }
    }

    private void propose(ClusterMember member, MemberChange.Kind kind, long id) {
        boolean adds = kind == MemberChange.Kind.ADD_LEARNER || kind == MemberChange.Kind.ADD_VOTER;
        Proposal proposal =
                Translation.proposal(new MemberChange(kind, id, adds ? List.of("http://m" + id) : List.of()));
        open.add(proposal);
        world.note("m" + member.id + " is asked to " + kind + " m" + id);
        member.propose(proposal);
    }

    void turned(Turn turn) {
        for (Proposal proposal : turn.completed()) {
            if (open.remove(proposal) && proposal.failure() == null) {
                world.totals().configurations++;
                world.note("done: " + ((MemberChange) proposal.command().operation()).kind() + " m"
                        + ((MemberChange) proposal.command().operation()).memberId());
            }
        }
    }
}
