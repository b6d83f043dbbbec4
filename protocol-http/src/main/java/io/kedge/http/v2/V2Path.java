/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clean path: parts that are neither empty nor dots; none for the root. It names a file, the key {@code /a/b}, and a
 * directory, the keys below {@code /a/b/} with the key {@code /a/b/} itself as the marker of one made on purpose.
 */
record V2Path(List<String> parts) {

    /** Twice as many operations fit a transaction. */
    static final int PARTS_MAX = 60;

    /** From any text: empty and {@code .} parts are left out, {@code ..} takes the part before it away. */
    static V2Path of(String raw) {
        List<String> parts = new ArrayList<>();
        for (String part : raw.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return new V2Path(List.copyOf(parts));
    }

    /** The path that a key or a marker has, or null for one that this interface cannot name. */
    static @Nullable V2Path ofKey(String raw) {
        String file = raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        V2Path path = of(file);
        return !path.isRoot() && path.parts.size() <= PARTS_MAX && path.raw().equals(file) ? path : null;
    }

    boolean isRoot() {
        return parts.isEmpty();
    }

    int depth() {
        return parts.size();
    }

    /** The first {@code depth} parts. */
    V2Path upTo(int depth) {
        return new V2Path(parts.subList(0, depth));
    }

    String raw() {
        return "/" + String.join("/", parts);
    }

    /** What keys below it start with. */
    String prefix() {
        return isRoot() ? "/" : raw() + "/";
    }

    String text() {
        return Bytes.text(raw());
    }

    Key file() {
        return Bytes.key(raw());
    }

    Key marker() {
        return Bytes.key(prefix());
    }

    /** The marker and all below it. */
    KeyRange directory() {
        return KeyRange.prefix(marker());
    }

    /** All below the marker. */
    KeyRange children() {
        return new KeyRange(marker().concat(new byte[] {0}), directory().end(), false);
    }
}
