/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
    private static final int HANDSHAKE_MILLIS = 2_000;

    private PeerBus() {}

    /**
     * Options for a member that listens at {@code listen} and is known to others as {@code advertised}.
     *
     * @param tls required if {@code listen} says https, null otherwise
     */
    public static EventBusOptions options(PeerUrl listen, PeerUrl advertised, @Nullable PeerTls tls) {
        if (listen.tls() != (tls != null)) {
            throw new IllegalArgumentException("TLS files and https belong together: " + listen);
        }
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
        options.setTrustAll(false);
        if (tls != null) {
            options.setSsl(true);
            options.setSslHandshakeTimeout(HANDSHAKE_MILLIS).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
            options.setKeyCertOptions(
                    new PemKeyCertOptions().setCertPath(tls.certPath()).setKeyPath(tls.keyPath()));
            trust(options, tls.caPath());
        }
        return options;
    }

    private static void trust(EventBusOptions options, @Nullable String caPath) {
        if (caPath == null) {
            options.setTrustAll(true).setClientAuth(ClientAuth.NONE);
        } else {
            options.setTrustOptions(new PemTrustOptions().addCertPath(caPath)).setClientAuth(ClientAuth.REQUIRED);
        }
    }

    /** Nothing that arrives may name a Java class to be loaded. To be called before the first peer connects. */
    public static void refuseSerializedObjects(EventBus bus) {
        bus.serializableChecker(className -> false);
        bus.clusterSerializableChecker(className -> false);
    }
}
