/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An operating-system lock that keeps a second process off a data folder; the file holds the owner's process id. */
public final class DirectoryLock implements Closeable {

    /**
     * Locks of this JVM: closing any channel on a file drops the process's lock on it, so it must not be opened twice.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int OWNER_BYTES_MAX = 20;

    private final Path path;
    private final FileChannel channel;

    private DirectoryLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @param directory where the lock file {@code name} stands or is created */
    static DirectoryLock acquire(Path directory, String name) throws IOException {
        Path path = directory.toRealPath().resolve(name);
        if (!HELD.add(path)) {
            throw inUse(path, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return open(path);
        } catch (IOException | RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    private static DirectoryLock open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path, owner(channel));
            }
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
            return new DirectoryLock(path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(OWNER_BYTES_MAX);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    }

    private static IOException inUse(Path path, String pid) {
        String owner = pid.isEmpty() ? "another process" : "process " + pid;
        return new IOException(
                "the data directory " + path.getParent() + " is in use by " + owner + " (lock file " + path + ")");
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(path);
        }
    }
}
