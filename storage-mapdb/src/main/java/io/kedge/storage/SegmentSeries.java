/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ascending records into as many segments as their size asks for. */
final class SegmentSeries {

    private final Disk disk;
    private final String directory;
    private final StorageOptions options;
    private final PageFormat format;
    private final List<SegmentInfo> done = new ArrayList<>();
    private long nextNumber;
    private @Nullable SegmentWriter writer;

    SegmentSeries(Disk disk, String directory, StorageOptions options, PageFormat format, long firstNumber) {
        this.disk = disk;
        this.directory = directory;
        this.options = options;
        this.format = format;
        this.nextNumber = firstNumber;
    }

    /** Throws UncheckedIOException. */
    void append(RecordKey key, StoredRecord record) {
        try {
            SegmentWriter current = writer;
            if (current != null && current.dataBytes() >= options.segmentBytesMax()) {
                done.add(current.finish());
                current = null;
            }
            if (current == null) {
                current = new SegmentWriter(disk, directory, nextNumber++, format, options.forceStepBytes());
                writer = current;
            }
            current.append(key, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The finished segments, durable under their names; none if nothing was appended. */
    List<SegmentInfo> finish() throws IOException {
        if (writer != null) {
            done.add(writer.finish());
            writer = null;
            disk.forceDirectory(directory);
        }
        return done;
    }

    /** Closes what is open after a failure. */
    void abandon() throws IOException {
        if (writer != null) {
            writer.abandon();
        }
    }
}
