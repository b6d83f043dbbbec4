/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.raft.Append;
import io.kedge.raft.EntryType;
import io.kedge.raft.Role;
import io.kedge.replica.Turn;
import io.kedge.simulator.check.LogView;
import io.kedge.simulator.check.MemberView;
import io.kedge.simulator.tla.TlaEntry;
import io.kedge.simulator.tla.TlaRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was last recorded of a member, and so what is news. */
final class RecordedMember {

    private final long id;
    private final ClusterWorld world;
    /** A number for each content of an entry ever seen, by its term and hash. */
    private final Map<List<Long>, Long> contents;
    /** The whole log; null where entries came in a snapshot and were never seen. */
    private final List<TlaEntry> log = new ArrayList<>();

    private int life;
    private long written;
    private TlaRecord.@Nullable State last;

    RecordedMember(long id, ClusterWorld world, Map<List<Long>, Long> contents) {
        this.id = id;
        this.world = world;
        this.contents = contents;
    }

    /** What the member looks like, if that is news. That entries take effect is told with the next other news. */
    Optional<TlaRecord> seen(MemberView view) {
        boolean restart = last != null && view.life() != life;
        life = view.life();
        long commit = last == null ? 0 : last.commit();
        TlaRecord.Log change = change(view, restart || view.firstIndex() - 1 > commit);
        long snapshot = restart || view.snapshotIndex() > commit ? view.snapshotIndex() : 0;
        TlaRecord.State now = new TlaRecord.State(
                id,
                restart,
                view.term(),
                view.votedFor(),
                role(world.member(id)),
                change,
                view.commitIndex(),
                view.appliedIndex(),
                snapshot,
                new TlaRecord.Voters(view.voters().incoming(), view.voters().outgoing()),
                disk(view));
        if (restart) {
            written = view.lastIndex();
        }
        boolean news = last == null || restart || !sameBut(now, last, log.size());
        if (news) {
            last = now;
        }
        return news ? Optional.of(now) : Optional.empty();
    }

    private static boolean sameBut(TlaRecord.State now, TlaRecord.State last, int length) {
        TlaRecord.Log none = new TlaRecord.Log(0, length, List.of());
        return now.log().equals(none) && blank(now).equals(blank(last));
    }

    /** Without what is no news by itself. */
    private static TlaRecord.State blank(TlaRecord.State state) {
        TlaRecord.Log none = new TlaRecord.Log(0, 0, List.of());
        return new TlaRecord.State(
                state.member(),
                false,
                state.term(),
                state.vote(),
                state.role(),
                none,
                state.commit(),
                0,
                0,
                state.config(),
                state.disk());
    }

    /** What became of the log, which is remembered. */
    private TlaRecord.Log change(MemberView view, boolean fromSnapshot) {
        LogView entries = view.log();
        long base = view.firstIndex() - 1;
        if (fromSnapshot && base > 0) {
            log.clear();
            log.addAll(Collections.nCopies((int) base, null));
            extend(view);
            return new TlaRecord.Log(base, 0, List.copyOf(log.subList((int) base, log.size())));
        }
        int keep = (int) Math.min(base, log.size());
        while (keep < log.size()
                && keep < view.lastIndex()
                && entry(entries, keep + 1).equals(log.get(keep))) {
            keep++;
        }
        log.subList(keep, log.size()).clear();
        extend(view);
        return new TlaRecord.Log(0, keep, List.copyOf(log.subList(keep, log.size())));
    }

    private void extend(MemberView view) {
        for (long index = log.size() + 1; index <= view.lastIndex(); index++) {
            log.add(entry(view.log(), index));
        }
    }

    private TlaEntry entry(LogView entries, long index) {
        ClusterMember member = world.member(id);
        boolean changes = member != null && member.replica().raft().entry(index).type() == EntryType.CONFIGURATION;
        return new TlaEntry(entries.term(index), value(entries, index), changes);
    }

    private long value(LogView entries, long index) {
        List<Long> content = List.of(entries.term(index), entries.hash(index));
        return contents.computeIfAbsent(content, unseen -> (long) contents.size());
    }

    private static TlaRecord.TlaRole role(@Nullable ClusterMember member) {
        Role role = member == null ? Role.FOLLOWER : member.replica().raft().role();
        return switch (role) {
            case LEADER -> TlaRecord.TlaRole.LEADER;
            case CANDIDATE -> TlaRecord.TlaRole.CANDIDATE;
            default -> TlaRecord.TlaRole.FOLLOWER;
        };
    }

    private TlaRecord.OnDisk disk(MemberView view) {
        LogView durable = view.durableLog();
        long length = durable.lastIndex();
        boolean holds = durable.holds(length);
        return new TlaRecord.OnDisk(
                view.durableTerm(),
                view.durableVote(),
                length,
                holds ? durable.term(length) : 0,
                holds ? value(durable, length) : 0);
    }

    /** What the member hands to its disk in a turn, if anything. */
    Optional<TlaRecord> handedOver(Turn turn) {
        Append append = turn.append();
        if (append == null
                || (append.hardState() == null && append.entries().isEmpty() && append.restoredTo() == null)) {
            return Optional.empty();
        }
        if (append.restoredTo() != null) {
            written = append.restoredTo().index();
        }
        if (!append.entries().isEmpty()) {
            written = append.entries().get(append.entries().size() - 1).index();
        }
        return Optional.of(new TlaRecord.Write(id, written));
    }
}
