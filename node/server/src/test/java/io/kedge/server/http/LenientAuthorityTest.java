/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LenientAuthorityTest {

    private final List<String> seen = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:2379, 127.0.0.1:2379",
        "[::1]:2379, [::1]:2379",
        "http://127.0.0.1:2379, localhost",
        "#initially=[127.0.0.1:2379;127.0.0.1:22379], localhost",
        "unix:///run/kedge.sock, localhost",
    })
    void what_etcds_clients_send_becomes_readable(String sent, String expected) throws Http2Exception {
        Http2ConnectionHandler handler = handler();
        LenientAuthority.install(new EmbeddedChannel(handler).pipeline());
        Http2Headers headers = new DefaultHttp2Headers().authority(sent).path("/a");
        handler.decoder().frameListener().onHeadersRead(null, 3, headers, 0, true);
        handler.decoder().frameListener().onHeadersRead(null, 5, headers, 0, (short) 16, false, 0, true);
        assertThat(seen).containsExactly("3 " + expected, "5 " + expected);
    }

    @Test
    void no_authority_stays_none() throws Http2Exception {
        Http2ConnectionHandler handler = handler();
        LenientAuthority.install(new EmbeddedChannel(handler).pipeline());
        handler.decoder().frameListener().onHeadersRead(null, 3, new DefaultHttp2Headers(), 0, true);
        assertThat(seen).containsExactly("3 null");
    }

    @Test
    void a_connection_without_http2_is_left_alone() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        List<String> before = channel.pipeline().names();
        LenientAuthority.install(channel.pipeline());
        assertThat(channel.pipeline().names()).isEqualTo(before);
    }

    private Http2ConnectionHandler handler() {
        return new Http2ConnectionHandlerBuilder()
                .server(true)
                .frameListener(new Http2FrameAdapter() {
                    @Override
                    public void onHeadersRead(
                            ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end) {
                        seen.add(id + " " + headers.authority());
                    }

                    @Override
                    public void onHeadersRead(
                            ChannelHandlerContext context,
                            int id,
                            Http2Headers headers,
                            int dependency,
                            short weight,
                            boolean exclusive,
                            int padding,
                            boolean end) {
                        seen.add(id + " " + headers.authority());
                    }
                })
                .build();
    }
}
