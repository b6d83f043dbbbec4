/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server.wire;

import io.kedge.model.Event;
import io.kedge.model.format.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Encodes watch responses; every one has a header, since Go's client reads it unasked. */
public final class WatchReplies {

    private static final int FIELD_WATCH_ID = 2;
    private static final int FIELD_CREATED = 3;
    private static final int FIELD_CANCELED = 4;
    private static final int FIELD_COMPACT_REVISION = 5;
    private static final int FIELD_CANCEL_REASON = 6;
    private static final int FIELD_FRAGMENT = 7;
    private static final int FIELD_EVENTS = 11;

    private static final long FAILED_ID = -1;

    private final HeaderWriter header;

    public WatchReplies(HeaderWriter header) {
        this.header = header;
    }

    public byte[] created(long watchId, long revision) {
        WireWriter out = start(watchId, revision, 2);
        out.varintField(FIELD_CREATED, 1);
        return out.toBytes();
    }

    public byte[] rejected(String reason, long revision) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        WireWriter out = start(FAILED_ID, revision, 4 + WireWriter.sizeOfBytesField(text.length));
        out.varintField(FIELD_CREATED, 1);
        out.varintField(FIELD_CANCELED, 1);
        out.bytesField(FIELD_CANCEL_REASON, text);
        return out.toBytes();
    }

    public byte[] canceled(long watchId, long compactRevision, long revision) {
        WireWriter out = start(watchId, revision, 2 + WireWriter.sizeOfVarintField(compactRevision));
        out.varintField(FIELD_CANCELED, 1);
        out.varintField(FIELD_COMPACT_REVISION, compactRevision);
        return out.toBytes();
    }

    public byte[] progress(long watchId, long revision) {
        return start(watchId, revision, 0).toBytes();
    }

    /** Bytes of a response without events. */
    public int emptySize(long watchId, long revision) {
        return header.fieldSize(revision, header.term()) + WireWriter.sizeOfVarintField(watchId);
    }

    public static int eventSize(Event event, boolean previous) {
        return WireWriter.sizeOfBytesField(event.wire(previous).length);
    }

    /** One response with {@code events}; {@code more} says that it is a fragment and not the last. */
    public byte[] events(long watchId, long revision, List<Event> events, boolean previous, boolean more) {
        long size = more ? 2 : 0;
        for (Event event : events) {
            size += eventSize(event, previous);
        }
        WireWriter out = start(watchId, revision, Math.toIntExact(size));
        out.varintField(FIELD_FRAGMENT, more ? 1 : 0);
        for (Event event : events) {
            out.bytesField(FIELD_EVENTS, event.wire(previous));
        }
        return out.toBytes();
    }

    private WireWriter start(long watchId, long revision, int restBytes) {
        long term = header.term();
        WireWriter out =
                new WireWriter(header.fieldSize(revision, term) + WireWriter.sizeOfVarintField(watchId) + restBytes);
        header.write(out, revision, term);
        out.varintField(FIELD_WATCH_ID, watchId);
        return out;
    }
}
