/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@link Disk} on a folder of the file system. Threads that use it must never be interrupted: an interrupt closes the
 * channel under every other user. Works where a folder can be opened and forced (Linux, macOS, BSD).
 */
public final class FileDisk implements Disk {

    private final Path root;

    /** Creates the root folder and its parents if missing, durably. */
    public FileDisk(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        createDurably(this.root);
    }

    public Path root() {
        return root;
    }

    /**
     * Takes the lock file {@code name} in the root for this process until the returned lock is closed or the process
     * ends.
     *
     * @throws IOException naming the folder and, when known, the process that holds it
     */
    public DirectoryLock lock(String name) throws IOException {
        return DirectoryLock.acquire(root, name);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private DiskFile open(String name, StandardOpenOption... options) throws IOException {
        return new ChannelFile(name, FileChannel.open(resolve(name), options));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(resolve(name));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path path = resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(path)) {
            return children.filter(Files::isRegularFile)
                    .map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void createDirectory(String directory) throws IOException {
        createDurably(resolve(directory));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path source = resolve(from);
        Path target = resolve(to);
        if (!target.equals(source.resolveSibling(target.getFileName()))) {
            throw new IllegalArgumentException("rename across directories: " + from + " to " + to);
        }
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(resolve(name));
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        force(resolve(directory));
    }

    private Path resolve(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("name leaves the disk's root: " + name);
        }
        return path;
    }

    private static void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDurably(parent);
        }
        Files.createDirectories(directory);
        if (parent != null) {
            force(parent);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
