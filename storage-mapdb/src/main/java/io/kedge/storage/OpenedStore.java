/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an open finds: the manifest and the segments it names. */
record OpenedStore(Manifest manifest, Catalog catalog, long manifestBytes) {

    static OpenedStore open(Disk disk, String directory, ManifestFile file, boolean verify) throws IOException {
        disk.createDirectory(directory);
        if (!file.exists()) {
            create(disk, directory, file);
        }
        Manifest manifest = file.read();
        List<Segment> segments = new ArrayList<>();
        try {
            for (SegmentInfo info : manifest.segments()) {
                segments.add(Segment.open(disk, directory, info, verify));
            }
            Catalog catalog = new Catalog(segments);
            removeLeftovers(disk, directory, file, manifest);
            return new OpenedStore(manifest, catalog, file.sizeBytes());
        } catch (IllegalArgumentException e) {
            segments.forEach(Segment::release);
            throw new StorageCorruptException(file.path(), 0, "it names segments that overlap", e);
        } catch (IOException | RuntimeException | Error e) {
            segments.forEach(Segment::release);
            throw e;
        }
    }

    /** An empty manifest is durable before the first segment is begun: segments without one mean that it was lost. */
    private static void create(Disk disk, String directory, ManifestFile file) throws IOException {
        for (String name : disk.list(directory)) {
            if (SegmentInfo.isSegmentFile(name)) {
                throw new StorageCorruptException(file.path(), 0, "it is missing, but there is " + name);
            }
        }
        file.write(Manifest.EMPTY);
    }

    /** Deletes what a crash left half written or replaced; other files are not ours. */
    private static void removeLeftovers(Disk disk, String directory, ManifestFile file, Manifest manifest)
            throws IOException {
        Set<String> current = new HashSet<>();
        manifest.segments().forEach(info -> current.add(info.fileName()));
        for (String name : disk.list(directory)) {
            if (SegmentInfo.isSegmentFile(name) && !current.contains(name)) {
                disk.delete(directory + "/" + name);
            }
        }
        file.deleteTemporary();
    }
}
