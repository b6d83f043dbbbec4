/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import org.jspecify.annotations.Nullable;

/** Percent escapes; chars are bytes. */
final class Escapes {

    private static final int ESCAPE_LENGTH = 3;

    private Escapes() {}

    /** Appends {@code escaped} decoded; returns an escape that is none, or null if all is well. */
    static @Nullable String decode(String escaped, boolean plusIsSpace, StringBuilder out) {
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                String escape = escaped.substring(i, Math.min(i + ESCAPE_LENGTH, escaped.length()));
                int high = escape.length() < ESCAPE_LENGTH ? -1 : Character.digit(escape.charAt(1), 16);
                int low = escape.length() < ESCAPE_LENGTH ? -1 : Character.digit(escape.charAt(2), 16);
                if (high < 0 || low < 0) {
                    return escape;
                }
                out.append((char) (high << 4 | low));
                i += ESCAPE_LENGTH - 1;
            } else {
                out.append(c == '+' && plusIsSpace ? ' ' : (char) (c & 0xff));
            }
        }
        return null;
    }
}
