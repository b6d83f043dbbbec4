/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.eventbus.PeerListener;
import io.kedge.eventbus.PeerRequestException;
import io.kedge.eventbus.PeerRequests;
import io.kedge.eventbus.Responder;
import io.kedge.eventbus.wire.RefusalReason;
import io.kedge.model.StatusCode;
import io.kedge.raft.Message;
import io.kedge.replica.Forward;
import io.kedge.replica.ForwardRefused;
import io.kedge.server.LoopInbox;
import io.kedge.server.ReplicaLoop;
import io.kedge.server.SharedState;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes in becomes a task of the replica; what other members ask is answered. Everything on the transport's
 * context.
 */
final class PeerDesk implements PeerListener, LoopInbox {

    private static final Logger LOG = LoggerFactory.getLogger(PeerDesk.class);
    /** Until the other member says that writes have arrived; nothing depends on it but the link's budget. */
    private static final long ARRIVAL_MILLIS = 5_000;

    private static final long RETRY_MILLIS = 50;
    private static final long RETRY_NANOS_MAX = 5_000_000_000L;
    /** Of the commands in one request. */
    private static final int REQUEST_BYTES = 1 << 20;

    private final Context context;
    private final ReplicaLoop loop;
    private final SharedState shared;
    private final long memberId;
    private final RemovalNews removals;
    private final Supplier<Roster> roster;
    private @Nullable PeerRequests requests;

    PeerDesk(
            Context context,
            ReplicaLoop loop,
            SharedState shared,
            long memberId,
            RemovalNews removals,
            Supplier<Roster> roster) {
        this.context = context;
        this.loop = loop;
        this.shared = shared;
        this.memberId = memberId;
        this.removals = removals;
        this.roster = roster;
    }

    /** Begins to answer. */
    void serve(PeerRequests peerRequests) {
        requests = peerRequests;
        peerRequests.serve(PeerMessages.FORWARDS, this::takeForwards);
        peerRequests.serve(PeerMessages.REFUSALS, this::takeRefusals);
        peerRequests.serve(PeerMessages.LEASE, this::takeLease);
    }

    private PeerRequests requests() {
        return Objects.requireNonNull(requests, "not started");
    }

    @Override
    public void onMessages(List<Message> messages) {
        loop.execute(context, (replica, now) -> messages.forEach(replica::step));
    }

    @Override
    public void onUnreachable(long peer) {
        loop.execute(context, (replica, now) -> replica.unreachable(peer));
    }

    @Override
    public void onRefused(long peer, RefusalReason reason) {
        if (reason == RefusalReason.REMOVED_SENDER) {
            removals.saidBy(peer);
        }
    }

    @Override
    public byte[] roster() {
        return roster.get().encode();
    }

    @Override
    public void onUncaught(Throwable thrown) {
        LOG.error("a fault among the peers' messages", thrown);
    }

    /** Sends writes to their leaders, several in one request. */
    void forward(List<Forward> forwards) {
        long now = System.nanoTime();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < forwards.size(); i++) {
            Forward next = forwards.get(i);
            boolean isFull = bytes + next.command().length > REQUEST_BYTES;
            if (i > from && (isFull || next.to() != forwards.get(from).to())) {
                forward(forwards.subList(from, i), now);
                from = i;
                bytes = 0;
            }
            bytes += next.command().length;
        }
        forward(forwards.subList(from, forwards.size()), now);
    }

    private void forward(List<Forward> forwards, long sinceNanos) {
        Forward first = forwards.get(0);
        requests()
                .ask(first.to(), PeerMessages.FORWARDS, PeerMessages.forwards(forwards), ARRIVAL_MILLIS)
                .onFailure(reason -> {
                    if (isNotSent(reason)) {
                        forwardLater(List.copyOf(forwards), sinceNanos);
                    }
                });
    }

    /** Nothing was sent, so these are not sent twice. After the last try the replica's deadline ends them. */
    private void forwardLater(List<Forward> forwards, long sinceNanos) {
        context.owner().setTimer(RETRY_MILLIS, timer -> {
            Forward first = forwards.get(0);
            if (shared.leader() != first.to() || shared.raftTerm() != first.term()) {
                loop.execute(
                        context,
                        (replica, now) -> forwards.forEach(
                                forward -> replica.forwardRefused(forward.sequence(), StatusCode.NOT_LEADER)));
            } else if (System.nanoTime() - sinceNanos < RETRY_NANOS_MAX) {
                forward(forwards, sinceNanos);
            }
        });
    }

    private static boolean isNotSent(Throwable reason) {
        return reason instanceof PeerRequestException known && known.outcome() == PeerRequestException.Outcome.NOT_SENT;
    }

    /** Sends refusals to whoever forwarded the writes. */
    void refuse(List<ForwardRefused> refusals) {
        Map<Long, List<ForwardRefused>> byOrigin = new HashMap<>();
        for (ForwardRefused refused : refusals) {
            byOrigin.computeIfAbsent(refused.to(), to -> new ArrayList<>()).add(refused);
        }
        byOrigin.forEach(
                (to, some) -> requests().ask(to, PeerMessages.REFUSALS, PeerMessages.refusals(some), ARRIVAL_MILLIS));
    }

    private void takeForwards(long from, byte[] payload, Responder responder) {
        List<Forward> forwards;
        try {
            forwards = PeerMessages.readForwards(payload, memberId);
        } catch (IllegalArgumentException e) {
            responder.reply(PeerMessages.STATUS_BAD, PeerMessages.NOTHING);
            return;
        }
        loop.execute(
                context,
                (replica, now) -> forwards.forEach(forward ->
                        replica.proposeForwarded(from, forward.term(), forward.sequence(), forward.command(), now)));
        responder.reply(PeerMessages.STATUS_OK, PeerMessages.NOTHING);
    }

    private void takeRefusals(long from, byte[] payload, Responder responder) {
        List<ForwardRefused> refusals;
        try {
            refusals = PeerMessages.readRefusals(payload, memberId);
        } catch (IllegalArgumentException e) {
            responder.reply(PeerMessages.STATUS_BAD, PeerMessages.NOTHING);
            return;
        }
        loop.execute(
                context,
                (replica, now) ->
                        refusals.forEach(refused -> replica.forwardRefused(refused.sequence(), refused.reason())));
        responder.reply(PeerMessages.STATUS_OK, PeerMessages.NOTHING);
    }

    private void takeLease(long from, byte[] payload, Responder responder) {
        LeaseInquiry inquiry;
        try {
            inquiry = PeerMessages.readLeaseQuestion(payload);
        } catch (IllegalArgumentException e) {
            responder.reply(PeerMessages.STATUS_BAD, PeerMessages.NOTHING);
            return;
        }
        loop.read(new RemoteLeaseCall(inquiry, responder));
    }

    /** Asks {@code leader} about a lease. */
    void ask(
            long leader,
            LeaseInquiry inquiry,
            long timeoutMillis,
            Consumer<LeaseAnswer> answered,
            Consumer<StatusCode> failed) {
        requests()
                .ask(leader, PeerMessages.LEASE, PeerMessages.leaseQuestion(inquiry), timeoutMillis)
                .onSuccess(reply -> {
                    if (reply.status() == PeerMessages.STATUS_OK) {
                        answered.accept(PeerMessages.readLeaseAnswer(reply.payload()));
                    } else {
                        failed.accept(
                                reply.status() == PeerMessages.STATUS_FAILED
                                        ? PeerMessages.readStatus(reply.payload())
                                        : StatusCode.INTERNAL);
                    }
                })
                // A renewal done twice does no harm.
                .onFailure(reason -> failed.accept(StatusCode.NOT_LEADER));
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public boolean wantsEvents() {
        return false;
    }

    @Override
    public void deliver(Delivery delivery) {
        context.runOnContext(nothing -> take(delivery));
    }

    @Override
    public void take(Delivery delivery) {
        delivery.tickets().forEach(LoopRead::ready);
    }

    /** Another member's question about a lease. */
    private final class RemoteLeaseCall extends LoopLeaseCall {

        private final Responder responder;

        RemoteLeaseCall(LeaseInquiry inquiry, Responder responder) {
            super(PeerDesk.this, inquiry.kind(), inquiry.leaseId(), inquiry.withKeys());
            this.responder = responder;
        }

        @Override
        public void ready() {
            @Nullable StatusCode failure = failure();
            if (failure != null) {
                responder.reply(PeerMessages.STATUS_FAILED, PeerMessages.status(failure));
                return;
            }
            LeaseAnswer answer = new LeaseAnswer(revision(), seconds(), grantedSeconds(), keys());
            responder.reply(PeerMessages.STATUS_OK, PeerMessages.leaseAnswer(answer));
        }
    }
}
