/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreIntake;
import io.kedge.replica.backend.StoreState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Another member's segments, arriving under temporary names and numbers of this store. */
final class MapDbIntake implements StoreIntake {

    private static final class Arriving {
        final SegmentInfo info;
        final DiskFile file;
        long bytes;
        long unforcedBytes;

        Arriving(SegmentInfo info, DiskFile file) {
            this.info = info;
            this.file = file;
        }
    }

    private final MapDbBackend owner;
    private final Disk disk;
    private final String directory;
    private final long forceStepBytes;
    private final Manifest manifest;
    private final Map<StoreImage.File, Arriving> arriving = new LinkedHashMap<>();
    private boolean installed;

    /** {@code manifest} names the segments by numbers that this store has set aside. */
    MapDbIntake(MapDbBackend owner, Disk disk, String directory, long forceStepBytes, Manifest manifest)
            throws IOException {
        this.owner = owner;
        this.disk = disk;
        this.directory = directory;
        this.forceStepBytes = forceStepBytes;
        this.manifest = manifest;
        for (SegmentInfo info : manifest.segments()) {
            DiskFile file = disk.create(directory + "/" + SegmentInfo.temporaryName(info.number()));
            arriving.put(new StoreImage.File(info.fileName(), info.fileBytes()), new Arriving(info, file));
        }
    }

    @Override
    public StoreState state() {
        return manifest.state();
    }

    @Override
    public List<StoreImage.File> files() {
        return List.copyOf(arriving.keySet());
    }

    @Override
    public void write(StoreImage.File file, ByteBuffer bytes) throws IOException {
        Arriving target = arriving.get(file);
        if (target == null || bytes.remaining() > file.sizeBytes() - target.bytes) {
            throw new IOException("bytes that the image does not have, of " + file);
        }
        int count = bytes.remaining();
        target.file.write(target.bytes, bytes);
        target.bytes += count;
        target.unforcedBytes += count;
        // In steps, so that the last force does not hold up the log's for long.
        if (target.unforcedBytes >= forceStepBytes) {
            target.file.force();
            target.unforcedBytes = 0;
        }
    }

    @Override
    public Backend install() throws IOException {
        for (Arriving one : arriving.values()) {
            if (one.bytes != one.info.fileBytes()) {
                throw new IOException(one.bytes + " of " + one.info.fileBytes() + " bytes of " + one.info.fileName()
                        + " have arrived");
            }
            one.file.force();
        }
        List<Segment> segments = new ArrayList<>();
        try {
            for (Arriving one : arriving.values()) {
                disk.rename(
                        directory + "/" + SegmentInfo.temporaryName(one.info.number()),
                        directory + "/" + one.info.fileName());
                segments.add(Segment.open(disk, directory, one.info, true));
            }
            disk.forceDirectory(directory);
            Backend next = owner.replaceBy(manifest, segments);
            installed = true;
            return next;
        } catch (IOException | RuntimeException | Error e) {
            segments.forEach(Segment::release);
            throw e;
        } finally {
            closeFiles();
        }
    }

    private void closeFiles() throws IOException {
        for (Arriving one : arriving.values()) {
            one.file.close();
        }
    }

    /** What cannot be deleted now goes at the next open. */
    @Override
    public void close() {
        if (installed) {
            return;
        }
        for (Arriving one : arriving.values()) {
            try {
                one.file.close();
                for (String name : List.of(SegmentInfo.temporaryName(one.info.number()), one.info.fileName())) {
                    if (disk.exists(directory + "/" + name)) {
                        disk.delete(directory + "/" + name);
                    }
                }
            } catch (IOException e) {
                MapDbBackend.LOG.warn("an image that was given up could not be removed", e);
            }
        }
    }
}
