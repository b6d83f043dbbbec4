/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads fields in order; every step checks what is left, so that no bytes can make it fail in another way. */
final class WireReader {
    private final ByteBuffer in;

    WireReader(ByteBuffer in) {
        this.in = in;
    }

    int u8() throws WireException {
        need(1);
        return in.get() & 0xff;
    }

    int u16() throws WireException {
        need(2);
        return in.getShort() & 0xffff;
    }

    int i32() throws WireException {
        need(4);
        return in.getInt();
    }

    long i64() throws WireException {
        need(8);
        return in.getLong();
    }

    /** An index, a term or another number that is never negative. */
    long natural() throws WireException {
        long value = i64();
        require(value >= 0, "a negative number");
        return value;
    }

    boolean flag() throws WireException {
        int value = u8();
        require(value <= 1, "a flag is neither 0 nor 1");
        return value == 1;
    }

    /** How many things follow, each of at least {@code bytesEach}: never more than there is room for. */
    int count(int bytesEach) throws WireException {
        int count = i32();
        require(count >= 0 && count <= in.remaining() / bytesEach, "a count is beyond the end");
        return count;
    }

    /** A length of 32 bits and that many bytes. */
    byte[] bytes() throws WireException {
        byte[] bytes = new byte[count(1)];
        in.get(bytes);
        return bytes;
    }

    String text() throws WireException {
        int length = u16();
        require(length <= Body.TEXT_BYTES_MAX, "a text is too long");
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void end() throws WireException {
        require(!in.hasRemaining(), "bytes after the end");
    }

    static void require(boolean holds, String what) throws WireException {
        if (!holds) {
            throw new WireException(what);
        }
    }

    private void need(int bytes) throws WireException {
        require(in.remaining() >= bytes, "cut short");
    }
}
