/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A client that writes HTTP/2 byte by byte and need not obey any rule. Used by one thread. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY_GIVEN = 0x20;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERDICT_LIMIT_MILLIS = 3_000;
    private static final int STREAM_LIMIT_MILLIS = 60_000;

    private final Socket socket;
    private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder();
    private boolean broken;

    RawHttp2(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(VERDICT_LIMIT_MILLIS);
    }

    /** The preface and empty settings. */
    RawHttp2 greet() {
        return write(PREFACE).frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** Writes; a connection that the server has closed is remembered, not thrown. */
    RawHttp2 write(byte[] bytes) {
        if (!broken) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                broken = true;
            }
        }
        return this;
    }

    /** What the server sends; reads fail after a while without any. */
    DataInputStream in() throws IOException {
        socket.setSoTimeout(STREAM_LIMIT_MILLIS);
        return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** Whether the server has hung up on a write. */
    boolean broken() {
        return broken;
    }

    RawHttp2 frame(int type, int flags, int stream, byte[] payload) {
        return write(frameBytes(payload.length, type, flags, stream, payload));
    }

    /** The headers of a gRPC call. */
    RawHttp2 call(int stream, String path, int flags, String... more) {
        return frame(HEADERS, END_HEADERS | flags, stream, callHeaders(path, more));
    }

    /** A frame's bytes; the declared length need not be the payload's. */
    static byte[] frameBytes(int declaredBytes, int type, int flags, int stream, byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(9 + payload.length);
        buffer.put((byte) (declaredBytes >> 16))
                .put((byte) (declaredBytes >> 8))
                .put((byte) declaredBytes);
        return buffer.put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    static byte[] callHeaders(String path, String... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        header(block, ":method", "POST");
        header(block, ":scheme", "http");
        header(block, ":path", path);
        header(block, ":authority", "localhost");
        header(block, "content-type", "application/grpc");
        header(block, "te", "trailers");
        for (int i = 0; i < more.length; i += 2) {
            header(block, more[i], more[i + 1]);
        }
        return block.toByteArray();
    }

    /** A literal header field without indexing and without Huffman code (RFC 7541, 6.2.2). */
    static void header(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        for (String text : new String[] {name, value}) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            int length = bytes.length;
            if (length < 127) {
                block.write(length);
            } else {
                block.write(127);
                length -= 127;
                for (; length >= 128; length >>= 7) {
                    block.write(length & 127 | 128);
                }
                block.write(length);
            }
            block.writeBytes(bytes);
        }
    }

    /** A gRPC message frame, whose declared length need not be true. */
    static byte[] message(int compressed, long declaredBytes, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) compressed)
                .putInt((int) declaredBytes)
                .put(payload)
                .array();
    }

    /** What the server says to the attack: a status, a reset, a farewell, a hang-up, or nothing for a while. */
    String verdict() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String http = "";
            while (true) {
                int first = in.readUnsignedByte();
                if (first == 'H') {
                    return http1(in);
                }
                int length = first << 16 | in.readUnsignedByte() << 8 | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                if (type == GOAWAY) {
                    return "GOAWAY " + ByteBuffer.wrap(payload).getInt(4);
                } else if (type == RST_STREAM) {
                    return (http.isEmpty() ? "" : http + ", ") + "RST_STREAM "
                            + ByteBuffer.wrap(payload).getInt();
                } else if (type == HEADERS) {
                    Http2Headers headers = decode(stream, fragment(flags, payload));
                    if (headers.contains("grpc-status")) {
                        String text = headers.contains("grpc-message")
                                ? headers.get("grpc-message").toString()
                                : "";
                        return "status " + headers.get("grpc-status") + " "
                                + URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
                    }
                    http = headers.status() == null ? http : "HTTP " + headers.status();
                    if ((flags & END_STREAM) != 0) {
                        return http;
                    }
                } else if (type == DATA && (flags & END_STREAM) != 0) {
                    return http;
                }
            }
        } catch (SocketTimeoutException e) {
            return "held";
        } catch (IOException e) {
            return "closed";
        } catch (Http2Exception e) {
            return "unreadable: " + e.getMessage();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String http1(DataInputStream in) throws IOException {
        byte[] line = in.readNBytes(11);
        return "HTTP/1.1 " + new String(line, 8, 3, StandardCharsets.US_ASCII);
    }

    /** A HEADERS frame's payload without padding and priority. */
    private static byte[] fragment(int flags, byte[] payload) {
        int from = (flags & PADDED) != 0 ? 1 : 0;
        int padding = from == 1 ? payload[0] & 255 : 0;
        int skipped = from + ((flags & PRIORITY_GIVEN) != 0 ? 5 : 0);
        return Arrays.copyOfRange(payload, skipped, payload.length - padding);
    }

    private Http2Headers decode(int stream, byte[] payload) throws Http2Exception {
        ByteBuf block = Unpooled.wrappedBuffer(payload);
        return hpack.decodeHeaders(stream, block);
    }

    /** Header fields of a call, for those who build their own block. */
    static byte[] block(Map<String, String> fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        fields.forEach((name, value) -> header(block, name, value));
        return block.toByteArray();
    }
}
