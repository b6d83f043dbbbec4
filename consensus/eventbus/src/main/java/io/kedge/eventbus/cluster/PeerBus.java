/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import java.util.concurrent.TimeUnit;

/**
 * How the clustered event bus is set up. A silent link is noticed in two ways: a missing pong closes it after {@link
 * #PING_MILLIS} + {@link #PONG_MILLIS}, but that close waits behind what the socket cannot write; so a link on which
 * nothing was read for {@link #SILENCE_MILLIS} is cut at once. Both ends read at least a ping or a pong each second.
 */
public final class PeerBus {
    static final int PING_MILLIS = 1_000;
    static final int PONG_MILLIS = 1_000;
    static final int CONNECT_MILLIS = 1_000;
    static final int SILENCE_MILLIS = 3_000;

    private PeerBus() {}

    /**
     * Options for a member that listens at {@code listen} and is known to others as {@code advertised}. Nothing here is
     * about TLS: that is the transport's, see {@link io.kedge.eventbus.tls}.
     */
    public static EventBusOptions options(PeerUrl listen, PeerUrl advertised) {
        EventBusOptions options = new EventBusOptions();
        options.setHost(listen.host()).setPort(listen.port());
        options.setClusterPublicHost(advertised.host());
        if (advertised.port() > 0) {
            options.setClusterPublicPort(advertised.port());
        }
        options.setClusterPingInterval(PING_MILLIS).setClusterPingReplyInterval(PONG_MILLIS);
        options.setConnectTimeout(CONNECT_MILLIS).setReconnectAttempts(0);
        options.setTcpNoDelay(true).setTcpKeepAlive(true).setReuseAddress(true);
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS).setReadIdleTimeout(SILENCE_MILLIS);
        return options;
    }

    /** Nothing that arrives may name a Java class to be loaded. To be called before the first peer connects. */
    public static void refuseSerializedObjects(EventBus bus) {
        bus.serializableChecker(className -> false);
        bus.clusterSerializableChecker(className -> false);
    }
}
