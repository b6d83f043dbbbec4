/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import io.kedge.model.Event;
import io.kedge.model.format.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encodes one loop's watch responses as gRPC frames, prefix included; every one has a header, since Go's client reads
 * it unasked.
 */
public final class WatchReplies {

    private static final int FIELD_WATCH_ID = 2;
    private static final int FIELD_CREATED = 3;
    private static final int FIELD_CANCELED = 4;
    private static final int FIELD_COMPACT_REVISION = 5;
    private static final int FIELD_CANCEL_REASON = 6;
    private static final int FIELD_FRAGMENT = 7;
    private static final int FIELD_EVENTS = 11;

    private static final long FAILED_ID = -1;

    /** No compression, and the message's length in four bytes. */
    public static final int PREFIX_BYTES = 5;

    private final HeaderWriter header;
    private final EventFields plain = new EventFields(false);
    private final EventFields withPrevious = new EventFields(true);

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

    /** Bytes of a response without events, without the frame's prefix. */
    public int emptySize(long watchId, long revision) {
        return header.fieldSize(revision, header.term()) + WireWriter.sizeOfVarintField(watchId);
    }

    public static int eventSize(Event event, boolean previous) {
        return WireWriter.sizeOfBytesField(event.wire(previous).length);
    }

    /**
     * One response with {@code events}; {@code more} says that it is a fragment and not the last. The same list object
     * is laid out once for all who are given it one after the other.
     */
    public byte[] events(long watchId, long revision, List<Event> events, boolean previous, boolean more) {
        byte[] fields = previous ? withPrevious.of(events) : plain.of(events);
        WireWriter out = start(watchId, revision, Math.addExact(more ? 2 : 0, fields.length));
        out.varintField(FIELD_FRAGMENT, more ? 1 : 0);
        out.raw(fields);
        return out.toBytes();
    }

    /** Begins a frame whose message has {@code restBytes} after its watch id. */
    private WireWriter start(long watchId, long revision, int restBytes) {
        long term = header.term();
        int size = Math.addExact(header.fieldSize(revision, term) + WireWriter.sizeOfVarintField(watchId), restBytes);
        WireWriter out = new WireWriter(Math.addExact(PREFIX_BYTES, size));
        out.u8(0);
        out.u8(size >>> 24);
        out.u8(size >>> 16);
        out.u8(size >>> 8);
        out.u8(size);
        header.write(out, revision, term);
        out.varintField(FIELD_WATCH_ID, watchId);
        return out;
    }

    /** The fields of the list laid out last; the list is compared by identity and was given away unchanging. */
    private static final class EventFields {

        private final boolean previous;
        private List<Event> events = List.of();
        private byte[] fields = KvRequests.NO_BYTES;

        EventFields(boolean previous) {
            this.previous = previous;
        }

        @SuppressWarnings("ReferenceEquality") // Equal lists that are not the same one are rare and cost only time.
        byte[] of(List<Event> wanted) {
            if (wanted != events) {
                fields = layOut(wanted);
                events = wanted;
            }
            return fields;
        }

        private byte[] layOut(List<Event> wanted) {
            long size = 0;
            for (Event event : wanted) {
                size += eventSize(event, previous);
            }
            WireWriter out = new WireWriter(Math.toIntExact(size));
            for (Event event : wanted) {
                out.bytesField(FIELD_EVENTS, event.wire(previous));
            }
            return out.toBytes();
        }
    }
}
