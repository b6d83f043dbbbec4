/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.json;

/** Names of any bytes, written so that they can stand in a path. */
public final class PathName {

    private PathName() {}

    /** As it stands in a path or in a {@code Kedge-Fence} header. */
    public static String escape(byte[] name) {
        StringBuilder text = new StringBuilder(name.length);
        for (byte b : name) {
            boolean plain = b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z'
                    || b == '-'
                    || b == '_'
                    || b == '.'
                    || b == '~'
                    || b == '/';
            if (plain) {
                text.append((char) b);
            } else {
                text.append(String.format("%%%02X", b & 0xff));
            }
        }
        return text.toString();
    }
}
