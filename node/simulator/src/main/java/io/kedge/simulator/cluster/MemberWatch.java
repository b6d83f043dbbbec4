/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.raft.EntryType;
import io.kedge.raft.Message;
import io.kedge.raft.PeerStatus;
import io.kedge.raft.RaftCore;
import io.kedge.raft.Role;
import io.kedge.raft.Status;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.Replica;
import io.kedge.replica.mvcc.Reads;
import io.kedge.simulator.check.Level;
import io.kedge.simulator.check.LogView;
import io.kedge.simulator.check.MemberView;
import io.kedge.simulator.check.RaftInvariants;
import io.kedge.simulator.check.Voters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows a member to the invariants. */
final class MemberWatch {

    /** The state is compared after every so many entries: its hash walks the whole store. */
    private static final int HASH_EVERY = 8;

    private record CoreLog(RaftCore core) implements LogView {
        @Override
        public long firstIndex() {
            return core.firstIndex();
        }

        @Override
        public long lastIndex() {
            return core.lastIndex();
        }

        @Override
        public long term(long index) {
            return core.entry(index).term();
        }

        @Override
        public long hash(long index) {
            return DurableLog.hashOf(core.entry(index));
        }

        @Override
        public boolean changesMembers(long index) {
            return core.entry(index).type() == EntryType.CONFIGURATION;
        }
    }

    private final ClusterMember member;
    private long hashedIndex;
    private int hashedLife;

    MemberWatch(ClusterMember member) {
        this.member = member;
    }

    void observe() {
        Replica replica = member.replica();
        Status status = replica.raft().status();
        Configuration configuration = status.configuration();
        DurableLog durable = member.disk.durable;
        member.world
                .invariants()
                .observe(new MemberView(
                        member.id,
                        member.life(),
                        status.term(),
                        status.votedFor(),
                        status.role() == Role.LEADER,
                        status.firstIndex(),
                        Math.min(member.disk.backend.state().appliedIndex(), replica.appliedIndex()),
                        replica.appliedIndex(),
                        status.commitIndex(),
                        status.lastIndex(),
                        new CoreLog(replica.raft()),
                        durable.term(),
                        durable.votedFor(),
                        durable,
                        new Voters(Set.copyOf(configuration.voters()), Set.copyOf(configuration.outgoing())),
                        matches(status.peers()),
                        hash(replica),
                        List.of(new Level("proposals", replica.pendingProposals(), 2L * member.pendingMax()))));
    }

    private static Map<Long, Long> matches(Map<Long, PeerStatus> peers) {
        Map<Long, Long> matches = new TreeMap<>();
        peers.forEach((id, peer) -> matches.put(id, peer.match()));
        return matches;
    }

    private @Nullable Long hash(Replica replica) {
        long applied = replica.appliedIndex();
        boolean seen = applied == hashedIndex && member.life() == hashedLife;
        if (seen || applied == 0 || applied % HASH_EVERY != 0 || replica.isInsideEntry()) {
            return null;
        }
        hashedIndex = applied;
        hashedLife = member.life();
        return (long) state(replica).hashCode();
    }

    /** All that members must agree on after the same entry. */
    static List<Object> state(Replica replica) {
        var users = replica.stores().users();
        Reads reads = Objects.requireNonNull(users.openReads(), "a free slot for reading");
        try {
            TreeMap<Long, String> leases = new TreeMap<>();
            replica.stores()
                    .system()
                    .leases()
                    .all()
                    .forEach(lease -> leases.put(
                            lease.id(), lease.ttlSeconds() + "/" + lease.checkpointSeconds() + lease.keys()));
            return List.of(
                    users.published(),
                    users.publishedCompacted(),
                    reads.hash(users.published()),
                    leases.toString(),
                    replica.stores().system().members().list().toString(),
                    replica.raft().configuration().toString());
        } finally {
            reads.close();
        }
    }

    /** A message is about to leave. */
    void promise(Message message) {
        RaftInvariants invariants = member.world.invariants();
        DurableLog durable = member.disk.durable;
        // What only asks, or says no to a read, promises nothing about a term.
        boolean question = (message instanceof Message.VoteRequest vote && vote.preVote())
                || (message instanceof Message.VoteResponse answer && answer.preVote())
                || message instanceof Message.ReadIndexRequest
                || (message instanceof Message.ReadIndexResponse no && no.rejected());
        if (!question) {
            invariants.speaksFor(member.id, message.term(), durable.term());
        }
        if (message instanceof Message.VoteResponse vote && vote.granted() && !vote.preVote()) {
            invariants.votes(member.id, vote.term(), vote.to(), durable.term(), durable.votedFor());
        } else if (message.term() < durable.term()) {
            // What it told a leader of that term a later one may have cut since, in the same write; it comes late.
            return;
        } else if (message instanceof Message.AppendResponse answer && !answer.rejected()) {
            invariants.acknowledges(member.id, answer.index(), member.disk.lastDurable());
        } else if (message instanceof Message.SnapshotResponse answer && !answer.rejected()) {
            invariants.acknowledges(member.id, answer.index(), member.disk.lastDurable());
        }
    }
}
