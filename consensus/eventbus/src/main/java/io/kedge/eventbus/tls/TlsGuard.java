/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Stands above a connection's TLS: says why it failed, and keeps the failure from those above, who see a connection
 * that was closed. With TLS 1.3 the end that connected hears only after its handshake that its certificate is refused.
 */
final class TlsGuard extends ChannelInboundHandlerAdapter {
    private final TlsRefusals refusals;
    private final String farEnd;
    private final boolean incoming;

    TlsGuard(TlsRefusals refusals, String farEnd, boolean incoming) {
        this.refusals = refusals;
        this.farEnd = farEnd;
        this.incoming = incoming;
    }

    void handshakeOver(@Nullable Throwable failure) {
        if (failure != null) {
            refusals.tell(farEnd, incoming, failure);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof SSLException) {
            refusals.tell(farEnd, incoming, cause);
            var unused = context.close();
        } else {
            context.fireExceptionCaught(thrown);
        }
    }
}
