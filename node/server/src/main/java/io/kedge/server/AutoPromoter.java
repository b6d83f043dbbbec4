/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.MemberInfo;
import io.kedge.server.loop.LoopNode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets learners vote as soon as they are in sync with the leader; at the leader. On one loop. */
final class AutoPromoter {

    /** How often {@link #tick} wants to be called. */
    static final long PERIOD_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(AutoPromoter.class);

    private final LoopNode node;
    private final ReplicaLoop replica;
    private final SharedState shared;

    AutoPromoter(LoopNode node, ReplicaLoop replica, SharedState shared) {
        this.node = node;
        this.replica = replica;
        this.shared = shared;
    }

    void tick() {
        if (!shared.isLeader()) {
            return;
        }
        replica.execute((here, now) -> {
            for (MemberInfo member : here.stores().system().members().list()) {
                if (member.learner() && !member.name().isEmpty() && here.isInSync(member.id())) {
                    node.context().runOnContext(nothing -> promote(member));
                    return;
                }
            }
        });
    }

    private void promote(MemberInfo member) {
        node.cluster().promote(Caller.NODE, member.id(), new Reply<>() {
            @Override
            public void succeed(List<MemberInfo> members) {
                LOG.info("learner {} ({}) is in sync and votes now", Long.toHexString(member.id()), member.name());
            }

            @Override
            public void fail(KedgeException reason) {
                // Tried again with the next tick.
                LOG.debug("learner {} was not promoted: {}", Long.toHexString(member.id()), reason.getMessage());
            }
        });
    }
}
