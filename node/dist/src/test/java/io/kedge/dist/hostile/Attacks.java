/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import static io.kedge.dist.hostile.RawHttp2.*;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The list of attacks. The seed of random bytes is fixed: a list that changes would prove nothing twice. */
final class Attacks {
    private static final String RANGE = "/etcdserverpb.KV/Range";
    private static final String PUT = "/etcdserverpb.KV/Put";
    private static final String HANG_UP = "GOAWAY \\d+|closed";
    private static final String REFUSED = HANG_UP + "|RST_STREAM \\d+|HTTP(/1.1)? [45]\\d\\d.*|status [1-9].*";
    private static final String SURVIVED = REFUSED + "|held|status 0.*";
    private static final int FLOOD_FRAMES = 20_000;

    private Attacks() {}

    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        all.addAll(connections());
        all.addAll(frames());
        all.addAll(headers());
        all.addAll(floods());
        all.addAll(calls());
        all.addAll(messages());
        return all;
    }

    private static List<Attack> connections() {
        return List.of(
                new Attack(
                        "wrong preface",
                        HANG_UP + "|HTTP/1.1 [45].*",
                        c -> c.write(ascii("PRI * HTTP/9.9\r\n\r\nXX\r\n\r\n"))),
                new Attack("random bytes", HANG_UP + "|HTTP/1.1 [45].*|held", c -> c.write(noise(4096))),
                new Attack("random bytes after the preface", HANG_UP, c -> c.greet()
                        .write(noise(65_536))),
                new Attack("half a preface, then silence", "held|closed", c -> c.write(ascii("PRI * HTTP/2.0\r\n"))),
                new Attack(
                        "HTTP/1.1 request line of 1 MiB",
                        HANG_UP + "|HTTP/1.1 4.*",
                        c -> c.write(ascii("GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\nHost: x\r\n\r\n"))),
                new Attack(
                        "HTTP/1.1 header of 4 MiB",
                        HANG_UP + "|HTTP/1.1 4.*",
                        c -> c.write(
                                ascii("GET /health HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(4 << 20) + "\r\n\r\n"))),
                new Attack(
                        "HTTP/1.1 with a wrong chunk length",
                        "closed|HTTP/1.1 [45].*",
                        c -> c.write(ascii("POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "ZZZZ\r\nabc\r\n"))),
                new Attack(
                        "HTTP/1.1 headers drip and stop",
                        "held|closed",
                        c -> c.write(ascii("GET /health HTTP/1.1\r\nHos"))));
    }

    private static List<Attack> frames() {
        byte[] none = new byte[0];
        return List.of(
                new Attack("frame that declares 16 MiB", HANG_UP, c -> c.greet()
                        .write(frameBytes(0xffffff, DATA, 0, 1, noise(1000)))),
                new Attack("DATA on stream 0", HANG_UP, c -> c.greet().frame(DATA, 0, 0, noise(10))),
                new Attack("DATA on an idle stream", REFUSED + "|held", c -> c.greet()
                        .frame(DATA, 0, 7, noise(10))),
                new Attack("HEADERS on an even stream", HANG_UP, c -> c.greet().call(2, RANGE, END_STREAM)),
                new Attack("stream ids that go back", REFUSED, c -> c.greet()
                        .call(9, RANGE, END_STREAM)
                        .call(5, RANGE, END_STREAM)),
                new Attack("SETTINGS of 5 bytes", HANG_UP, c -> c.greet().frame(SETTINGS, 0, 0, new byte[5])),
                new Attack("SETTINGS with a window above 2^31-1", HANG_UP, c -> c.greet()
                        .frame(
                                SETTINGS,
                                0,
                                0,
                                ByteBuffer.allocate(6)
                                        .putShort((short) 4)
                                        .putInt(-1)
                                        .array())),
                new Attack("PING of 3 bytes", HANG_UP, c -> c.greet().frame(PING, 0, 0, new byte[3])),
                new Attack("WINDOW_UPDATE of 0", REFUSED, c -> c.greet().frame(WINDOW_UPDATE, 0, 0, new byte[4])),
                new Attack("connection window overflow", REFUSED + "|held", c -> c.greet()
                        .frame(WINDOW_UPDATE, 0, 0, window(Integer.MAX_VALUE))
                        .frame(WINDOW_UPDATE, 0, 0, window(Integer.MAX_VALUE))),
                new Attack("PUSH_PROMISE from a client", HANG_UP + "|held", c -> c.greet()
                        .frame(5, END_HEADERS, 1, new byte[8])),
                new Attack(
                        "CONTINUATION without HEADERS", HANG_UP, c -> c.greet().frame(CONTINUATION, 0, 1, none)),
                new Attack("DATA between HEADERS and CONTINUATION", HANG_UP, c -> c.greet()
                        .frame(HEADERS, 0, 1, callHeaders(RANGE))
                        .frame(DATA, 0, 1, noise(5))),
                new Attack(
                        "unknown frame type", "held|" + HANG_UP, c -> c.greet().frame(200, 255, 0, noise(100))));
    }

    private static List<Attack> headers() {
        Map<String, String> noPath = new LinkedHashMap<>();
        noPath.put(":method", "POST");
        noPath.put(":scheme", "http");
        noPath.put("content-type", "application/grpc");
        return List.of(
                new Attack("HPACK garbage", HANG_UP, c -> c.greet()
                        .frame(HEADERS, END_HEADERS | END_STREAM, 1, new byte[] {
                            (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f
                        })),
                new Attack("HPACK index out of its table", HANG_UP, c -> c.greet()
                        .frame(HEADERS, END_HEADERS | END_STREAM, 1, new byte[] {(byte) 0xfe})),
                new Attack(
                        "no :path", REFUSED, c -> c.greet().frame(HEADERS, END_HEADERS | END_STREAM, 1, block(noPath))),
                new Attack("header name in upper case", REFUSED, c -> c.greet()
                        .call(1, RANGE, END_STREAM, "X-Upper", "1")),
                new Attack("connection-specific header", REFUSED + "|held", c -> c.greet()
                        .call(1, RANGE, END_STREAM, "connection", "close")),
                new Attack("header of 64 KiB", SURVIVED, c -> {
                    byte[] block = callHeaders(RANGE, "x", "a".repeat(65_536));
                    c.greet();
                    split(c, block, 1 << 30);
                }),
                new Attack("CONTINUATION flood of 32 MiB", REFUSED + "|held", c -> {
                    c.greet().frame(HEADERS, 0, 1, callHeaders(RANGE));
                    ByteArrayOutputStream part = new ByteArrayOutputStream();
                    header(part, "x", "a".repeat(16_000));
                    for (int i = 0; i < 2_000 && !c.broken(); i++) {
                        c.frame(CONTINUATION, 0, 1, part.toByteArray());
                    }
                }),
                new Attack("empty CONTINUATION flood", REFUSED + "|held", c -> {
                    c.greet().frame(HEADERS, 0, 1, callHeaders(RANGE));
                    flood(c, frameBytes(0, CONTINUATION, 0, 1, new byte[0]));
                }));
    }

    private static List<Attack> floods() {
        return List.of(
                new Attack("rapid reset", SURVIVED, c -> {
                    c.greet();
                    byte[] headers = callHeaders(RANGE);
                    for (int i = 0; i < FLOOD_FRAMES && !c.broken(); i++) {
                        int stream = 2 * i + 1;
                        c.frame(HEADERS, END_HEADERS, stream, headers);
                        c.frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                    }
                }),
                new Attack(
                        "SETTINGS flood", SURVIVED, c -> flood(c.greet(), frameBytes(0, SETTINGS, 0, 0, new byte[0]))),
                new Attack("PING flood", SURVIVED, c -> flood(c.greet(), frameBytes(8, PING, 0, 0, new byte[8]))),
                new Attack(
                        "empty DATA flood",
                        SURVIVED,
                        c -> flood(c.greet().call(1, RANGE, 0), frameBytes(0, DATA, 0, 1, new byte[0]))),
                new Attack(
                        "PRIORITY flood",
                        SURVIVED,
                        c -> flood(c.greet(), frameBytes(5, 2, 0, 1, new byte[] {0, 0, 0, 3, 1}))));
    }

    private static List<Attack> calls() {
        byte[] put = message(0, 3, new byte[] {10, 1, 'h'});
        return List.of(
                new Attack("unknown service", "status 12 .*", c -> c.greet()
                        .call(1, "/no.Such/Method", 0)
                        .frame(DATA, END_STREAM, 1, put)),
                new Attack("unknown method", "status 12 .*", c -> c.greet()
                        .call(1, "/etcdserverpb.KV/NoSuchMethod", 0)
                        .frame(DATA, END_STREAM, 1, put)),
                new Attack("path without a slash", REFUSED, c -> c.greet()
                        .call(1, "nonsense", 0)
                        .frame(DATA, END_STREAM, 1, put)),
                new Attack("content-type of a form", REFUSED, c -> {
                    ByteArrayOutputStream block = new ByteArrayOutputStream();
                    header(block, ":method", "POST");
                    header(block, ":scheme", "http");
                    header(block, ":path", RANGE);
                    header(block, ":authority", "localhost");
                    header(block, "content-type", "application/x-www-form-urlencoded");
                    c.greet()
                            .frame(HEADERS, END_HEADERS, 1, block.toByteArray())
                            .frame(DATA, END_STREAM, 1, put);
                }),
                new Attack("grpc-timeout that is no time", REFUSED, c -> c.greet()
                        .call(1, RANGE, 0, "grpc-timeout", "soon")
                        .frame(DATA, END_STREAM, 1, put)),
                new Attack("unknown grpc-encoding", "status 12 .*", c -> c.greet()
                        .call(1, PUT, 0, "grpc-encoding", "rot13")
                        .frame(DATA, END_STREAM, 1, message(1, 3, new byte[] {10, 1, 'h'}))),
                new Attack("compressed flag without grpc-encoding", "status (12|13) .*", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, END_STREAM, 1, message(1, 3, new byte[] {10, 1, 'h'}))),
                new Attack("compressed flag of 77", REFUSED, c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, END_STREAM, 1, message(77, 3, new byte[] {10, 1, 'h'}))));
    }

    private static List<Attack> messages() {
        return List.of(
                new Attack("call without a message", REFUSED, c -> c.greet().call(1, PUT, END_STREAM)),
                new Attack("message cut short", "status [1-9].*|RST_STREAM \\d+", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, END_STREAM, 1, message(0, 100, new byte[10]))),
                new Attack("length prefix cut short", "status [1-9].*|RST_STREAM \\d+", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, END_STREAM, 1, new byte[3])),
                new Attack("message that never ends", "held", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, 0, 1, message(0, 100, new byte[10]))),
                new Attack("message that declares 4 GiB - 1", "status 8 .*", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, 0, 1, message(0, 0xffffffffL, new byte[10]))),
                new Attack("message that declares 2 GiB - 1", "status 8 .*", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, 0, 1, message(0, Integer.MAX_VALUE, new byte[10]))),
                new Attack("message that declares 2 MiB + 1", "status 8 .*", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, 0, 1, message(0, (2 << 20) + 1, new byte[10]))),
                new Attack("message that is no protobuf", "status (3|13) .*", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, END_STREAM, 1, message(0, 4, new byte[] {
                            (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff
                        }))),
                new Attack("field that declares 2 GiB", "status (3|13) .*", c -> c.greet()
                        .call(1, PUT, 0)
                        .frame(DATA, END_STREAM, 1, message(0, 6, new byte[] {10, -1, -1, -1, -1, 7}))),
                new Attack("transaction nested 2,000 deep", "status (3|13) .*", c -> {
                    byte[] bytes = nested(2_000);
                    c.greet()
                            .call(1, "/etcdserverpb.KV/Txn", 0)
                            .frame(DATA, END_STREAM, 1, message(0, bytes.length, bytes));
                }),
                new Attack("watch stream of garbage", "status (3|13) .*|RST_STREAM \\d+", c -> c.greet()
                        .call(1, "/etcdserverpb.Watch/Watch", 0)
                        .frame(DATA, 0, 1, message(0, 2, new byte[] {(byte) 0xff, (byte) 0xff}))),
                new Attack("keep-alive stream half-closed at once", "status 0.*", c -> c.greet()
                        .call(1, "/etcdserverpb.Lease/LeaseKeepAlive", END_STREAM)));
    }

    /** A TxnRequest in a RequestOp in a TxnRequest and so on, of fewer bytes than a frame holds. */
    private static byte[] nested(int depth) {
        byte[] inner = new byte[0];
        for (int i = 0; i < depth && inner.length < 16_000; i++) {
            inner = field(2, field(4, inner));
        }
        return inner;
    }

    private static byte[] field(int number, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        int length = value.length;
        for (; length >= 128; length >>= 7) {
            out.write(length & 127 | 128);
        }
        out.write(length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    /** A header block over as many frames as it takes. */
    private static void split(RawHttp2 connection, byte[] block, int bytesMax) {
        int sent = 0;
        while (sent < Math.min(block.length, bytesMax)) {
            int length = Math.min(16_384, block.length - sent);
            byte[] part = java.util.Arrays.copyOfRange(block, sent, sent + length);
            int flags = (sent == 0 ? END_STREAM : 0) | (sent + length == block.length ? END_HEADERS : 0);
            connection.frame(sent == 0 ? HEADERS : CONTINUATION, flags, 1, part);
            sent += length;
        }
    }

    private static void flood(RawHttp2 connection, byte[] frame) {
        ByteArrayOutputStream hundred = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            hundred.writeBytes(frame);
        }
        for (int i = 0; i < FLOOD_FRAMES / 100 && !connection.broken(); i++) {
            connection.write(hundred.toByteArray());
        }
    }

    private static byte[] window(int increment) {
        return ByteBuffer.allocate(4).putInt(increment).array();
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(42).nextBytes(noise);
        return noise;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
