/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The one file that says what is current, replaced as a whole. */
final class ManifestFile {

    private static final String NAME = "manifest";
    private static final String TEMPORARY_NAME = "manifest.tmp";
    private static final int BYTES_MAX = 1 << 30;

    private final Disk disk;
    private final String directory;

    ManifestFile(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    boolean exists() throws IOException {
        return disk.exists(path(NAME));
    }

    Manifest read() throws IOException {
        try (DiskFile file = disk.open(path(NAME))) {
            long size = file.sizeBytes();
            if (size > BYTES_MAX) {
                throw new StorageCorruptException(path(NAME), BYTES_MAX, "no manifest has " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            file.read(0, bytes);
            return ManifestCodec.decode(path(NAME), bytes.array());
        }
    }

    long sizeBytes() throws IOException {
        try (DiskFile file = disk.open(path(NAME))) {
            return file.sizeBytes();
        }
    }

    /** Durable on return, its size returned; after a failure either manifest may be found by the next open. */
    long write(Manifest manifest) throws IOException {
        byte[] bytes = ManifestCodec.encode(manifest);
        deleteTemporary();
        try (DiskFile file = disk.create(path(TEMPORARY_NAME))) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.force();
        }
        disk.rename(path(TEMPORARY_NAME), path(NAME));
        disk.forceDirectory(directory);
        return bytes.length;
    }

    void deleteTemporary() throws IOException {
        if (disk.exists(path(TEMPORARY_NAME))) {
            disk.delete(path(TEMPORARY_NAME));
        }
    }

    String path() {
        return path(NAME);
    }

    private String path(String name) {
        return directory + "/" + name;
    }
}
