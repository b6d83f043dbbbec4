/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.kedge.http.json.JsonReader;
import io.kedge.http.watch.WatchSpec;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;

/** Reads {@code {"watch": {...}}}: the parameters of the stream, in JSON. */
final class WatchMessage {

    private WatchMessage() {}

    static WatchSpec spec(JsonReader watch) {
        watch.only(
                "key",
                "key_b64",
                "prefix",
                "prefix_b64",
                "since",
                "snapshot",
                "mode",
                "prev",
                "on_compacted",
                "consistency",
                "window");
        return new WatchSpec(
                range(watch),
                since(watch),
                !watch.has("snapshot") || watch.flag("snapshot"),
                is(watch, "mode", "all", "latest"),
                watch.flag("prev"),
                is(watch, "on_compacted", "reset", "fail"),
                is(watch, "consistency", "linearizable", "serializable"));
    }

    /** Revisions that may be on their way unacknowledged, 0 for any number. */
    static int window(JsonReader watch) {
        long window = watch.number("window", 0);
        if (window < 0 || window > SocketWatch.WINDOW_MAX) {
            throw watch.wrong("window", "must be between 0 (none) and " + SocketWatch.WINDOW_MAX);
        }
        return (int) window;
    }

    private static KeyRange range(JsonReader watch) {
        Key key = watch.key("key");
        Key prefix = watch.key("prefix");
        if ((key == null) == (prefix == null)) {
            throw watch.wrong("key", "or prefix must be there, and not both");
        }
        if (key == null) {
            return WatchSpec.prefixRange(prefix);
        }
        if (key.isEmpty()) {
            throw watch.wrong("key", "is empty; all keys are \"prefix\": \"\"");
        }
        return KeyRange.single(key);
    }

    private static long since(JsonReader watch) {
        if (!watch.has("since")) {
            return WatchSpec.FROM_NOW;
        }
        long since = watch.number("since", 0);
        if (since < 0 || since == Long.MAX_VALUE) {
            throw watch.wrong("since", "must be a revision");
        }
        return since;
    }

    /** Whether it is {@code other}, and not the usual. */
    private static boolean is(JsonReader watch, String name, String usual, String other) {
        String text = watch.text(name);
        if (text != null && !text.equals(usual) && !text.equals(other)) {
            throw watch.wrong(name, "must be " + usual + " or " + other);
        }
        return other.equals(text);
    }
}
