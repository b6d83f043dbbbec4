/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** The few kinds of ASN.1 values, in DER (X.690), of which a certificate is made. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int TAGGED = 0xa0;
    private static final int GENERALIZED_FROM_YEAR = 2050;
    private static final int SHORT_LENGTH_MAX = 0x7f;
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    private Der() {}

    static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length <= SHORT_LENGTH_MAX) {
            out.write(length);
        } else {
            int lengthBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | lengthBytes);
            for (int i = lengthBytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return value(SEQUENCE, parts);
    }

    static byte[] set(byte[]... parts) {
        return value(SET, parts);
    }

    /** An explicitly tagged field of a sequence. */
    static byte[] field(int number, byte[] content) {
        return value(TAGGED | number, content);
    }

    /** Two's complement, as {@link java.math.BigInteger#toByteArray} gives it. */
    static byte[] integer(byte[] twosComplement) {
        return value(INTEGER, twosComplement);
    }

    static byte[] bits(int unusedBits, byte[] content) {
        return value(BIT_STRING, new byte[] {(byte) unusedBits}, content);
    }

    static byte[] octets(byte[] content) {
        return value(OCTET_STRING, content);
    }

    /** An object id by the hex of its encoded content. */
    static byte[] objectId(String hex) {
        return value(OBJECT_ID, HexFormat.of().parseHex(hex));
    }

    static byte[] text(String text) {
        return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whole seconds, as RFC 5280 4.1.2.5 has them. */
    static byte[] time(Instant instant) {
        ZonedDateTime at = instant.atZone(ZoneOffset.UTC);
        boolean isLate = at.getYear() >= GENERALIZED_FROM_YEAR;
        String text = (isLate ? GENERALIZED : UTC).format(at);
        return value(isLate ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }
}
