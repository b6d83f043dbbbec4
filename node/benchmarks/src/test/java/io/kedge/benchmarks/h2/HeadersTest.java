/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our header blocks against Netty's HPACK. */
class HeadersTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 4096})
    void requestBlocksDecodeInAnyOrderOfMethods(int tableBytes) throws Http2Exception {
        RequestHeaders headers = new RequestHeaders("127.0.0.1:2379", tableBytes);
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            Rpc rpc = Rpc.values()[random.nextInt(Rpc.values().length)];
            Http2Headers decoded = decoder.decodeHeaders(1, Unpooled.wrappedBuffer(headers.block(rpc)));
            assertThat(decoded.path()).asString().isEqualTo(rpc.path());
            assertThat(decoded.method()).asString().isEqualTo("POST");
            assertThat(decoded.scheme()).asString().isEqualTo("http");
            assertThat(decoded.authority()).asString().isEqualTo("127.0.0.1:2379");
            assertThat(decoded.get("te")).asString().isEqualTo("trailers");
            assertThat(decoded.get("content-type")).asString().isEqualTo("application/grpc");
        }
    }

    @Test
    void laterRequestsCostOneByteAField() {
        RequestHeaders headers = new RequestHeaders("127.0.0.1:2379", 4096);
        headers.block(Rpc.PUT);
        assertThat(headers.block(Rpc.PUT)).hasSize(6);
    }

    @Test
    void replyBlocksAreUnderstoodWhateverChangesTheTable() throws Http2Exception {
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
        ReplyHeaders headers = new ReplyHeaders();
        Random random = new Random(9);
        for (int i = 0; i < 2000; i++) {
            int code = random.nextInt(3);
            boolean trailers = random.nextBoolean();
            Http2Headers sent = new DefaultHttp2Headers();
            if (trailers) {
                sent.set("grpc-status", Integer.toString(code));
                if (code != 0) {
                    sent.set("grpc-message", "text " + random.nextInt(4));
                }
            } else {
                sent.status("200").set("content-type", "application/grpc");
                if (random.nextInt(20) == 0) {
                    sent.set("x-" + random.nextInt(50), "y".repeat(random.nextInt(100)));
                }
            }
            ReplyHeaders.Block block = decode(headers, encoder, sent);
            if (trailers) {
                assertThat(block.httpStatus()).isZero();
                assertThat(block.grpc()).isNotNull();
                assertThat(block.grpc().code()).isEqualTo(code);
                String message = code == 0 ? "" : sent.get("grpc-message").toString();
                assertThat(block.grpc().message()).isEqualTo(message);
            } else {
                assertThat(block).isEqualTo(new ReplyHeaders.Block(200, null));
            }
        }
    }

    private static ReplyHeaders.Block decode(
            ReplyHeaders headers, DefaultHttp2HeadersEncoder encoder, Http2Headers sent) throws Http2Exception {
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(1, sent, block);
        ByteBuffer received = ByteBuffer.allocate(block.readableBytes() + 3);
        received.position(3);
        received.put(block.nioBuffer());
        return headers.decode(1, received, 3, block.readableBytes());
    }
}
