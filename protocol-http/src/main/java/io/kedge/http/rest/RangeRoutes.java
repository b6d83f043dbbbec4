/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** {@code GET DELETE /v1/kv?prefix=}: many keys. */
final class RangeRoutes {

    static final long LIMIT_DEFAULT = 1_000;
    private static final long LIMIT_MAX = 10_000;

    private RangeRoutes() {}

    /** The prefix asked for, or null if none is. */
    static @Nullable Key prefix(RestCall call) {
        String text = call.parameter("prefix");
        String base64 = call.parameter("prefix64");
        if (text != null && base64 != null) {
            throw new BadRequestException("only one of ?prefix= and ?prefix64= may be given");
        }
        if (base64 != null) {
            return Key.of(RawName.ofBase64Url("prefix64", base64));
        }
        return text == null ? null : Key.utf8(text);
    }

    static void list(RestCall call, Key prefix) {
        KeyRange range = KeyRange.prefix(prefix);
        String after = call.parameter("after");
        if (after != null) {
            listAfter(call, prefix, range);
        } else if (call.flag("count")) {
            count(call, range);
        } else if (call.accepts("application/x-ndjson")) {
            LineListing.start(call, range);
        } else {
            PageListing.start(call, prefix, range);
        }
    }

    /** Waits until the range has changed after a revision, then lists it. */
    private static void listAfter(RestCall call, Key prefix, KeyRange range) {
        long after = call.number("after", 0, 0, Long.MAX_VALUE - 1);
        long waitMillis = Preferences.of(call.header("Prefer")).waitMillis();
        ChangeWait.start(
                call,
                range,
                after,
                Math.max(1, waitMillis),
                () -> PageListing.start(call, prefix, range),
                () -> call.revision(call.node().revision()).empty(304));
    }

    private static void count(RestCall call, KeyRange range) {
        long at = call.number("rev", 0, 1, Long.MAX_VALUE);
        boolean serializable = KeyRoutes.isSerializable(call);
        RangeRequest request = RangeRequest.over(range)
                .at(at)
                .serializable(serializable)
                .countOnly(true)
                .build();
        call.<RangeResult>ask(reply -> call.node().kv().range(call.caller(), request, reply), found -> call.revision(
                        found.revision())
                .json(200, new JsonObject().put("revision", found.revision()).put("count", found.count())));
    }

    static long limit(RestCall call) {
        return call.number("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    }

    /** Nothing is deleted by an oversight: an empty prefix takes {@code ?all=true}. */
    static void delete(RestCall call, @Nullable Key prefix) {
        boolean all = call.flag("all");
        boolean named = prefix != null && !prefix.isEmpty();
        if (named == all) {
            throw new BadRequestException("name a key, or a ?prefix= that is not empty, or else ?all=true");
        }
        KeyRange range =
                prefix == null || all ? new KeyRange(Key.of(new byte[] {0}), null, false) : KeyRange.prefix(prefix);
        DeleteRangeRequest request = new DeleteRangeRequest(range, false);
        call.<DeleteResult>ask(reply -> call.node().kv().delete(call.caller(), request, reply), result -> call.revision(
                        result.revision())
                .json(200, new JsonObject().put("deleted", result.deleted()).put("revision", result.revision())));
    }
}
