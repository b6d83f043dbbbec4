/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What every {@link Disk} does, apart from durability. */
public abstract class DiskContract {

    protected abstract Disk disk() throws IOException;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(DiskFile file, long position, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        int count = file.read(position, target);
        assertThat(target.position()).isEqualTo(count);
        return new String(target.array(), 0, count, StandardCharsets.UTF_8);
    }

    @Test
    void readsWhatWasWrittenAtItsPosition() throws IOException {
        Disk disk = disk();
        disk.createDirectory("a/b");
        try (DiskFile file = disk.create("a/b/file")) {
            file.write(2, bytes("one"), bytes(""), ByteBuffer.allocateDirect(2), bytes("two"));
            file.force();
            assertThat(file.name()).isEqualTo("a/b/file");
            assertThat(file.sizeBytes()).isEqualTo(10);
            assertThat(read(file, 0, 10)).isEqualTo("\0\0one\0\0two");
            assertThat(read(file, 8, 100)).isEqualTo("wo");
            assertThat(read(file, 10, 5)).isEmpty();
            assertThat(read(file, 99, 5)).isEmpty();
            file.truncate(3);
            assertThat(read(file, 0, 10)).isEqualTo("\0\0o");
        }
        try (DiskFile file = disk.open("a/b/file")) {
            assertThat(file.sizeBytes()).isEqualTo(3);
        }
    }

    @Test
    void largeHeapBuffersAreReadAndWrittenWhole() throws IOException {
        byte[] large = new byte[1_000_003];
        large[999_999] = 7;
        try (DiskFile file = disk().create("large")) {
            file.write(5, ByteBuffer.wrap(large));
            ByteBuffer target = ByteBuffer.allocate(large.length);
            assertThat(file.read(5, target)).isEqualTo(large.length);
            assertThat(target.array()).isEqualTo(large);
        }
    }

    @Test
    void namesAreListedSortedAndWithoutDirectories() throws IOException {
        Disk disk = disk();
        disk.createDirectory("d/inner");
        disk.create("d/b").close();
        disk.create("d/a").close();
        assertThat(disk.list("d")).containsExactly("a", "b");
        assertThat(disk.list("missing")).isEmpty();
        disk.rename("d/b", "d/a");
        assertThat(disk.exists("d/b")).isFalse();
        assertThat(disk.list("d")).containsExactly("a");
        disk.delete("d/a");
        disk.forceDirectory("d");
        assertThat(disk.list("d")).isEmpty();
    }

    @Test
    void renameReplacesAndOpenFilesFollow() throws IOException {
        Disk disk = disk();
        disk.create("old").close();
        try (DiskFile file = disk.create("new")) {
            file.write(0, bytes("x"));
            disk.rename("new", "old");
            file.write(1, bytes("y"));
        }
        try (DiskFile file = disk.open("old")) {
            assertThat(read(file, 0, 9)).isEqualTo("xy");
        }
        assertThatThrownBy(() -> disk.rename("old", "other/old")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingAndExistingNamesAreErrors() throws IOException {
        Disk disk = disk();
        disk.create("there").close();
        assertThatThrownBy(() -> disk.create("there")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.create("no/directory")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.open("gone")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.delete("gone")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.rename("gone", "there")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.forceDirectory("gone")).isInstanceOf(IOException.class);
    }

    @Test
    void aMappedRegionShowsTheBytesUntilItIsClosed() throws IOException {
        try (DiskFile file = disk().create("mapped")) {
            file.write(0, bytes("0123456789"));
            DiskFile.MappedRegion region = file.map(2, 5);
            assertThat(StandardCharsets.UTF_8.decode(region.buffer()).toString())
                    .isEqualTo("23456");
            assertThat(region.buffer().isReadOnly()).isTrue();
            region.close();
            region.close();
            assertThatThrownBy(region::buffer).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> file.map(5, 6)).isInstanceOf(IOException.class);
        }
    }
}
