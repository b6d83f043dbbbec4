/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.LeaseCall;
import io.kedge.replica.Proposal;
import io.kedge.replica.ReadTicket;
import io.kedge.replica.RevisionEvents;
import io.vertx.core.Context;
import java.util.List;

/** Where one event loop takes what the replica has for it. */
public interface LoopInbox {

    /** The loop itself. */
    Context context();

    /** Whether events must be delivered; checked after the turn's revision was published. */
    boolean wantsEvents();

    /**
     * Has {@link #take} run on the loop, in the order of calls; never in here, so that a fault of a reply is not one of
     * the replica.
     */
    void deliver(Delivery delivery);

    /** On the loop: results first, then events. */
    void take(Delivery delivery);

    /**
     * One turn's news for one loop.
     *
     * @param published revision that readers see now
     */
    record Delivery(
            List<LoopProposal> proposals, List<LoopRead> tickets, List<RevisionEvents> events, long published) {}

    /** A proposal that came from a loop. */
    abstract class LoopProposal extends Proposal {

        private final LoopInbox inbox;

        protected LoopProposal(LoopInbox inbox, io.kedge.model.Command command, byte[] data) {
            super(command, data);
            this.inbox = inbox;
        }

        public final LoopInbox inbox() {
            return inbox;
        }

        /** On the loop, when the outcome is known. */
        public abstract void answered();
    }

    /** A question that came from a loop. */
    interface LoopRead {

        LoopInbox inbox();

        /** On the loop, when reading is safe, or the answer is there, or it has failed. */
        void ready();
    }

    /** A linearizable read that came from a loop. */
    abstract class LoopTicket extends ReadTicket implements LoopRead {

        private final LoopInbox inbox;

        protected LoopTicket(LoopInbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public final LoopInbox inbox() {
            return inbox;
        }
    }

    /** A question about a lease that came from a loop; only a leader answers it. */
    abstract class LoopLeaseCall extends LeaseCall implements LoopRead {

        private final LoopInbox inbox;

        protected LoopLeaseCall(LoopInbox inbox, Kind kind, long leaseId, boolean withKeys) {
            super(kind, leaseId, withKeys);
            this.inbox = inbox;
        }

        @Override
        public final LoopInbox inbox() {
            return inbox;
        }
    }
}
