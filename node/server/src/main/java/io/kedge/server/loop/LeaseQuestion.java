/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Reply;
import io.kedge.model.StatusCode;
import io.kedge.server.LoopInbox.LoopLeaseCall;
import io.kedge.server.peers.LeaseAnswer;
import io.kedge.server.peers.LeaseInquiry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A question that only the leader answers, asked of whoever leads until there is an answer or the time is over: here if
 * this member leads, of another member otherwise. On one loop.
 */
final class LeaseQuestion {

    private static final long RETRY_MILLIS = 50;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long TIMEOUT_MILLIS = 5_000;

    private final LoopEnvironment environment;
    private final LoopNode node;
    private final LeaseInquiry inquiry;
    private final Reply<?> reply;
    private final Consumer<LeaseAnswer> answered;
    private final long deadlineNanos;

    /** Of two outcomes, {@code answered} and the reply's failure, one comes. */
    LeaseQuestion(
            LoopEnvironment environment,
            LoopNode node,
            LeaseInquiry inquiry,
            Reply<?> reply,
            Consumer<LeaseAnswer> answered) {
        this.environment = environment;
        this.node = node;
        this.inquiry = inquiry;
        this.reply = reply;
        this.answered = answered;
        long timeoutMillis = TIMEOUT_MILLIS + 2 * environment.config().electionMillis();
        deadlineNanos = System.nanoTime() + timeoutMillis * NANOS_PER_MILLI;
    }

    void ask() {
        long leader = environment.shared().leader();
        long leftMillis = (deadlineNanos - System.nanoTime()) / NANOS_PER_MILLI;
        if (environment.shared().isStopping()) {
            reply.fail(StatusCode.STOPPED);
        } else if (leftMillis <= 0) {
            reply.fail(leader == 0 ? StatusCode.TIMEOUT_LEADER_FAILURE : StatusCode.TIMEOUT);
        } else if (leader == 0) {
            askLater();
        } else if (environment.shared().isLeader()) {
            environment.replica().read(new Here());
        } else {
            environment
                    .peers()
                    .askLease(
                            leader,
                            inquiry,
                            Math.min(leftMillis, 2 * environment.config().electionMillis()),
                            answer -> node.onLoop(() -> answered.accept(answer)),
                            reason -> node.onLoop(() -> failed(reason)));
        }
    }

    private void askLater() {
        node.context().owner().setTimer(RETRY_MILLIS, timer -> ask());
    }

    private void failed(StatusCode reason) {
        if (reason == StatusCode.NOT_LEADER) {
            askLater();
        } else {
            reply.fail(reason);
        }
    }

    /** The question to this member's own replica. */
    private final class Here extends LoopLeaseCall {

        Here() {
            super(node, inquiry.kind(), inquiry.leaseId(), inquiry.withKeys());
        }

        @Override
        public void ready() {
            @Nullable StatusCode failure = failure();
            if (failure != null) {
                failed(failure);
            } else {
                answered.accept(new LeaseAnswer(revision(), seconds(), grantedSeconds(), keys()));
            }
        }
    }
}
