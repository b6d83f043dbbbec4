/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.http.json.KvJson;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.OpResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET HEAD DELETE /v1/kv/<key>}: one key, its value as it is. */
final class KeyRoutes {

    static final String OCTETS = "application/octet-stream";

    private KeyRoutes() {}

    static void get(RestCall call, byte[] name) {
        Key key = key(name);
        boolean serializable = isSerializable(call);
        long at = call.number("rev", 0, 1, Long.MAX_VALUE);
        contentType(call);
        String noneMatch = call.header("If-None-Match");
        long known = noneMatch == null || noneMatch.trim().equals("*")
                ? -1
                : Conditions.revision("If-None-Match", noneMatch);
        long waitMillis =
                known < 0 || at != 0 ? 0 : Preferences.of(call.header("Prefer")).waitMillis();
        read(call, key, at, serializable, known, waitMillis);
    }

    private static void read(RestCall call, Key key, long at, boolean serializable, long known, long waitMillis) {
        RangeRequest range = RangeRequest.over(KeyRange.single(key))
                .limit(1)
                .at(at)
                .serializable(serializable)
                .build();
        call.<RangeResult>ask(reply -> call.node().kv().range(call.caller(), range, reply), found -> {
            KeyValue kv = found.kvs().isEmpty() ? null : found.kvs().get(0);
            call.revision(found.revision());
            if (kv == null) {
                throw missing(key);
            }
            if (kv.modRevision() != known) {
                show(call, kv);
            } else if (waitMillis == 0) {
                headers(call, kv).empty(304);
            } else {
                ChangeWait.start(
                        call,
                        KeyRange.single(key),
                        found.revision(),
                        waitMillis,
                        () -> read(call, key, 0, serializable, known, 0),
                        () -> headers(call, kv).empty(304));
            }
        });
    }

    static RefusedException missing(Key key) {
        return RefusedException.of(404, "key-not-found", "there is no key " + key);
    }

    private static void show(RestCall call, KeyValue kv) {
        headers(call, kv);
        if (call.accepts("application/json") && call.parameter("as") == null) {
            body(call, 200, "application/json", KvJson.record(kv).toBuffer());
        } else {
            body(call, 200, contentType(call), Buffer.buffer(kv.value()));
        }
    }

    /** HEAD has the headers of GET and nothing behind them. */
    private static void body(RestCall call, int status, String contentType, Buffer body) {
        if (call.request().method() == HttpMethod.HEAD) {
            call.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                    .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            call.empty(status);
        } else {
            call.bytes(status, contentType, body);
        }
    }

    /** What a raw value is said to be: never what a browser would guess from it. */
    private static String contentType(RestCall call) {
        String as = call.parameter("as");
        return switch (as == null ? "" : as.toLowerCase(Locale.ROOT)) {
            case "" -> OCTETS;
            case "text" -> "text/plain; charset=utf-8";
            case "json" -> "application/json";
            default -> throw new BadRequestException("?as= must be text or json");
        };
    }

    static boolean isSerializable(RestCall call) {
        String consistency = call.parameter("consistency");
        if (consistency == null || consistency.equals("linearizable")) {
            return false;
        }
        if (consistency.equals("serializable")) {
            return true;
        }
        throw new BadRequestException("?consistency= must be linearizable or serializable");
    }

    /** An empty key is no key. */
    static Key key(byte[] name) {
        if (name.length == 0) {
            throw new BadRequestException("a key is needed: /v1/kv/<key>, ?key= or ?key64=; for many, ?prefix=");
        }
        return Key.of(name);
    }

    static RestCall headers(RestCall call, KeyValue kv) {
        call.response()
                .putHeader(HttpHeaders.ETAG, tag(kv.modRevision()))
                .putHeader("Kedge-Create-Revision", Long.toString(kv.createRevision()))
                .putHeader("Kedge-Version", Long.toString(kv.version()));
        if (kv.lease() != 0) {
            call.response().putHeader("Kedge-Lease", Long.toHexString(kv.lease()));
        }
        return call;
    }

    static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    static void delete(RestCall call, byte[] name) {
        Key key = key(name);
        DeleteRangeRequest delete = new DeleteRangeRequest(KeyRange.single(key), false);
        Conditions conditions = Conditions.of(call, key);
        if (conditions.isEmpty()) {
            call.<DeleteResult>ask(
                    reply -> call.node().kv().delete(call.caller(), delete, reply),
                    result -> deleted(call, key, result.revision(), result));
            return;
        }
        TxnRequest txn = new TxnRequest(conditions.compares(), List.of(delete), conditions.lookAgain(key));
        call.<TxnResult>ask(reply -> call.node().kv().txn(call.caller(), txn, reply), result -> {
            if (!result.succeeded()) {
                throw refusal(call, conditions, result);
            }
            deleted(call, key, result.revision(), (DeleteResult)
                    result.results().get(0));
        });
    }

    private static void deleted(RestCall call, Key key, long revision, DeleteResult result) {
        call.revision(revision);
        if (result.deleted() == 0) {
            throw missing(key);
        }
        call.empty(204);
    }

    /** Also tells the entity tag that would have matched. */
    static RefusedException refusal(RestCall call, Conditions conditions, TxnResult result) {
        List<KeyValue> current = kvs(result.results().get(0));
        List<KeyValue> lock = result.results().size() > 1 ? kvs(result.results().get(1)) : List.of();
        call.revision(result.revision());
        KeyValue kv = first(current);
        if (kv != null) {
            call.response().putHeader(HttpHeaders.ETAG, tag(kv.modRevision()));
        }
        return conditions.refusal(current, lock);
    }

    private static List<KeyValue> kvs(OpResult result) {
        return ((RangeResult) result).kvs();
    }

    private static @Nullable KeyValue first(List<KeyValue> kvs) {
        return kvs.isEmpty() ? null : kvs.get(0);
    }
}
