/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Names that stand in a path or a parameter. A path is decoded once, byte by byte, from what came over the wire: {@code
 * //}, dot segments and {@code %2F} are part of the name, and so is a plus sign.
 */
final class RawName {

    private static final int HEX = 16;

    private RawName() {}

    /** Throws {@link BadRequestException} for a percent sign without two hexadecimal digits. */
    static byte[] ofPath(String escaped) {
        byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
        if (escaped.indexOf('%') < 0) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], HEX) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], HEX) : -1;
            if (high < 0 || low < 0) {
                throw new BadRequestException("the path has a % without two hexadecimal digits behind it");
            }
            out.write(HEX * high + low);
            i += 2;
        }
        return out.toByteArray();
    }

    /** Throws {@link BadRequestException} for what is not base64url; padding may be left out. */
    static byte[] ofBase64Url(String parameter, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("?" + parameter + "= is not base64url");
        }
    }
}
