/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import java.util.Locale;
import java.util.Map;

/** One flat JSON object on one line. */
public final class JsonLine {

    private JsonLine() {}

    /** Strings are quoted, numbers written plainly with at most three decimals, NaN and infinity as null. */
    public static String of(Map<String, Object> fields) {
        StringBuilder line = new StringBuilder("{");
        fields.forEach((name, value) -> {
            line.append(line.length() == 1 ? "" : ",");
            quote(line, name);
            line.append(':');
            if (value instanceof Double number) {
                line.append(Double.isFinite(number) ? String.format(Locale.ROOT, "%.3f", number) : "null");
            } else if (value instanceof Number || value instanceof Boolean) {
                line.append(value);
            } else {
                quote(line, value.toString());
            }
        });
        return line.append('}').toString();
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < 0x20) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
