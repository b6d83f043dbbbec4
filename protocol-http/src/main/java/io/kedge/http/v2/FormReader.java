/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads forms as etcd does: of a repeated field the first counts, and the body goes before the query. */
final class FormReader {

    private final Map<String, String> fields = new HashMap<>();
    private @Nullable String fault;

    /** Adds the fields of {@code form}, whose chars are bytes. */
    void add(String form) {
        for (String field : form.split("&")) {
            if (field.indexOf(';') >= 0) {
                fault("invalid semicolon separator in query");
            } else if (!field.isEmpty()) {
                addField(field);
            }
        }
    }

    private void addField(String field) {
        int equals = field.indexOf('=');
        String name = decode(equals < 0 ? field : field.substring(0, equals));
        String value = equals < 0 ? "" : decode(field.substring(equals + 1));
        if (name != null && value != null) {
            fields.putIfAbsent(name, value);
        }
    }

    private @Nullable String decode(String escaped) {
        StringBuilder decoded = new StringBuilder(escaped.length());
        String broken = Escapes.decode(escaped, true, decoded);
        if (broken != null) {
            fault("invalid URL escape \"" + broken + "\"");
            return null;
        }
        return decoded.toString();
    }

    private void fault(String text) {
        if (fault == null) {
            fault = text;
        }
    }

    /** The first thing wrong, or null. */
    @Nullable
    String firstFault() {
        return fault;
    }

    Map<String, String> fields() {
        return fields;
    }
}
