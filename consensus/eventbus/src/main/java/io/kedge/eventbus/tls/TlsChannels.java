/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Puts TLS below everything else on a connection. The far end's address goes to the TLS engine, for the judgement of
 * its certificate, which is made on a thread of its own because it may ask the resolver. Any thread.
 */
final class TlsChannels {
    private static final int HANDSHAKE_MILLIS = 2_000;
    private static final int WAITING_MAX = 1_024;
    private static final long IDLE_SECONDS = 10;

    private final TlsMaterial material;
    private final TlsRefusals refusals = new TlsRefusals();
    private final ExecutorService judges = judges();

    TlsChannels(TlsMaterial material) {
        this.material = material;
    }

    private static ExecutorService judges() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "kedge-peer-tls");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** A channel that is about to connect. */
    <C extends Channel> C outgoing(C channel) {
        channel.pipeline().addLast(new ChannelOutboundHandlerAdapter() {
            @Override
            public void connect(
                    ChannelHandlerContext context, SocketAddress to, SocketAddress from, ChannelPromise promise) {
                encrypt(context.channel(), to, false);
                // The promise tells the outcome.
                var unused = context.connect(to, from, promise);
            }
        });
        return channel;
    }

    /** A channel whose children are connections that others made. */
    <C extends Channel> C listening(C server) {
        server.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object child) {
                Channel accepted = (Channel) child;
                encrypt(accepted, accepted.remoteAddress(), true);
                context.fireChannelRead(child);
            }
        });
        return server;
    }

    private void encrypt(Channel channel, SocketAddress farEnd, boolean incoming) {
        InetSocketAddress address = (InetSocketAddress) farEnd;
        TlsMaterial.Contexts contexts = material.current();
        SslHandler tls = (incoming ? contexts.server() : contexts.client())
                .newHandler(channel.alloc(), hostText(address, incoming), address.getPort(), judges);
        tls.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        TlsGuard guard = new TlsGuard(refusals, hostText(address, incoming) + ":" + address.getPort(), incoming);
        tls.handshakeFuture().addListener(handshake -> guard.handshakeOver(handshake.cause()));
        channel.pipeline().addFirst(tls, guard);
    }

    /** Whom this member connects to is known by the name in its URL, who connects to it by the address. */
    private static String hostText(InetSocketAddress address, boolean incoming) {
        return incoming && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : address.getHostString();
    }
}
