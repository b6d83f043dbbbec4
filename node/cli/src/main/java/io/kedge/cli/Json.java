/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.Bytes;
import java.util.Base64;
import java.util.List;

/** Builds one JSON object. Bytes that are not UTF-8 go out as base64 under the name with {@code Base64} added. */
final class Json {

    private final StringBuilder out = new StringBuilder("{");

    Json bytes(String name, Bytes value) {
        String text = value.toString();
        if (Bytes.of(text).equals(value)) {
            return text(name, text);
        }
        return text(name + "Base64", Base64.getEncoder().encodeToString(value.toByteArray()));
    }

    Json text(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    Json number(String name, long value) {
        name(name).append(value);
        return this;
    }

    Json flag(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    Json object(String name, Json value) {
        name(name).append(value);
        return this;
    }

    Json list(String name, List<Json> values) {
        name(name).append('[');
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ",").append(values.get(i));
        }
        out.append(']');
        return this;
    }

    private StringBuilder name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        quote(name);
        return out.append(':');
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out + "}";
    }
}
