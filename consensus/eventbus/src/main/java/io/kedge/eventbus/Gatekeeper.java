/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.MemberTable;
import io.kedge.eventbus.wire.Envelope;
import io.kedge.eventbus.wire.RefusalReason;
import org.jspecify.annotations.Nullable;

/** Whose envelopes are taken. One thread. */
final class Gatekeeper {
    private final PeerIdentity self;
    private final MemberTable table;
    private final Incarnations incarnations;

    Gatekeeper(PeerIdentity self, MemberTable table, Incarnations incarnations) {
        this.self = self;
        this.table = table;
        this.incarnations = incarnations;
    }

    /** Why {@code envelope} is refused; null if it is not. */
    @Nullable
    RefusalReason judge(Envelope envelope) {
        if (envelope.clusterId() != self.clusterId()) {
            return RefusalReason.WRONG_CLUSTER;
        }
        if (envelope.to() != self.memberId()) {
            return RefusalReason.WRONG_TARGET;
        }
        long from = envelope.from();
        if (!table.contains(from) || from == self.memberId()) {
            return table.wasRemoved(from) ? RefusalReason.REMOVED_SENDER : RefusalReason.UNKNOWN_SENDER;
        }
        long known = incarnations.known(from);
        if (known != 0 && known != envelope.incarnation()) {
            return RefusalReason.CHANGED_INCARNATION;
        }
        boolean meansAnotherLife =
                envelope.knownIncarnation() != 0 && envelope.knownIncarnation() != self.incarnation();
        return meansAnotherLife ? RefusalReason.OTHER_TARGET_INCARNATION : null;
    }

    /** Whether the sender's incarnation is kept durably; until it is, what it sends counts as lost. */
    boolean isIncarnationKept(Envelope envelope) {
        long from = envelope.from();
        if (incarnations.known(from) == 0) {
            incarnations.firstSeen(from, envelope.incarnation());
        }
        return incarnations.known(from) == envelope.incarnation();
    }
}
