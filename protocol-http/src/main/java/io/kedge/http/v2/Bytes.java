/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Key;
import java.nio.charset.StandardCharsets;

/**
 * Keys and values as strings of one char per byte, so that any bytes pass through unchanged and order as in the store.
 */
final class Bytes {

    private Bytes() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] from(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Key key(String raw) {
        return Key.of(from(raw));
    }

    /** As people read it; what is not UTF-8 is replaced. */
    static String text(String raw) {
        return new String(from(raw), StandardCharsets.UTF_8);
    }
}
