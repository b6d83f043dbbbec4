/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.invariant.Invariant;
import io.kedge.raft.progress.Progress;
import io.kedge.raft.progress.ProgressState;
import java.util.List;

/** The leader's side of replication: what goes to which peer when, and what the answers mean. */
final class Replication {
    private final RaftState state;
    private final Leadership leadership;
    private final ReadQueue reads;
    /** The newest durable snapshot of the application: what a peer is offered that needs entries which are cut. */
    private SnapshotMark snapshot;

    Replication(RaftState state, Leadership leadership, ReadQueue reads, SnapshotMark snapshot) {
        this.state = state;
        this.leadership = leadership;
        this.reads = reads;
        this.snapshot = snapshot;
    }

    void snapshotAvailable(SnapshotMark mark) {
        snapshot = mark;
    }

    boolean hasWork() {
        return state.isLeader() && (leadership.sendDue || reads.roundDue());
    }

    /** Sends what became due since the last output: a read round, entries, commit indexes. */
    void flush() {
        if (!state.isLeader()) {
            return;
        }
        if (reads.roundDue()) {
            sendHeartbeats();
        }
        if (leadership.sendDue) {
            leadership.sendDue = false;
            leadership.peers().forEach(this::sendDue);
        }
    }

    void sendHeartbeats() {
        reads.roundSent();
        leadership
                .peers()
                .forEach((id, peer) -> state.outbox.send(new Message.Heartbeat(
                        state.id,
                        id,
                        state.term,
                        peer.session(),
                        Math.min(peer.match(), state.commit),
                        reads.lastNumber())));
    }

    /** Commits what a quorum holds durably; called after anything that could move it. */
    void advanceCommit() {
        if (leadership.advanceCommit() && !leadership.ownTermCommitted) {
            leadership.ownTermCommitted = true;
            reads.ownTermCommitted();
        }
    }

    void onAppendResponse(Message.AppendResponse response) {
        Progress peer = leadership.peerInSession(response.from(), response.session());
        if (peer == null) {
            return;
        }
        peer.setRecentlyActive(true);
        if (response.rejected()) {
            rejected(response, peer);
        } else {
            accepted(response.from(), response.index(), peer);
        }
    }

    private void rejected(Message.AppendResponse response, Progress peer) {
        if (response.index() == 0 && peer.match() == 0 && peer.state() == ProgressState.PROBE) {
            // Logs agree before their first entry, unless the peer has no configuration yet.
            offerSnapshot(response.from(), peer);
            return;
        }
        long hint = response.hintTerm() > 0
                ? state.log.lastIndexWithTermAtMost(response.hintIndex(), response.hintTerm())
                : response.hintIndex();
        if (peer.rejected(response.index(), hint)) {
            if (peer.state() == ProgressState.REPLICATE) {
                peer.becomeProbe();
            }
            trySend(response.from(), peer, true);
        }
    }

    private void accepted(long id, long index, Progress peer) {
        Invariant.check(index <= state.log.lastIndex(), "peer acknowledges beyond the log", index, id);
        boolean news = peer.acknowledged(index);
        if (!news && !(peer.match() == index && peer.state() == ProgressState.PROBE)) {
            return;
        }
        switch (peer.state()) {
            case PROBE -> peer.becomeReplicate();
            case REPLICATE -> peer.inflights().freeUpTo(index);
            case SNAPSHOT -> {
                if (peer.match() + 1 >= state.log.firstIndex()) {
                    peer.becomeProbe();
                    peer.becomeReplicate();
                }
            }
        }
        leadership.sendDue = true;
        advanceCommit();
        handOver(id, peer);
    }

    void onHeartbeatResponse(Message.HeartbeatResponse response) {
        long id = response.from();
        Progress peer = leadership.peerInSession(id, response.session());
        if (peer == null) {
            return;
        }
        peer.setRecentlyActive(true);
        peer.acknowledgeRead(response.readNumber());
        if (peer.state() == ProgressState.SNAPSHOT) {
            if (state.now - peer.offeredAtTick() >= state.options.electionTicks()) {
                offerSnapshot(id, peer);
            }
        } else {
            peer.unpause();
            boolean forgetful = response.verified() < Math.min(peer.match(), state.commit);
            if (peer.match() < state.log.lastIndex() || peer.state() == ProgressState.PROBE || forgetful) {
                trySend(id, peer, true);
            }
        }
        reads.confirm();
    }

    void onSnapshotResponse(Message.SnapshotResponse response) {
        Progress peer = leadership.peerInSession(response.from(), response.session());
        if (peer == null) {
            return;
        }
        peer.setRecentlyActive(true);
        if (peer.state() != ProgressState.SNAPSHOT) {
            return;
        }
        if (response.rejected()) {
            peer.snapshotFailed();
            return;
        }
        Invariant.check(
                response.index() <= state.log.lastIndex(),
                "snapshot beyond the log",
                response.index(),
                response.from());
        peer.acknowledged(response.index());
        peer.becomeProbe();
        leadership.sendDue = true;
        advanceCommit();
    }

    /** The transport lost the peer: what is on the wire is lost, so find out again where it stands. */
    void unreachable(long id) {
        Progress peer = leadership.peer(id);
        if (peer != null && peer.state() == ProgressState.REPLICATE) {
            peer.becomeProbe();
            leadership.sendDue = true;
        }
    }

    /** Tells the target of a transfer to campaign as soon as it has the whole log. */
    void handOver(long id, Progress peer) {
        if (id == leadership.transferTarget && peer.match() == state.log.lastIndex()) {
            state.outbox.send(new Message.TimeoutNow(state.id, id, state.term));
        }
    }

    private void sendDue(long id, Progress peer) {
        boolean more = true;
        while (more) {
            more = trySend(id, peer, false);
        }
        if (!peer.isPaused() && peer.canAdvanceCommit(state.commit)) {
            trySend(id, peer, true);
        }
    }

    /** Sends one append if the peer may get one; false if there was none to send. */
    private boolean trySend(long id, Progress peer, boolean evenWithoutEntries) {
        if (peer.isPaused()) {
            return false;
        }
        long prevIndex = peer.next() - 1;
        long prevTerm = state.log.term(prevIndex);
        if (prevTerm == RaftLog.UNKNOWN_TERM) {
            if (peer.isRecentlyActive()) {
                offerSnapshot(id, peer);
            }
            return false;
        }
        List<LogEntry> entries =
                peer.state() == ProgressState.REPLICATE && peer.inflights().isFull()
                        ? List.of()
                        : state.log.sliceUpToBytes(peer.next(), state.options.maxMessageBytes());
        if (entries.isEmpty() && !evenWithoutEntries) {
            return false;
        }
        state.outbox.send(new Message.AppendEntries(
                state.id, id, state.term, peer.session(), prevIndex, prevTerm, entries, state.commit));
        peer.sent(entries.size(), state.log.sizeBytes(prevIndex + 1, prevIndex + entries.size()), state.commit);
        return !entries.isEmpty();
    }

    private void offerSnapshot(long id, Progress peer) {
        Invariant.check(
                snapshot.index() + 1 >= state.log.firstIndex(),
                "entries cut that no snapshot covers",
                snapshot.index(),
                state.log.firstIndex());
        peer.becomeSnapshot(snapshot.index(), state.now);
        state.outbox.send(new Message.SnapshotOffer(
                state.id, id, state.term, peer.session(), snapshot.index(), snapshot.term(), snapshot.configuration()));
    }
}
