/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.vertx.core.http.HttpServerRequest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@code GET /v1/watch}. {@code Last-Event-ID} wins over {@code since}, for a browser that connects
 * again repeats the URL. Parameters that are not known are ignored: proxies and scripts add some.
 */
final class WatchQuery {

    private final HttpServerRequest request;

    private WatchQuery(HttpServerRequest request) {
        this.request = request;
    }

    /** Throws {@link BadParameterException}. */
    static WatchSpec of(HttpServerRequest request) {
        return new WatchQuery(request).read();
    }

    /** Whether the stream is to end once this member knows no leader. */
    static boolean requiresLeader(HttpServerRequest request) {
        return "true".equalsIgnoreCase(request.getHeader("Kedge-Require-Leader"))
                || new WatchQuery(request).flag("require-leader", false);
    }

    private WatchSpec read() {
        return new WatchSpec(
                range(),
                since(),
                flag("snapshot", true),
                oneOf("mode", "all", "latest").equals("latest"),
                flag("prev", false),
                oneOf("on-compacted", "reset", "fail").equals("fail"),
                oneOf("consistency", "linearizable", "serializable").equals("serializable"));
    }

    private KeyRange range() {
        Key key = key("key");
        Key prefix = key("prefix");
        if ((key == null) == (prefix == null)) {
            throw new BadParameterException("say what to watch: either key (key64) or prefix (prefix64)");
        }
        if (key != null) {
            if (key.isEmpty()) {
                throw new BadParameterException("key is empty; all keys are ?prefix=");
            }
            return KeyRange.single(key);
        }
        return WatchSpec.prefixRange(prefix);
    }

    private @Nullable Key key(String name) {
        String text = request.getParam(name);
        String base64 = request.getParam(name + "64");
        if (text != null && base64 != null) {
            throw new BadParameterException(name + " is given twice, as text and as base64url");
        }
        if (base64 == null) {
            return text == null ? null : Key.utf8(text);
        }
        try {
            return Key.of(Base64.getUrlDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(name + "64 is not base64url");
        }
    }

    private long since() {
        String header = request.getHeader("Last-Event-ID");
        boolean resumed = header != null && !header.isEmpty();
        String text = resumed ? header : request.getParam("since");
        if (text == null) {
            return WatchSpec.FROM_NOW;
        }
        try {
            long since = Long.parseLong(text);
            if (since >= 0 && since < Long.MAX_VALUE) {
                return since;
            }
        } catch (NumberFormatException e) {
            // Told below, as is a number out of range.
        }
        throw new BadParameterException((resumed ? "Last-Event-ID" : "since") + " must be a revision");
    }

    private boolean flag(String name, boolean otherwise) {
        String text = request.getParam(name);
        if (text == null) {
            return otherwise;
        }
        return switch (text) {
            case "1", "true", "" -> true;
            case "0", "false" -> false;
            default -> throw new BadParameterException(name + " must be 0 or 1");
        };
    }

    /** The first is the one meant when nothing is said. */
    private String oneOf(String name, String usual, String other) {
        String text = request.getParam(name);
        if (text == null || text.equals(usual)) {
            return usual;
        }
        if (text.equals(other)) {
            return other;
        }
        throw new BadParameterException(name + " must be " + usual + " or " + other);
    }
}
