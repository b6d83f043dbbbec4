/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reply header blocks of one connection. Servers repeat the same few blocks; a block that leaves the dynamic table
 * alone means the same until the table changes, so its decoding is remembered and found again by its bytes.
 */
final class ReplyHeaders {

    /**
     * What a block says.
     *
     * @param httpStatus 0 if the block has none (trailers)
     * @param grpc null if the block has no grpc-status
     */
    record Block(int httpStatus, @Nullable GrpcStatus grpc) {}

    private static final int REMEMBERED_MAX = 8;

    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final byte[][] bytes = new byte[REMEMBERED_MAX][];
    private final Block[] blocks = new Block[REMEMBERED_MAX];
    private int remembered;

    Block decode(int streamId, ByteBuffer buffer, int offset, int lengthBytes) throws Http2Exception {
        for (int i = 0; i < remembered; i++) {
            if (same(bytes[i], buffer, offset, lengthBytes)) {
                return blocks[i];
            }
        }
        byte[] raw = new byte[lengthBytes];
        buffer.get(offset, raw);
        Block block = read(decoder.decodeHeaders(streamId, Unpooled.wrappedBuffer(raw)));
        if (changesTable(raw)) {
            remembered = 0;
        } else if (remembered < REMEMBERED_MAX) {
            bytes[remembered] = raw;
            blocks[remembered++] = block;
        }
        return block;
    }

    private static Block read(Http2Headers headers) {
        CharSequence http = headers.status();
        CharSequence code = headers.get("grpc-status");
        CharSequence message = headers.get("grpc-message");
        GrpcStatus grpc = null;
        if (code != null) {
            int number = Integer.parseInt(code.toString());
            grpc = number == 0 ? GrpcStatus.OK : new GrpcStatus(number, message == null ? "" : message.toString());
        }
        return new Block(http == null ? 0 : Integer.parseInt(http.toString()), grpc);
    }

    private static boolean same(byte[] known, ByteBuffer buffer, int offset, int lengthBytes) {
        if (known.length != lengthBytes) {
            return false;
        }
        for (int i = 0; i < lengthBytes; i++) {
            if (known[i] != buffer.get(offset + i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * True if the block inserts into the dynamic table or resizes it (RFC 7541 section 6); doubtful forms count as
     * such.
     */
    private static boolean changesTable(byte[] block) {
        int at = 0;
        while (at < block.length) {
            int first = block[at++] & 0xff;
            if (first == 0xff || (first & 0xe0) == 0x20 || (first & 0xc0) == 0x40) {
                return true;
            }
            if ((first & 0x80) != 0) {
                continue;
            }
            if ((first & 0x0f) == 0x0f && (at == block.length || block[at++] < 0)) {
                return true;
            }
            int strings = (first & 0x0f) == 0 ? 2 : 1;
            for (int i = 0; i < strings && at < block.length; i++) {
                int length = block[at] & 0x7f;
                if (length == 0x7f) {
                    return true;
                }
                at += 1 + length;
            }
        }
        return false;
    }
}
