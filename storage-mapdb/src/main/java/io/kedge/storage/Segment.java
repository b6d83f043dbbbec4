/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import io.kedge.model.KeyValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mapdb.SortedTableMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One immutable segment, mapped for reading by any thread.
 *
 * <p>Invariant: the file is mapped while {@code holders > 0}. The catalog is one holder, every reader another; whoever
 * leaves last unmaps the file and, if a merge has replaced it, deletes it. Touching an unmapped file would end the
 * process.
 */
final class Segment {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final Disk disk;
    private final String path;
    private final SegmentInfo info;
    private final DiskFile file;
    private final DiskFile.MappedRegion region;
    private final SortedTableMap<RecordKey, StoredRecord> map;
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile boolean replaced;

    private Segment(
            Disk disk,
            String path,
            SegmentInfo info,
            DiskFile file,
            DiskFile.MappedRegion region,
            SortedTableMap<RecordKey, StoredRecord> map) {
        this.disk = disk;
        this.path = path;
        this.info = info;
        this.file = file;
        this.region = region;
        this.map = map;
    }

    /** Opens what the manifest describes; {@code verify} reads it whole and compares the checksums. */
    static Segment open(Disk disk, String directory, SegmentInfo info, boolean verify) throws IOException {
        String path = directory + "/" + info.fileName();
        if (!disk.exists(path)) {
            throw new StorageCorruptException(path, 0, "the manifest names it, but it is missing");
        }
        DiskFile file = disk.open(path);
        DiskFile.@Nullable MappedRegion region = null;
        try {
            long size = file.sizeBytes();
            if (size != info.fileBytes()) {
                throw new StorageCorruptException(
                        path,
                        Math.min(size, info.fileBytes()),
                        "it has " + size + " bytes, the manifest says " + info.fileBytes());
            }
            region = file.map(0, size);
            if (verify) {
                verifyPages(path, info, region.buffer());
            }
            return new Segment(disk, path, info, file, region, openMap(path, info, region.buffer()));
        } catch (IOException | RuntimeException | Error e) {
            if (region != null) {
                region.close();
            }
            file.close();
            throw e;
        }
    }

    private static void verifyPages(String path, SegmentInfo info, ByteBuffer bytes) throws IOException {
        int[] expected = info.pageChecksums();
        for (int page = 0; page < expected.length; page++) {
            int start = page * info.pageBytes();
            int actual = SinkVolume.checksumOf(bytes.slice(start, info.pageBytes()));
            if (actual != expected[page]) {
                throw new StorageCorruptException(
                        path,
                        start,
                        String.format(
                                "page of %d bytes has checksum %08x, the manifest says %08x",
                                info.pageBytes(), actual, expected[page]));
            }
        }
    }

    private static SortedTableMap<RecordKey, StoredRecord> openMap(String path, SegmentInfo info, ByteBuffer bytes)
            throws IOException {
        SortedTableMap<RecordKey, StoredRecord> map;
        try {
            map = SortedTableMap.open(
                    new MappedVolume(bytes), RecordKeySerializer.INSTANCE, StoredRecordSerializer.INSTANCE);
        } catch (RuntimeException | InternalError e) {
            throw new StorageCorruptException(path, 0, "its head makes no sense", e);
        }
        if (map.getSizeLong() != info.count() || map.getPageSize() != info.pageBytes()) {
            throw new StorageCorruptException(
                    path,
                    0,
                    "it has " + map.getSizeLong() + " records in pages of " + map.getPageSize()
                            + " bytes, the manifest says " + info.count() + " in " + info.pageBytes());
        }
        return map;
    }

    SegmentInfo info() {
        return info;
    }

    String path() {
        return path;
    }

    SortedTableMap<RecordKey, StoredRecord> map() {
        return map;
    }

    /** Becomes a holder unless the last one has left. */
    boolean tryAcquire() {
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    /** Leaves. What fails in cleaning up is logged: the next open deletes files that no manifest names. */
    void release() {
        if (holders.decrementAndGet() > 0) {
            return;
        }
        try {
            region.close();
            file.close();
            if (replaced) {
                disk.delete(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("segment {} is no longer used but could not be removed", path, e);
        }
    }

    /** The catalog leaves, and the file goes after its last reader: only once a manifest without it is durable. */
    void replace() {
        replaced = true;
        release();
    }

    /** Copies the file's bytes from {@code offset} on, as many as fit; returns their number. The caller is a holder. */
    int copy(long offset, ByteBuffer into) {
        int count = (int) Math.min(into.remaining(), info.fileBytes() - offset);
        into.put(region.buffer().slice((int) offset, count));
        return count;
    }

    /** One record, or null. The caller is a holder. */
    @Nullable
    KeyValue get(RecordKey key) throws IOException {
        StoredRecord stored;
        try {
            stored = map.get(key);
            return stored == null ? null : stored.toKeyValue(key);
        } catch (RuntimeException | InternalError e) {
            throw damaged(key, e);
        }
    }

    StorageCorruptException damaged(RecordKey near, Throwable cause) {
        int page = Math.max(0, pageOf(near));
        return new StorageCorruptException(
                path, (long) page * info.pageBytes(), "record " + near + " in this page cannot be read", cause);
    }

    /** The page whose keys surround {@code key}; only a hint, as what tells it may be damaged itself. */
    private int pageOf(RecordKey key) {
        try {
            ByteBuffer bytes = region.buffer();
            for (int page = info.pageChecksums().length - 1; page > 0; page--) {
                int start = page * info.pageBytes();
                int keys = start + bytes.getInt(start + Integer.BYTES) + 1;
                RecordKey first =
                        new RecordKey(bytes.get(keys), bytes.getLong(keys + 1), bytes.getInt(keys + 1 + Long.BYTES));
                if (first.compareTo(key) <= 0) {
                    return page;
                }
            }
        } catch (IndexOutOfBoundsException | InternalError e) {
            LOG.warn("segment {} cannot be searched for the page of {}", path, key, e);
        }
        return 0;
    }
}
