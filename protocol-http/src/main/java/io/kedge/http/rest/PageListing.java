/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.http.json.KvJson;
import io.kedge.http.json.Utf8;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One page of a listing: keys, or, with a delimiter, keys and the prefixes that stand for all keys with more delimiters
 * behind them. A prefix costs one look-up, however many keys it has.
 */
final class PageListing {

    /** A page ends early beyond this. */
    private static final int PAGE_BYTES_MAX = 8 << 20;

    private static final int CHUNK = 256;

    private final RestCall call;
    private final Key prefix;
    private final KeyRange range;
    private final boolean keysOnly;
    private final boolean serializable;
    private final byte[] delimiter;
    private final long limit;
    private final JsonArray kvs = new JsonArray();
    private final JsonArray prefixes = new JsonArray();
    private long revision;
    private Key next;
    private long bytes;

    private PageListing(RestCall call, Key prefix, KeyRange range) {
        this.call = call;
        this.prefix = prefix;
        this.range = range;
        this.keysOnly = call.flag("keys");
        this.serializable = KeyRoutes.isSerializable(call);
        String text = call.parameter("delimiter");
        this.delimiter = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        this.limit = RangeRoutes.limit(call);
        Continuation from = Continuation.decode(call.parameter("continue"));
        this.revision = from != null ? from.revision() : call.number("rev", 0, 1, Long.MAX_VALUE);
        this.next = from != null ? from.next() : prefix;
    }

    static void start(RestCall call, Key prefix, KeyRange range) {
        new PageListing(call, prefix, range).more();
    }

    private void more() {
        long left = limit - kvs.size() - prefixes.size();
        // A key of zero bytes sorts first and cannot be: the range of all begins with one of one byte.
        Key from = next.isEmpty() ? Key.of(new byte[] {0}) : next;
        RangeRequest request = RangeRequest.over(new KeyRange(from, range.end(), false))
                .limit(Math.min(CHUNK, left))
                .at(revision)
                .serializable(serializable)
                .keysOnly(keysOnly)
                .build();
        call.<RangeResult>ask(reply -> call.node().kv().range(call.caller(), request, reply), this::take);
    }

    private void take(RangeResult found) {
        if (revision == 0) {
            revision = found.revision();
        }
        boolean jumped = false;
        for (KeyValue kv : found.kvs()) {
            byte[] shared = commonPrefix(kv.key().bytes());
            if (shared.length > 0) {
                addPrefix(shared);
                jumped = true;
                break;
            }
            kvs.add(keysOnly ? KvJson.recordWithoutValue(kv) : KvJson.record(kv));
            bytes += kv.wire().length;
            next = kv.key().concat(new byte[] {0});
        }
        boolean more = found.more() || jumped;
        boolean full = kvs.size() + prefixes.size() >= limit || bytes >= PAGE_BYTES_MAX;
        if (more && !full) {
            call.later(this::more);
        } else {
            answer(found, more);
        }
    }

    /** Up to the first delimiter behind the listing's prefix; empty if there is none. */
    private byte[] commonPrefix(byte[] key) {
        if (delimiter.length == 0) {
            return delimiter;
        }
        for (int i = prefix.length(); i + delimiter.length <= key.length; i++) {
            if (Arrays.equals(key, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return Arrays.copyOf(key, i + delimiter.length);
            }
        }
        return new byte[0];
    }

    private void addPrefix(byte[] shared) {
        String text = Utf8.textOrNull(shared);
        prefixes.add(
                text != null
                        ? text
                        : new JsonObject().put("prefix_b64", Base64.getEncoder().encodeToString(shared)));
        Key end = KeyRange.prefix(Key.of(shared)).end();
        // Without an end nothing can come behind it.
        next = end != null ? end : Key.of(new byte[] {(byte) 0xff}).concat(shared);
    }

    private void answer(RangeResult found, boolean more) {
        JsonObject body = new JsonObject().put("revision", revision).put("kvs", kvs);
        if (delimiter.length > 0) {
            body.put("prefixes", prefixes);
        }
        if (more && range.contains(next)) {
            body.put("continue", new Continuation(revision, next).encode());
        }
        call.revision(found.revision()).json(200, body);
    }
}
