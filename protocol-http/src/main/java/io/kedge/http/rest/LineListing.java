/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.http.json.KvJson;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * A whole listing, one JSON object a line, all at one revision, read as fast as the client takes it. The last line is
 * {@code {"revision":R,"count":n}}: without it the listing was cut.
 */
final class LineListing {

    private static final int CHUNK = 256;

    private final RestCall call;
    private final KeyRange range;
    private final boolean keysOnly;
    private long revision;
    private Key next;
    private long count;

    private LineListing(RestCall call, KeyRange range) {
        this.call = call;
        this.range = range;
        this.keysOnly = call.flag("keys");
        this.revision = call.number("rev", 0, 1, Long.MAX_VALUE);
        this.next = range.start().isEmpty() ? Key.of(new byte[] {0}) : range.start();
    }

    static void start(RestCall call, KeyRange range) {
        new LineListing(call, range).more();
    }

    private void more() {
        if (call.isGone()) {
            return;
        }
        RangeRequest request = RangeRequest.over(new KeyRange(next, range.end(), false))
                .limit(CHUNK)
                .at(revision)
                .keysOnly(keysOnly)
                .build();
        call.<RangeResult>ask(reply -> call.node().kv().range(call.caller(), request, reply), this::take);
    }

    private void take(RangeResult found) {
        HttpServerResponse response = call.response();
        if (revision == 0) {
            revision = found.revision();
        }
        if (count == 0 && !response.headWritten()) {
            call.revision(found.revision());
            response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, "application/x-ndjson");
        }
        Buffer lines = Buffer.buffer();
        for (KeyValue kv : found.kvs()) {
            lines.appendBuffer((keysOnly ? KvJson.recordWithoutValue(kv) : KvJson.record(kv)).toBuffer())
                    .appendByte((byte) '\n');
            count++;
            next = kv.key().concat(new byte[] {0});
        }
        if (!found.more()) {
            JsonObject end = new JsonObject().put("revision", revision).put("count", count);
            response.end(lines.appendBuffer(end.toBuffer()).appendByte((byte) '\n'));
            return;
        }
        response.write(lines);
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                call.guard(this::more);
            });
        } else {
            call.later(this::more);
        }
    }
}
