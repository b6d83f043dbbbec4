/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.http.ErrorTable;
import io.kedge.model.StatusCode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events. Changes have no name, so that {@code onmessage} sees them, and only the last of a revision has an
 * id: a browser that was cut off names the last revision it has whole.
 */
final class SseFraming implements Framing {

    static final SseFraming INSTANCE = new SseFraming();

    private static final Buffer HELLO = Buffer.buffer("retry: 2000\n: connected\n\n");
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] ID = ascii("id: ");
    private static final byte[] END = ascii("\n\n");

    private SseFraming() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public StreamCounts.Kind kind() {
        return StreamCounts.Kind.SSE;
    }

    @Override
    public Buffer hello() {
        return HELLO;
    }

    @Override
    public Buffer heartbeat() {
        return HEARTBEAT;
    }

    @Override
    public void event(Buffer out, byte[] json) {
        out.appendBytes(DATA).appendBytes(json).appendBytes(END);
    }

    @Override
    public void lastEvent(Buffer out, byte[] json, long revision) {
        out.appendBytes(ID).appendString(Long.toString(revision)).appendByte((byte) '\n');
        event(out, json);
    }

    @Override
    public int overheadBytes() {
        return DATA.length + END.length + ID.length + 20;
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
        return Buffer.buffer("event: " + name + "\nid: " + revision + "\ndata: {\"revision\":" + revision + "}\n\n");
    }

    @Override
    public Buffer reset(long compactRevision, long revision) {
        return Buffer.buffer(
                "event: reset\ndata: {\"compact_revision\":" + compactRevision + ",\"revision\":" + revision + "}\n\n");
    }

    @Override
    public Buffer farewell(StatusCode reason) {
        return Buffer.buffer(": " + ErrorTable.of(reason).title() + "\n\n");
    }
}
