/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A disk that breaks when it is told to: from then on no write, force or change of names is done, but for the first,
 * of which nobody can say whether it was done.
 */
final class FaultyDisk implements Disk {

    private static final int NEVER = -1;

    private final Disk disk;
    private final SplittableRandom random;
    private int deedsLeft = NEVER;
    private boolean broken;

    FaultyDisk(Disk disk, SplittableRandom random) {
        this.disk = disk;
        this.random = random;
    }

    /** Breaks after so many more deeds. */
    void breakAfter(int deeds) {
        deedsLeft = deeds;
    }

    boolean isBroken() {
        return broken;
    }

    private interface Deed {
        void run() throws IOException;
    }

    private void run(String what, Deed deed) throws IOException {
        if (broken) {
            throw new IOException("the disk is broken: " + what);
        }
        if (deedsLeft == 0) {
            broken = true;
            if (random.nextBoolean()) {
                deed.run();
            }
            throw new IOException("the disk breaks: " + what);
        }
        deed.run();
        if (deedsLeft > 0) {
            deedsLeft--;
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        if (broken) {
            throw new IOException("the disk is broken: create " + name);
        }
        return new FaultyFile(disk.create(name));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new FaultyFile(disk.open(name));
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
        run("rename " + from, () -> disk.rename(from, to));
    }

    @Override
    public void delete(String name) throws IOException {
        run("delete " + name, () -> disk.delete(name));
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        run("force " + directory, () -> disk.forceDirectory(directory));
    }

    private final class FaultyFile implements DiskFile {
        private final DiskFile file;

        FaultyFile(DiskFile file) {
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
            run("write " + name(), () -> file.write(position, sources));
        }

        @Override
        public void force() throws IOException {
            run("force " + name(), file::force);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            run("truncate " + name(), () -> file.truncate(sizeBytes));
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
