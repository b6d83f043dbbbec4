/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.MemberTableClusterManager;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.Envelope;
import io.kedge.eventbus.wire.PeerCodec;
import io.vertx.core.eventbus.EventBus;

/**
 * Sends hellos and refusals to the address to which everybody listens, so that they arrive also where another member
 * listens than the one expected. A few small messages a second; nothing keeps account of them. One thread.
 */
final class OpenDoor {
    private final EventBus bus;
    private final MemberTableClusterManager manager;
    private final PeerIdentity self;
    private final Incarnations incarnations;

    OpenDoor(EventBus bus, MemberTableClusterManager manager, PeerIdentity self, Incarnations incarnations) {
        this.bus = bus;
        this.manager = manager;
        this.self = self;
        this.incarnations = incarnations;
    }

    void hello(long to) {
        send(to, new Body.Hello(self.url().toString()));
    }

    void send(long to, Body body) {
        manager.aim(to);
        byte[] bytes = PeerCodec.encode(new Envelope(
                self.clusterId(), self.memberId(), to, self.incarnation(), incarnations.known(to), 0, 0, body));
        bus.send(MemberTableClusterManager.OPEN_ADDRESS, bytes);
    }
}
