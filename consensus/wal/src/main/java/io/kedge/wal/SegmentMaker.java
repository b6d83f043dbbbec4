/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes the segment after the current one ahead of need. Safe between the log's thread and one background thread. */
final class SegmentMaker {

    private static final int FILL_BYTES = 256 << 10;
    /** Forcing in steps keeps the write-back short that a force of the log beside it may have to wait for. */
    private static final int FORCE_EVERY_BYTES = 4 << 20;

    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(FILL_BYTES).asReadOnlyBuffer();

    private final Disk disk;
    private final String directory;
    private final byte[] metadata;
    private final WalOptions options;
    private long nextId;
    private volatile @Nullable Segment ready;
    private volatile boolean failing;

    SegmentMaker(Disk disk, String directory, byte[] metadata, WalOptions options, long nextId) {
        this.disk = disk;
        this.directory = directory;
        this.metadata = metadata;
        this.options = options;
        this.nextId = nextId;
    }

    /** Takes over a segment found at opening: finished, never written to, all zero. */
    synchronized void adopt(Segment unused) {
        ready = unused;
    }

    boolean isReady() {
        return ready != null;
    }

    /** The last attempt to make a segment ahead failed. */
    boolean isFailing() {
        return failing;
    }

    long readyBytes() {
        Segment segment = ready;
        return segment == null ? 0 : segment.sizeBytes();
    }

    /** Makes the next segment if there is none yet. */
    synchronized void prepare() throws IOException {
        if (ready != null) {
            return;
        }
        try {
            ready = make(options.segmentBytes());
        } catch (IOException e) {
            failing = true;
            options.listener().nextSegmentFailed(e);
            throw e;
        }
        failing = false;
        options.listener().nextSegmentReady();
    }

    /** The next segment, made here if nobody did, with room for a batch of {@code batchBytes}. */
    synchronized Segment take(long batchBytes) throws IOException {
        long needed = batchBytes + SegmentHeader.bytes(metadata.length);
        Segment segment = ready;
        if (segment != null && segment.sizeBytes() < needed) {
            segment.close();
            disk.delete(segment.name());
            segment = null;
        }
        ready = null;
        if (segment == null) {
            long sectors = (needed + BatchCodec.SECTOR_BYTES - 1) / BatchCodec.SECTOR_BYTES;
            segment = make(Math.max(options.segmentBytes(), sectors * BatchCodec.SECTOR_BYTES));
        }
        nextId = segment.id() + 1;
        return segment;
    }

    private Segment make(long sizeBytes) throws IOException {
        String name = Segment.name(directory, nextId);
        String unfinished = name + ".tmp";
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        DiskFile file = disk.create(unfinished);
        try {
            fillWithZeros(file, 0, sizeBytes);
            file.write(0, new SegmentHeader(nextId, sizeBytes, metadata).encode());
            file.force();
            disk.rename(unfinished, name);
            disk.forceDirectory(directory);
            return new Segment(nextId, name, sizeBytes, file);
        } catch (IOException | RuntimeException e) {
            abandon(file, unfinished, e);
            throw e;
        }
    }

    /** Gives the space back; what stays behind is deleted at the next attempt or opening. */
    private void abandon(DiskFile file, String unfinished, Exception cause) {
        try {
            file.close();
            if (disk.exists(unfinished)) {
                disk.delete(unfinished);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    static void fillWithZeros(DiskFile file, long from, long to) throws IOException {
        long unforced = 0;
        for (long at = from; at < to; ) {
            int bytes = (int) Math.min(FILL_BYTES, to - at);
            file.write(at, ZEROS.duplicate().limit(bytes));
            at += bytes;
            unforced += bytes;
            if (unforced >= FORCE_EVERY_BYTES) {
                file.force();
                unforced = 0;
            }
        }
    }

    synchronized void close() throws IOException {
        Segment segment = ready;
        ready = null;
        if (segment != null) {
            segment.close();
        }
    }
}
