/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replies as JSON, field for field in etcd's order, each with a line's end. */
final class V2Json {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(256);

    private V2Json() {}

    static Buffer of(V2Event event) {
        V2Json json = new V2Json();
        json.out.append("{\"action\":");
        json.text(event.action());
        if (event.node() != null) {
            json.out.append(",\"node\":");
            json.node(event.node());
        }
        if (event.previous() != null) {
            json.out.append(",\"prevNode\":");
            json.node(event.previous());
        }
        return json.end();
    }

    static Buffer of(V2Exception error) {
        V2Json json = new V2Json();
        json.out.append("{\"errorCode\":").append(error.code().number()).append(",\"message\":");
        json.text(error.code().message());
        if (!error.causeText().isEmpty()) {
            json.out.append(",\"cause\":");
            json.text(error.causeText());
        }
        json.out.append(",\"index\":").append(error.index());
        return json.end();
    }

    private Buffer end() {
        return Buffer.buffer(out.append("}\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Nested as deep as paths have parts. */
    private void node(V2Node node) {
        out.append('{');
        int empty = out.length();
        if (!node.path.isRoot()) {
            field("key", empty);
            text(node.path.text());
        }
        if (node.value != null) {
            field("value", empty);
            text(Bytes.text(node.value));
        }
        if (node.directory) {
            field("dir", empty);
            out.append("true");
        }
        if (node.expiration != null) {
            field("expiration", empty);
            text(node.expiration.toString());
        }
        number("ttl", node.ttlSeconds, empty);
        if (!node.nodes.isEmpty()) {
            field("nodes", empty);
            nodes(node.nodes);
        }
        number("modifiedIndex", node.modifiedIndex, empty);
        number("createdIndex", node.createdIndex, empty);
        out.append('}');
    }

    private void nodes(List<V2Node> nodes) {
        char before = '[';
        for (V2Node node : nodes) {
            out.append(before);
            node(node);
            before = ',';
        }
        out.append(']');
    }

    private void number(String name, long number, int empty) {
        if (number != 0) {
            field(name, empty);
            out.append(number);
        }
    }

    private void field(String name, int empty) {
        if (out.length() > empty) {
            out.append(',');
        }
        out.append('"').append(name).append("\":");
    }

    /** A string, with the escapes that etcd makes. */
    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                        out.append("\\u").append(HEX.charAt(c >> 12)).append(HEX.charAt(c >> 8 & 15));
                        out.append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
