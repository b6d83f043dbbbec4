/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import io.kedge.model.Space;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mapdb.SortedTableMap;

/**
 * Writes one segment under its temporary name and renames it. Holds a few pages in memory, however long the segment is.
 */
final class SegmentWriter {

    private final Disk disk;
    private final String directory;
    private final long number;
    private final PageFormat format;
    private final DiskFile file;
    private final SinkVolume volume;
    private final SortedTableMap.Sink<RecordKey, StoredRecord> sink;
    private final @Nullable SpaceRange[] ranges = new SpaceRange[Space.values().length];
    private int longestBytes;
    private long dataBytes;

    SegmentWriter(Disk disk, String directory, long number, PageFormat format, long forceStepBytes) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.number = number;
        this.format = format;
        this.file = disk.create(directory + "/" + SegmentInfo.temporaryName(number));
        this.volume = new SinkVolume(file, format.pageBytes(), forceStepBytes);
        this.sink = SortedTableMap.create(volume, RecordKeySerializer.INSTANCE, StoredRecordSerializer.INSTANCE)
                .pageSize(format.pageBytes())
                .nodeSize(format.nodeRecords())
                .createFromSink();
    }

    /** Throws UncheckedIOException; keys must ascend. */
    void append(RecordKey key, StoredRecord record) {
        long bytes = PageFormat.storedBytes(record.wire().length);
        sink.put(key, record);
        ranges[key.space()] = SpaceRange.extend(ranges[key.space()], key, bytes);
        longestBytes = Math.max(longestBytes, record.wire().length);
        dataBytes += bytes;
    }

    long dataBytes() {
        return dataBytes;
    }

    /** Forces and renames the file; the caller forces the directory. */
    SegmentInfo finish() throws IOException {
        sink.create();
        volume.close();
        file.close();
        disk.rename(
                directory + "/" + SegmentInfo.temporaryName(number), directory + "/" + SegmentInfo.fileName(number));
        List<SpaceRange> present = new ArrayList<>();
        for (SpaceRange range : ranges) {
            if (range != null) {
                present.add(range);
            }
        }
        return new SegmentInfo(number, format.pageBytes(), longestBytes, volume.checksums(), List.copyOf(present));
    }

    /** Gives up the half-written file; the next open deletes it. */
    void abandon() throws IOException {
        volume.close();
        file.close();
    }
}
