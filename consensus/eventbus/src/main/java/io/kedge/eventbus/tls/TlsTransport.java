/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Another transport whose every TCP connection is encrypted: to Vert.x it looks like plain TCP. Belongs to one Vert.x.
 */
final class TlsTransport implements Transport {
    private final Transport plain;
    private final TlsChannels channels;

    TlsTransport(Transport plain, TlsChannels channels) {
        this.plain = plain;
        this.channels = channels;
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        ChannelFactory<? extends Channel> factory = plain.channelFactory(domainSocket);
        return () -> channels.outgoing(factory.newChannel());
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        ChannelFactory<? extends ServerChannel> factory = plain.serverChannelFactory(domainSocket);
        return () -> channels.listening(factory.newChannel());
    }

    /** A file goes to the socket past all handlers, unencrypted. */
    @Override
    public boolean supportFileRegion() {
        return false;
    }

    @Override
    public boolean supportsDomainSockets() {
        return plain.supportsDomainSockets();
    }

    @Override
    public boolean isAvailable() {
        return plain.isAvailable();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return plain.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        return plain.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return plain.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return plain.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory threadFactory, int ioRatio) {
        return plain.eventLoopGroup(type, threads, threadFactory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
        return plain.datagramChannel();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return plain.datagramChannel(family);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        plain.configure(channel, options);
    }

    @Override
    public void configure(
            ClientOptionsBase options,
            int connectTimeoutMillis,
            boolean domainSocket,
            io.netty.bootstrap.Bootstrap bootstrap) {
        plain.configure(options, connectTimeoutMillis, domainSocket, bootstrap);
    }

    @Override
    public void configure(
            NetServerOptions options, boolean domainSocket, io.netty.bootstrap.ServerBootstrap bootstrap) {
        plain.configure(options, domainSocket, bootstrap);
    }
}
