/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.http.json.KvJson;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** {@code GET /v1/history/<key>} and {@code POST /v1/history/<key>/revert?rev=}. */
final class HistoryRoutes {

    private static final byte[] REVERT = "/revert".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSIONS_DEFAULT = 100;
    private static final int VERSIONS_MAX = 1_000;

    private HistoryRoutes() {}

    static void get(RestCall call, byte[] name) {
        Key key = KeyRoutes.key(name);
        int limit = (int) call.number("limit", VERSIONS_DEFAULT, 1, VERSIONS_MAX);
        History.read(call, key, limit, history -> {
            JsonArray versions = new JsonArray();
            history.versions().descendingIterator().forEachRemaining(kv -> versions.add(KvJson.change(kv)));
            JsonObject body = new JsonObject()
                    .put("revision", history.revision())
                    .put("compact_revision", history.compacted())
                    .put("versions", versions);
            call.revision(history.revision()).json(200, body);
        });
    }

    static void post(RestCall call, byte[] name) {
        int end = name.length - REVERT.length;
        if (end <= 0 || !Arrays.equals(name, end, name.length, REVERT, 0, REVERT.length)) {
            throw new BadRequestException("POST /v1/history/<key>/revert?rev=N puts the value of revision N back");
        }
        Key key = Key.of(Arrays.copyOf(name, end));
        long rev = call.number("rev", 0, 1, Long.MAX_VALUE);
        if (rev == 0) {
            throw new BadRequestException("?rev= names the revision whose value is put back");
        }
        Conditions conditions = Conditions.of(call, key);
        Preferences preferences = Preferences.of(call.header("Prefer"));
        RangeRequest old =
                RangeRequest.over(KeyRange.single(key)).limit(1).at(rev).build();
        call.<RangeResult>ask(reply -> call.node().kv().range(call.caller(), old, reply), found -> {
            if (found.kvs().isEmpty()) {
                throw RefusedException.of(404, "key-not-found", "there was no key " + key + " at revision " + rev);
            }
            byte[] value = found.kvs().get(0).value();
            PutRequest put = new PutRequest(key, value, 0, true, false, false);
            call.then(
                    PutRoute.write(call, put, conditions), written -> PutRoute.answer(call, put, written, preferences));
        });
    }
}
