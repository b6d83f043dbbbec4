/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import io.kedge.raft.progress.Inflights;
import io.kedge.raft.progress.Progress;
import io.kedge.raft.quorum.VoteResult;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a leader keeps for its term; empty in every other role. */
final class Leadership {
    private final RaftState state;
    private final SortedMap<Long, Progress> peers = new TreeMap<>();
    /** Counts up over the member's life; with the term it names a replication relation for good. */
    private long lastSession;

    /** Whether an entry of this term is committed: only then are reads and configuration changes safe. */
    boolean ownTermCommitted;
    /** No configuration change may start before this index is applied. */
    long pendingConfigurationIndex;
    /** Member that leadership is being handed to, 0 = none. */
    long transferTarget;

    long uncommittedBytes;
    int heartbeatElapsed;
    /** Something may have to be sent to a peer: looked at by the next output. */
    boolean sendDue;

    Leadership(RaftState state) {
        this.state = state;
    }

    void begin() {
        clear();
        pendingConfigurationIndex = state.log.lastIndex();
        uncommittedBytes = state.log.sizeBytes(state.commit + 1, state.log.lastIndex());
        syncPeers();
    }

    void clear() {
        peers.clear();
        ownTermCommitted = false;
        pendingConfigurationIndex = 0;
        transferTarget = 0;
        uncommittedBytes = 0;
        heartbeatElapsed = 0;
        sendDue = false;
    }

    Map<Long, Progress> peers() {
        return Collections.unmodifiableMap(peers);
    }

    @Nullable
    Progress peer(long id) {
        return peers.get(id);
    }

    /** The peer, if {@code session} is the present relation with it. */
    @Nullable
    Progress peerInSession(long id, long session) {
        Progress peer = peers.get(id);
        return peer != null && peer.session() == session ? peer : null;
    }

    /** Adds members of the configuration that are new, each with a session of its own, and drops those that left. */
    void syncPeers() {
        var members = state.configuration.members();
        peers.keySet().retainAll(members);
        for (long id : members) {
            if (id != state.id && !peers.containsKey(id)) {
                Inflights inflights =
                        new Inflights(state.options.maxInflightMessages(), state.options.maxInflightBytes());
                peers.put(id, new Progress(++lastSession, state.log.lastIndex() + 1, inflights));
            }
        }
        sendDue = true;
    }

    /** Appends an entry of the leader's own term and returns its index. */
    long append(EntryType type, byte[] data) {
        LogEntry entry = new LogEntry(state.log.lastIndex() + 1, state.term, type, data);
        state.log.append(entry);
        uncommittedBytes += entry.sizeBytes();
        sendDue = true;
        return entry.index();
    }

    /** Durable index of a voter: the leader counts itself only as far as its own disk has come. */
    long durableIndexOf(long id) {
        if (id == state.id) {
            return state.log.durableIndex();
        }
        Progress peer = peers.get(id);
        return peer == null ? 0 : peer.match();
    }

    /**
     * Paper 5.4.2: commits by counting only an entry of the own term, everything before it with it. True if that moved
     * the commit index.
     */
    boolean advanceCommit() {
        long reached = state.quorum.committedIndex(this::durableIndexOf);
        if (reached <= state.commit || state.log.term(reached) != state.term) {
            return false;
        }
        Invariant.check(reached <= state.log.lastIndex(), "quorum beyond the log", reached, state.log.lastIndex());
        uncommittedBytes -= state.log.sizeBytes(state.commit + 1, reached);
        state.commit = reached;
        sendDue = true;
        return true;
    }

    /** Whether a quorum of voters was heard since the last call; learners do not count. */
    boolean quorumHeardAndReset() {
        Map<Long, Boolean> heard = new TreeMap<>();
        heard.put(state.id, true);
        peers.forEach((id, peer) -> {
            heard.put(id, peer.isRecentlyActive());
            peer.setRecentlyActive(false);
        });
        return state.quorum.voteResult(heard) == VoteResult.WON;
    }
}
