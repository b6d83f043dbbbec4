/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;

/** Turns what stands on it into something broken: says yes to some forces without doing them. For proofs of proofs. */
public final class ForgetfulDisk implements Disk {

    private final Disk disk;
    private final Predicate<String> forgetsFile;
    private final Predicate<String> forgetsDirectory;

    /** The predicates are asked with the name at each force. */
    public ForgetfulDisk(Disk disk, Predicate<String> forgetsFile, Predicate<String> forgetsDirectory) {
        this.disk = disk;
        this.forgetsFile = forgetsFile;
        this.forgetsDirectory = forgetsDirectory;
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new ForgetfulFile(disk.create(name));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new ForgetfulFile(disk.open(name));
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectory(String directory) throws IOException {
        disk.createDirectory(directory);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        if (!forgetsDirectory.test(directory)) {
            disk.forceDirectory(directory);
        }
    }

    /** Forgets files and directories by one rule. */
    public static ForgetfulDisk of(Disk disk, Predicate<String> forgets) {
        return new ForgetfulDisk(disk, forgets, forgets);
    }

    private final class ForgetfulFile implements DiskFile {

        private final DiskFile file;

        ForgetfulFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long sizeBytes() throws IOException {
            return file.sizeBytes();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer... sources) throws IOException {
            file.write(position, sources);
        }

        @Override
        public void force() throws IOException {
            if (!forgetsFile.test(file.name())) {
                file.force();
            }
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            file.truncate(sizeBytes);
        }

        @Override
        public MappedRegion map(long position, long lengthBytes) throws IOException {
            return file.map(position, lengthBytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
