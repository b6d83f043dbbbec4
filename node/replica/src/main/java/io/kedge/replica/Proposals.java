/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Command;
import io.kedge.model.KedgeException;
import io.kedge.model.MemberChange;
import io.kedge.model.Operation;
import io.kedge.model.StatusCode;
import io.kedge.model.format.CommandCodec;
import io.kedge.model.format.UnknownFormatException;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RaftCore;
import io.kedge.raft.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a write into the log: at the leader its own log, elsewhere the leader's. While leadership is unknown or
 * being handed over it waits, up to its deadline.
 *
 * <p>A write is sent to another member at most once, except after that member has said that it did not and will not
 * take it. Invariant: at the leader of a term every forwarded write enters the log at most once, and only in the term
 * for which it was sent; so a write given to a leader of term t that has not come back when an entry of a later term
 * is applied is lost for good, as is one of this member's own log then (paper 5.4.3: terms never fall along the log).
 * Such a write was done nowhere, so it is proposed again: who asked for it hears nothing of the change of leaders.
 * Replica thread.
 */
final class Proposals {

    private static final int WAITING_CHANGES_MAX = 64;

    /** Checks a change of members at the leader; throws KedgeException. */
    interface ChangeCheck {
        void check(MemberChange change);
    }

    private final RaftCore raft;
    private final ReplicaOptions options;
    private final ClusterOptions cluster;
    private final ChangeCheck changeCheck;
    private final ProposalTable inLog = new ProposalTable();
    private final ForwardTable forwarded;
    private final ArrayDeque<Proposal> waiting = new ArrayDeque<>();
    /** Changes of members that wait for the one before them. */
    private final ArrayDeque<Proposal> waitingChanges = new ArrayDeque<>();

    private final SeenForwards seen = new SeenForwards();

    private List<Proposal> completed = new ArrayList<>();
    private List<Forward> forwards = new ArrayList<>();
    private List<ForwardRefused> refusals = new ArrayList<>();
    /** The last term that this member has led in this life. */
    private long ledTerm;
    /** The leader of this term does not take forwards any more. */
    private long refusingTerm;

    private long appliedTerm;

    Proposals(
            RaftCore raft, ReplicaOptions options, ClusterOptions cluster, ChangeCheck changeCheck, long appliedTerm) {
        this.raft = raft;
        this.options = options;
        this.cluster = cluster;
        this.changeCheck = changeCheck;
        this.forwarded = new ForwardTable(cluster.firstSequence());
        this.appliedTerm = appliedTerm;
    }

    int size() {
        return inLog.size() + forwarded.size() + waiting.size() + waitingChanges.size();
    }

    /** Takes a write of this member. */
    void propose(Proposal proposal, boolean overloaded, long nowNanos) {
        proposal.arrived(nowNanos + options.requestTimeoutNanos());
        if (overloaded || size() >= options.pendingProposalsMax()) {
            proposal.end(StatusCode.TOO_MANY_REQUESTS, completed);
        } else if (!start(proposal)) {
            waiting.add(proposal);
        }
    }

    /** Takes a write of the leader itself, or says no: it is neither forwarded nor kept. */
    boolean proposeHere(Proposal proposal, long nowNanos) {
        long index = raft.propose(proposal.data());
        if (index < 0) {
            return false;
        }
        proposal.arrived(nowNanos + options.requestTimeoutNanos());
        accept(proposal, index);
        return true;
    }

    private void accept(Proposal proposal, long index) {
        proposal.accepted(index, raft.term());
        inLog.add(proposal, completed);
    }

    /** Puts the write on its way, or refuses it; false if it must wait. */
    private boolean start(Proposal proposal) {
        if (proposal instanceof ForwardedProposal && proposal.term() != raft.term()) {
            refuse(proposal, StatusCode.NOT_LEADER);
            return true;
        }
        Operation operation = proposal.command().operation();
        if (operation instanceof MemberChange change && raft.role() == Role.LEADER) {
            return startChange(proposal, change);
        }
        return began(proposal, raft.propose(proposal.data()));
    }

    private boolean startChange(Proposal proposal, MemberChange change) {
        if (change.changesConfiguration() && raft.isConfigurationPending()) {
            if (waitingChanges.size() >= WAITING_CHANGES_MAX) {
                refuse(proposal, StatusCode.TOO_MANY_REQUESTS);
            } else {
                waitingChanges.add(proposal);
            }
            return true;
        }
        try {
            changeCheck.check(change);
        } catch (KedgeException refused) {
            refuse(proposal, refused.code());
            return true;
        }
        long index = change.changesConfiguration()
                ? raft.proposeConfiguration(MemberRules.configurationChange(change, proposal.data()))
                : raft.propose(proposal.data());
        return began(proposal, index);
    }

    private boolean began(Proposal proposal, long index) {
        if (index >= 0) {
            accept(proposal, index);
        } else if (index == RaftCore.OVERLOADED) {
            refuse(proposal, StatusCode.TOO_MANY_REQUESTS);
        } else if (index == RaftCore.TRANSFERRING) {
            return false;
        } else if (index == RaftCore.CHANGE_REFUSED) {
            // No voter would be left.
            refuse(proposal, StatusCode.NOT_ENOUGH_STARTED);
        } else if (!proposal.isWaitedFor()) {
            refuse(proposal, StatusCode.NOT_LEADER);
        } else {
            return forward(proposal);
        }
        return true;
    }

    private boolean forward(Proposal proposal) {
        long leader = raft.leaderId();
        if (leader == 0 || refusingTerm == raft.term()) {
            return false;
        }
        long sequence = forwarded.add(proposal, raft.term());
        byte[] command = CommandCodec.forwarded(proposal.data(), raft.memberId(), sequence);
        forwards.add(new Forward(leader, raft.term(), sequence, command));
        return true;
    }

    private void refuse(Proposal proposal, StatusCode reason) {
        if (proposal instanceof ForwardedProposal foreign) {
            proposal.answer(null, reason);
            refusals.add(new ForwardRefused(foreign.origin(), foreign.sequence(), reason));
        } else {
            proposal.end(reason, completed);
        }
    }

    /** Takes a write that {@code from} sent here as the leader of {@code term}. */
    void proposeForwarded(long from, long term, long sequence, byte[] data, boolean overloaded, long nowNanos) {
        if (!seen.add(from, sequence)) {
            return;
        }
        if (raft.role() != Role.LEADER || raft.term() != term) {
            // In an earlier life this member may have taken it: then it says nothing.
            if (term == ledTerm) {
                refusals.add(new ForwardRefused(from, sequence, StatusCode.NOT_LEADER));
            }
            return;
        }
        StatusCode refusal = overloaded || size() >= options.pendingProposalsMax()
                ? StatusCode.TOO_MANY_REQUESTS
                : data.length > cluster.commandBytesMax() ? StatusCode.REQUEST_TOO_LARGE : null;
        Command command = refusal == null ? decode(from, sequence, data) : null;
        if (command == null) {
            refusals.add(new ForwardRefused(from, sequence, refusal != null ? refusal : StatusCode.INTERNAL));
            return;
        }
        ForwardedProposal proposal = new ForwardedProposal(command, data, from, sequence);
        proposal.arrived(nowNanos + options.requestTimeoutNanos());
        proposal.handedOver(term);
        if (!start(proposal)) {
            waiting.add(proposal);
        }
    }

    /** Null for bytes that would stop every member that applies them. */
    private static @Nullable Command decode(long from, long sequence, byte[] data) {
        try {
            Command command = CommandCodec.decode(data);
            boolean isTheirs = CommandCodec.origin(data) == from && CommandCodec.sequence(data) == sequence;
            return isTheirs ? command : null;
        } catch (IllegalArgumentException | UnknownFormatException broken) {
            return null;
        }
    }

    /** The leader has not taken a forwarded write. */
    void forwardRefused(long sequence, StatusCode reason) {
        Proposal proposal = forwarded.take(sequence);
        if (proposal == null) {
            return;
        }
        if (reason == StatusCode.NOT_LEADER) {
            refusingTerm = Math.max(refusingTerm, proposal.term());
            waiting.add(proposal);
        } else {
            proposal.end(reason, completed);
        }
    }

    /** Tries again what waits; called before each turn and after what is applied, either may show who leads. */
    void retry() {
        while (!waiting.isEmpty() && start(waiting.element())) {
            waiting.remove();
        }
        if (!waitingChanges.isEmpty() && !(raft.role() == Role.LEADER && raft.isConfigurationPending())) {
            Proposal next = waitingChanges.remove();
            if (!start(next)) {
                waiting.add(next);
            }
        }
    }

    /** This member leads {@code term}, or has done so in this life. */
    void leads(long term) {
        ledTerm = term;
    }

    boolean isWaiting() {
        return !waiting.isEmpty() || !waitingChanges.isEmpty();
    }

    /** The write that became {@code entry}, whose command is {@code data}, or null if nobody here waits for it. */
    @Nullable
    Proposal take(LogEntry entry, byte[] data) {
        if (entry.term() > appliedTerm) {
            appliedTerm = entry.term();
            inLog.removeBelow(appliedTerm, this::again);
            forwarded.removeBelow(appliedTerm, this::again);
        }
        Proposal own = inLog.take(entry.index(), entry.term(), this::again);
        if (own != null || forwarded.size() == 0 || data.length == 0 || CommandCodec.origin(data) != raft.memberId()) {
            return own;
        }
        return forwarded.take(CommandCodec.sequence(data));
    }

    /** It is in no log and never will be: it starts anew, within the time it has left. */
    private void again(Proposal lost) {
        if (!lost.isWaitedFor()) {
            lost.end(StatusCode.LEADER_CHANGED, completed);
        } else if (!lost.isAnswered()) {
            waiting.add(lost);
        }
    }

    void expire(long nowNanos) {
        long leadingTerm = raft.role() == Role.LEADER ? raft.term() : 0;
        inLog.expire(nowNanos, leadingTerm, completed);
        forwarded.expire(nowNanos, raft.term(), raft.leaderId() != 0, completed);
        expire(waiting, nowNanos);
        expire(waitingChanges, nowNanos);
    }

    private void expire(ArrayDeque<Proposal> queue, long nowNanos) {
        Iterator<Proposal> all = queue.iterator();
        while (all.hasNext()) {
            Proposal proposal = all.next();
            if (proposal.deadlineNanos() - nowNanos <= 0) {
                all.remove();
                proposal.end(StatusCode.TIMEOUT, completed);
            }
        }
    }

    /** The entries up to {@code term} were replaced by a snapshot: which of them were whose cannot be seen any more. */
    void snapshotInstalled(long term) {
        appliedTerm = Math.max(appliedTerm, term);
        inLog.failAll(StatusCode.TIMEOUT_LEADER_FAILURE, completed);
        forwarded.failAll(StatusCode.TIMEOUT_LEADER_FAILURE, completed);
    }

    void complete(Proposal proposal) {
        completed.add(proposal);
    }

    /** Those with an outcome, since the last {@link #takeCompleted}. */
    List<Proposal> completed() {
        return completed;
    }

    List<Proposal> takeCompleted() {
        if (completed.isEmpty()) {
            return List.of();
        }
        List<Proposal> taken = completed;
        completed = new ArrayList<>();
        return taken;
    }

    List<Forward> takeForwards() {
        if (forwards.isEmpty()) {
            return List.of();
        }
        List<Forward> taken = forwards;
        forwards = new ArrayList<>();
        return taken;
    }

    List<ForwardRefused> takeRefusals() {
        if (refusals.isEmpty()) {
            return List.of();
        }
        List<ForwardRefused> taken = refusals;
        refusals = new ArrayList<>();
        return taken;
    }
}
