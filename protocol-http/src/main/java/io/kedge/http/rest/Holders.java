/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.http.json.HexId;
import io.kedge.http.json.KvJson;
import io.kedge.model.KeyValue;
import io.vertx.core.json.JsonObject;

/** Who is in front of a queue. */
final class Holders {

    private Holders() {}

    /** {@code {"key","token","lease"}}; the token is the revision at which the place was taken. */
    static JsonObject json(KeyValue front) {
        JsonObject holder = new JsonObject();
        KvJson.key(holder, "key", front.key());
        return holder.put("token", front.createRevision()).put("lease", HexId.of(front.lease()));
    }
}
