/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.json;

import io.kedge.model.Key;
import io.vertx.core.json.JsonObject;

/** What the winner of a lock or an election is told, over whichever way. */
public final class HeldJson {

    private HeldJson() {}

    /** {@code {"token","key","lease","fence"}}; the token is the revision that created the key. */
    public static JsonObject of(Key key, long token, long lease) {
        JsonObject json = new JsonObject().put("token", token);
        KvJson.key(json, "key", key);
        return json.put("lease", HexId.of(lease)).put("fence", fence(key, token));
    }

    /** The value of a {@code Kedge-Fence} header. */
    private static String fence(Key key, long token) {
        return PathName.escape(key.bytes()) + ";token=" + token;
    }
}
