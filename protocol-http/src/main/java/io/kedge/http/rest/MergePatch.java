/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.model.Compare;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code PATCH /v1/kv/<key>} with {@code application/merge-patch+json} (RFC 7396): the value is read, patched and
 * written if it has not changed meanwhile, else all again, a few times.
 */
final class MergePatch {

    static final String MEDIA_TYPE = "application/merge-patch+json";
    private static final int TRIES_MAX = 8;

    private MergePatch() {}

    static void patch(RestCall call, byte[] name) {
        Key key = KeyRoutes.key(name);
        String type = call.header("Content-Type");
        if (type == null || !type.startsWith(MEDIA_TYPE)) {
            call.response().putHeader("Accept-Patch", MEDIA_TYPE);
            throw RefusedException.of(415, "unsupported-media-type", "PATCH takes " + MEDIA_TYPE);
        }
        Conditions conditions = Conditions.of(call, key);
        Preferences preferences = Preferences.of(call.header("Prefer"));
        call.withBody(body -> attempt(call, key, json("the patch", body, 400), conditions, preferences, TRIES_MAX));
    }

    private static void attempt(
            RestCall call, Key key, Object patch, Conditions conditions, Preferences preferences, int triesLeft) {
        RangeRequest read = RangeRequest.of(KeyRange.single(key));
        call.<RangeResult>ask(reply -> call.node().kv().range(call.caller(), read, reply), found -> {
            call.revision(found.revision());
            if (found.kvs().isEmpty()) {
                throw KeyRoutes.missing(key);
            }
            KeyValue kv = found.kvs().get(0);
            Object patched = merge(json("the value", Buffer.buffer(kv.value()), 409), patch);
            byte[] value = Json.encodeToBuffer(patched).getBytes();
            PutRequest put = new PutRequest(key, value, 0, true, false, true);
            List<Compare> compares = new ArrayList<>(conditions.compares());
            Compare unchanged = Compare.number(key, Compare.Target.MOD, Compare.Result.EQUAL, kv.modRevision());
            compares.add(unchanged);
            PutRoute.write(call, put, new Conditions(compares, conditions.fence()))
                    .onSuccess(written -> call.guard(() -> PutRoute.answer(call, put, written, preferences)))
                    .onFailure(reason -> {
                        boolean own = reason instanceof RefusedException refused
                                && "urn:kedge:precondition-failed"
                                        .equals(refused.problem().getString("type"))
                                && conditions.compares().size() <= (conditions.fence() == null ? 0 : 1);
                        if (!own) {
                            call.fail(reason);
                        } else if (triesLeft > 1) {
                            attempt(call, key, patch, conditions, preferences, triesLeft - 1);
                        } else {
                            call.fail(RefusedException.of(
                                    409, "too-much-contention", "others changed the value " + TRIES_MAX + " times"));
                        }
                    });
            call.response().headers().remove(HttpHeaders.ETAG);
        });
    }

    private static Object json(String what, Buffer text, int status) {
        try {
            Object value = Json.decodeValue(text);
            if (value instanceof Map<?, ?>) {
                return text.toJsonObject();
            }
            if (value == null) {
                throw RefusedException.of(status, "not-json", what + " is null");
            }
            return value;
        } catch (DecodeException e) {
            throw RefusedException.of(status, "not-json", what + " is not JSON: " + e.getMessage());
        }
    }

    /** RFC 7396: a patch that is no object is the new value; null removes a member. */
    static Object merge(Object target, Object patch) {
        if (!(patch instanceof JsonObject changes)) {
            return patch;
        }
        JsonObject merged = target instanceof JsonObject object ? object.copy() : new JsonObject();
        for (Map.Entry<String, Object> change : changes) {
            Object wanted = change.getValue();
            Object present = merged.getValue(change.getKey());
            if (wanted == null) {
                merged.remove(change.getKey());
            } else {
                merged.put(change.getKey(), merge(present == null ? new JsonObject() : present, wanted));
            }
        }
        return merged;
    }
}
