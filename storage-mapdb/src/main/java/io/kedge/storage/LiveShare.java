/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import io.kedge.replica.backend.Liveness;
import java.io.IOException;
import java.util.List;

/** How many of a segment's records can still be asked for: exactly for small ones, else from a sample. */
final class LiveShare {

    private static final int WALKED_RECORDS_MAX = 2048;
    private static final int PROBES = 128;
    private static final int RECORDS_PER_PROBE = 8;

    private final Liveness liveness;

    LiveShare(Liveness liveness) {
        this.liveness = liveness;
    }

    /** 0 to 1; the caller is a holder of the segment. */
    double of(Segment segment) throws IOException {
        long records = segment.info().count();
        double live = 0;
        for (SpaceRange range : segment.info().ranges()) {
            boolean walk = records <= WALKED_RECORDS_MAX;
            live += (walk ? walk(segment, range) : sample(segment, range)) * range.count();
        }
        return live / records;
    }

    /** Whether the dead are more than a sixteenth of all, so that a search for where they are is worth its reads. */
    boolean deadAreMany(List<Segment> segments) {
        long stored = 0;
        long dead = 0;
        for (Space space : Space.values()) {
            long inSpace = count(segments, space);
            stored += inSpace;
            dead += Math.max(0, inSpace - liveness.liveCount(space));
        }
        return dead * 16 > stored;
    }

    /** Whether any record is dead; reads on until the first. */
    boolean hasDead(Segment segment) throws IOException {
        for (SpaceRange range : segment.info().ranges()) {
            SegmentCursor cursor = new SegmentCursor(segment, range.first(), range.end());
            while (cursor.next()) {
                if (!isLive(cursor)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** An estimate of the bytes that all these segments would take without their dead records. */
    long liveBytes(List<Segment> segments) {
        double[] shares = new double[Space.values().length];
        for (Space space : Space.values()) {
            long stored = count(segments, space);
            shares[space.code()] = stored == 0 ? 0 : Math.min(1.0, (double) liveness.liveCount(space) / stored);
        }
        double bytes = 0;
        for (Segment segment : segments) {
            SegmentInfo info = segment.info();
            for (SpaceRange range : info.ranges()) {
                bytes += info.fileBytes() * shares[range.first().space()] * range.bytes() / info.dataBytes();
            }
        }
        return (long) bytes;
    }

    private static long count(List<Segment> segments, Space space) {
        long count = 0;
        for (Segment segment : segments) {
            SpaceRange range = segment.info().range(space);
            count += range == null ? 0 : range.count();
        }
        return count;
    }

    private double walk(Segment segment, SpaceRange range) throws IOException {
        SegmentCursor cursor = new SegmentCursor(segment, range.first(), range.end());
        long live = 0;
        while (cursor.next()) {
            live += isLive(cursor) ? 1 : 0;
        }
        return (double) live / range.count();
    }

    private double sample(Segment segment, SpaceRange range) throws IOException {
        long first = range.first().revision();
        double width = (double) (range.last().revision() - first) / PROBES;
        long seen = 0;
        long live = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            RecordKey from = new RecordKey(range.first().space(), first + (long) (probe * width), Integer.MIN_VALUE);
            SegmentCursor cursor = new SegmentCursor(segment, from, range.end());
            for (int i = 0; i < RECORDS_PER_PROBE && cursor.next(); i++) {
                seen++;
                live += isLive(cursor) ? 1 : 0;
            }
        }
        return seen == 0 ? 1 : (double) live / seen;
    }

    /** Tombstones count as live: a merge may have to keep them, and would be asked for again and again. */
    private boolean isLive(SegmentCursor cursor) throws IOException {
        RecordKey key = cursor.key();
        KeyValue kv = cursor.value();
        return kv.isTombstone() || liveness.isLive(Space.ofCode(key.space()), kv.key(), key.revision(), key.sub());
    }
}
