/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system as a disk, and its lock. */
final class FileDiskTest extends DiskContract {

    @TempDir
    Path folder;

    @Override
    protected FileDisk disk() throws IOException {
        return new FileDisk(folder.resolve("deep/root"));
    }

    @Test
    void namesCannotLeaveTheRoot() throws IOException {
        FileDisk disk = disk();
        assertThatThrownBy(() -> disk.create("../outside")).isInstanceOf(IllegalArgumentException.class);
        assertThat(disk.root()).isDirectory();
    }

    @Test
    void theLockIsHeldOnceAndCanBeTakenAgainAfterClosing() throws IOException {
        FileDisk disk = disk();
        String self = Long.toString(ProcessHandle.current().pid());
        try (DirectoryLock lock = disk.lock("LOCK")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> new FileDisk(disk.root()).lock("LOCK"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by process " + self)
                    .hasMessageContaining(disk.root().toRealPath().toString());
            assertThat(lockFromAnotherProcess(disk.root())).contains("in use by process " + self);
        }
        disk.lock("LOCK").close();
        assertThat(lockFromAnotherProcess(disk.root())).contains("locked");
    }

    private static String lockFromAnotherProcess(Path root) throws IOException {
        Path output = Files.createTempFile(root, "output", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockMain.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return Files.readString(output);
    }

    /** Takes the lock in a process of its own and says how that went. */
    static final class LockMain {
        public static void main(String[] arguments) throws IOException {
            try (DirectoryLock lock = new FileDisk(Path.of(arguments[0])).lock("LOCK")) {
                System.out.println("locked " + (lock != null));
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
