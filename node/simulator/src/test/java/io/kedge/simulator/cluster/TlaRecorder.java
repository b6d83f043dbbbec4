/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.model.MemberInfo;
import io.kedge.replica.Turn;
import io.kedge.simulator.check.MemberView;
import io.kedge.simulator.check.RaftInvariants;
import io.kedge.simulator.tla.TlaRecord;
import io.kedge.simulator.tla.TlaTrace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Records what the members of a simulated cluster do, and ends the run when there are enough records. The simulator's
 * own invariants are silent meanwhile, so that a broken member shows itself only to the specification.
 */
final class TlaRecorder {

    private final int recordsMax;
    private final List<TlaRecord> records = new ArrayList<>();
    private final Set<Long> founders = new TreeSet<>();
    private final TreeMap<Long, RecordedMember> members = new TreeMap<>();
    private final Map<List<Long>, Long> contents = new HashMap<>();

    TlaRecorder(int recordsMax) {
        this.recordsMax = recordsMax;
    }

    /** Members made by {@code maker}, watched. */
    ClusterSimulation.Maker watching(ClusterSimulation.Maker maker) {
        return watching(maker, message -> message);
    }

    /** @param wire what becomes of anything that a member sends */
    ClusterSimulation.Maker watching(ClusterSimulation.Maker maker, UnaryOperator<Object> wire) {
        return (id, boot, world, random) -> {
            boot.stream().map(MemberInfo::id).forEach(founders::add);
            members.put(id, new RecordedMember(id, world, contents));
            return maker.make(id, boot, new WatchedWorld(world, this, new Onlooker(), wire), random);
        };
    }

    TlaTrace trace() {
        return new TlaTrace(founders, records);
    }

    private void add(Optional<TlaRecord> news) {
        news.ifPresent(records::add);
        if (records.size() >= recordsMax) {
            throw new Full();
        }
    }

    /** A turn of a member is over. */
    void turned(ClusterMember member, Turn turn) {
        add(members.get(member.id).handedOver(turn));
    }

    /** Ends the run. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;

        Full() {
            super("the trace is as long as it was to be");
        }
    }

    private final class Onlooker extends RaftInvariants {
        @Override
        public void observe(MemberView view) {
            add(members.get(view.id()).seen(view));
        }

        @Override
        public void speaksFor(long member, long term, long durableTerm) {}

        @Override
        public void votes(long member, long term, long votedFor, long durableTerm, long durableVote) {}

        @Override
        public void acknowledges(long member, long upTo, long durableLast) {}
    }
}
