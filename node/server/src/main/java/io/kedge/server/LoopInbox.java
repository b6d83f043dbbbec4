/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

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
            List<LoopProposal> proposals, List<LoopTicket> tickets, List<RevisionEvents> events, long published) {}

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

    /** A linearizable read that came from a loop. */
    abstract class LoopTicket extends ReadTicket {

        private final LoopInbox inbox;

        protected LoopTicket(LoopInbox inbox) {
            this.inbox = inbox;
        }

        public final LoopInbox inbox() {
            return inbox;
        }

        /** On the loop, when reading is safe or has failed. */
        public abstract void ready();
    }
}
