/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.http.Problems;
import io.kedge.model.StatusCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * One JSON object a line. What server-sent events name or number stands in the object: {@code op} is sync, progress,
 * reset or end, and the last event of a revision has {@code id}. An empty line is a heartbeat.
 */
final class NdjsonFraming implements Framing {

    static final NdjsonFraming INSTANCE = new NdjsonFraming();

    private static final Buffer NOTHING = Buffer.buffer();
    private static final Buffer HEARTBEAT = Buffer.buffer("\n");
    private static final byte[] ID = ",\"id\":".getBytes(StandardCharsets.US_ASCII);

    private NdjsonFraming() {}

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public StreamCounts.Kind kind() {
        return StreamCounts.Kind.NDJSON;
    }

    @Override
    public Buffer hello() {
        return NOTHING;
    }

    @Override
    public Buffer heartbeat() {
        return HEARTBEAT;
    }

    @Override
    public void event(Buffer out, byte[] json) {
        out.appendBytes(json).appendByte((byte) '\n');
    }

    @Override
    public void lastEvent(Buffer out, byte[] json, long revision) {
        // The object has members, so that one more can stand before its closing brace.
        out.appendBytes(json, 0, json.length - 1).appendBytes(ID).appendString(revision + "}\n");
    }

    @Override
    public int overheadBytes() {
        return ID.length + 22;
    }

    @Override
    public Buffer sync(long revision) {
        return named("sync", revision);
    }

    @Override
    public Buffer progress(long revision) {
        return named("progress", revision);
    }

    private static Buffer named(String name, long revision) {
        return Buffer.buffer("{\"op\":\"" + name + "\",\"revision\":" + revision + ",\"id\":" + revision + "}\n");
    }

    @Override
    public Buffer reset(long compactRevision, long revision) {
        return Buffer.buffer(
                "{\"op\":\"reset\",\"compact_revision\":" + compactRevision + ",\"revision\":" + revision + "}\n");
    }

    @Override
    public Buffer farewell(StatusCode reason) {
        return new JsonObject()
                .put("op", "end")
                .mergeIn(Problems.body(reason, null))
                .toBuffer()
                .appendByte((byte) '\n');
    }
}
