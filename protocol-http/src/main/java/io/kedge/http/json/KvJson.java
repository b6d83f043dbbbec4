/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.json;

import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/**
 * Records and events. A key or value that is not UTF-8 appears as {@code key_b64} or {@code value_b64} instead;
 * revisions are numbers, a lease is hexadecimal text and left out where there is none.
 */
public final class KvJson {

    private KvJson() {}

    public static JsonObject record(KeyValue kv) {
        JsonObject json = new JsonObject();
        bytes(json, "key", kv.key().bytes());
        bytes(json, "value", kv.value());
        return numbers(json, kv);
    }

    /** A record whose value was not asked for. */
    public static JsonObject recordWithoutValue(KeyValue kv) {
        JsonObject json = new JsonObject();
        bytes(json, "key", kv.key().bytes());
        return numbers(json, kv);
    }

    public static JsonObject event(Event event, boolean withPrevious) {
        JsonObject json = change(event.kv());
        KeyValue previous = withPrevious ? event.previous() : null;
        if (previous != null) {
            json.put("prev", record(previous));
        }
        return json;
    }

    /** The event that wrote a record, without what was there before: for snapshots and histories. */
    public static JsonObject change(KeyValue kv) {
        JsonObject json = new JsonObject().put("op", operation(kv));
        bytes(json, "key", kv.key().bytes());
        if (!kv.isTombstone()) {
            bytes(json, "value", kv.value());
        }
        return numbers(json, kv);
    }

    private static String operation(KeyValue kv) {
        return switch (kv.cause()) {
            case LEASE_EXPIRED -> kv.isTombstone() ? "expire" : "put";
            default -> kv.isTombstone() ? "delete" : "put";
        };
    }

    private static JsonObject numbers(JsonObject json, KeyValue kv) {
        json.put("mod_revision", kv.modRevision());
        if (!kv.isTombstone()) {
            json.put("create_revision", kv.createRevision()).put("version", kv.version());
            if (kv.lease() != 0) {
                json.put("lease", HexId.of(kv.lease()));
            }
        }
        return json;
    }

    /** Puts text under {@code name}, or base64 under {@code name_b64}. */
    public static void bytes(JsonObject json, String name, byte[] bytes) {
        String text = Utf8.textOrNull(bytes);
        if (text != null) {
            json.put(name, text);
        } else {
            json.put(name + "_b64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** A key on its own. */
    public static void key(JsonObject json, String name, Key key) {
        bytes(json, name, key.bytes());
    }
}
