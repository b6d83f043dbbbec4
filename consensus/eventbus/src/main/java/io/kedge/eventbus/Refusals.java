/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.MemberTable;
import io.kedge.eventbus.cluster.MemberTableClusterManager;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.Envelope;
import io.kedge.eventbus.wire.RefusalReason;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why somebody is refused: one log line here and one message to them, at most every ten seconds for each sender
 * and reason. One thread.
 */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int SHOWN_CHARS_MAX = 200;

    private final PeerIdentity self;
    private final MemberTableClusterManager manager;
    private final OpenDoor door;
    private final RateLimit logged;
    private final RateLimit told;
    private final RateLimit heard;

    Refusals(PeerIdentity self, MemberTableClusterManager manager, OpenDoor door, LongSupplier nanoClock) {
        this.self = self;
        this.manager = manager;
        this.door = door;
        logged = new RateLimit(PERIOD_NANOS, nanoClock);
        told = new RateLimit(PERIOD_NANOS, nanoClock);
        heard = new RateLimit(PERIOD_NANOS, nanoClock);
    }

    void refuse(Envelope envelope, RefusalReason reason) {
        long from = envelope.from();
        List<Object> key = List.of(from, envelope.clusterId(), reason);
        if (logged.passes(key)) {
            log.warn(
                    "refused member {} of cluster {} (incarnation {}): {}; this is member {} of cluster {}",
                    MemberTable.nodeId(from),
                    Long.toHexString(envelope.clusterId()),
                    Long.toHexString(envelope.incarnation()),
                    reason.text(),
                    MemberTable.nodeId(self.memberId()),
                    Long.toHexString(self.clusterId()));
        }
        if (canTell(envelope, reason) && told.passes(key)) {
            String text = "member " + MemberTable.nodeId(self.memberId()) + " of cluster "
                    + Long.toHexString(self.clusterId()) + " listens here";
            door.send(from, new Body.Refusal(reason, text));
        }
    }

    /** Logs another member's refusal of this one; whether it is for this one at all. */
    boolean heard(Envelope envelope, Body.Refusal refusal) {
        if (envelope.to() != self.memberId()) {
            return false;
        }
        if (heard.passes(List.of(envelope.from(), refusal.reason()))) {
            log.warn(
                    "member {} of cluster {} refuses what this member sends: {} ({})",
                    MemberTable.nodeId(envelope.from()),
                    Long.toHexString(envelope.clusterId()),
                    refusal.reason().text(),
                    printable(refusal.text()));
        }
        return true;
    }

    /** Whether it is known where the sender listens. A hello says it, for those who are no members. */
    private boolean canTell(Envelope envelope, RefusalReason reason) {
        long from = envelope.from();
        if (from == self.memberId() || from == 0) {
            return false;
        }
        @Nullable PeerUrl claimed = envelope.body() instanceof Body.Hello hello ? parsed(hello.url()) : null;
        PeerUrl listed = manager.table().url(from);
        if (listed != null) {
            return reason != RefusalReason.WRONG_CLUSTER || listed.equals(claimed);
        }
        if (claimed != null) {
            manager.stranger(from, claimed);
        }
        return manager.canReach(from);
    }

    private static @Nullable PeerUrl parsed(String url) {
        try {
            return PeerUrl.parse(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String printable(String text) {
        String shown = text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
