/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.MemberTableClusterManager;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.Envelope;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells those who are about to join who the members are: what they ask comes before they know whom they ask. What goes
 * out is no secret among peers, and little of it goes out in a second. One thread.
 */
final class JoinDesk {
    private static final int ANSWERS_PER_SECOND = 20;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MemberTableClusterManager manager;
    private final OpenDoor door;
    private final PeerListener listener;
    private final LongSupplier nanoClock;
    private long secondBeganNanos;
    private int answers;

    JoinDesk(MemberTableClusterManager manager, OpenDoor door, PeerListener listener, LongSupplier nanoClock) {
        this.manager = manager;
        this.door = door;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.secondBeganNanos = nanoClock.getAsLong();
    }

    /** Answers, unless the asker claims to be a member, gives no URL, or too many have asked. */
    void asked(Envelope envelope, Body.Join join) {
        long now = nanoClock.getAsLong();
        if (now - secondBeganNanos >= SECOND_NANOS) {
            secondBeganNanos = now;
            answers = 0;
        }
        long from = envelope.from();
        if (from == 0 || manager.table().url(from) != null || ++answers > ANSWERS_PER_SECOND) {
            return;
        }
        PeerUrl url;
        try {
            url = PeerUrl.parse(join.url());
        } catch (IllegalArgumentException e) {
            return;
        }
        manager.stranger(from, url);
        door.send(from, new Body.Roster(listener.roster()));
    }
}
