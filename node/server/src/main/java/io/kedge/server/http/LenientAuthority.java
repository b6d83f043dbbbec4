/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

/**
 * Takes {@code :authority} as etcd's clients send it: 3.4 names the whole URL in calls to one endpoint (status, hashkv,
 * defrag), 3.5.0 all endpoints behind a {@code #}. Vert.x resets a stream whose authority is no {@code host:port}, so
 * such a one is replaced before Vert.x looks; nothing reads it. On the connection's loop.
 */
final class LenientAuthority extends Http2FrameListenerDecorator {

    private static final AsciiString NO_NAME = AsciiString.cached("localhost");

    private LenientAuthority(Http2FrameListener listener) {
        super(listener);
    }

    /** Puts itself in front of Vert.x; nothing for a connection that does not speak HTTP/2. */
    static void install(ChannelPipeline pipeline) {
        Http2ConnectionHandler handler = pipeline.get(Http2ConnectionHandler.class);
        if (handler != null) {
            Http2ConnectionDecoder decoder = handler.decoder();
            decoder.frameListener(new LenientAuthority(decoder.frameListener()));
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        super.onHeadersRead(context, streamId, readable(headers), padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        super.onHeadersRead(context, streamId, readable(headers), dependency, weight, exclusive, padding, endOfStream);
    }

    private static Http2Headers readable(Http2Headers headers) {
        CharSequence authority = headers.authority();
        if (authority != null
                && (AsciiString.indexOf(authority, '/', 0) >= 0 || AsciiString.indexOf(authority, '#', 0) >= 0)) {
            headers.authority(NO_NAME);
        }
        return headers;
    }
}
