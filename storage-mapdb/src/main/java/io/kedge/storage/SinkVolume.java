/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.DiskFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/**
 * What MapDB's sink writes a segment into: whole pages, in order, straight to a disk file. The first page is held back
 * until {@link #sync}, because its head is filled in last; the file is forced in steps. I/O errors leave as
 * UncheckedIOException.
 */
final class SinkVolume extends Volume {

    private final DiskFile file;
    private final int pageBytes;
    private final long forceStepBytes;
    private byte[] firstPage = new byte[0];
    private int[] checksums = new int[16];
    private int pages;
    private long unforcedBytes;

    SinkVolume(DiskFile file, int pageBytes, long forceStepBytes) {
        this.file = file;
        this.pageBytes = pageBytes;
        this.forceStepBytes = forceStepBytes;
    }

    /** CRC32C of each page; complete after {@link #sync}. */
    int[] checksums() {
        return Arrays.copyOf(checksums, pages);
    }

    @Override
    public void putData(long offset, byte[] source, int start, int length) {
        if (offset != (long) pages * pageBytes || length != pageBytes || start != 0) {
            throw new IllegalStateException("page written at " + offset + ", expected " + (long) pages * pageBytes);
        }
        if (pages == 0) {
            firstPage = Arrays.copyOf(source, length);
        } else {
            write(offset, source);
        }
        if (pages == checksums.length) {
            checksums = Arrays.copyOf(checksums, pages * 2);
        }
        checksums[pages++] = checksumOf(ByteBuffer.wrap(source));
    }

    @Override
    public void putLong(long offset, long value) {
        ByteBuffer.wrap(firstPage).putLong(Math.toIntExact(offset), value);
    }

    @Override
    public void sync() {
        checksums[0] = checksumOf(ByteBuffer.wrap(firstPage));
        write(0, firstPage);
        force();
    }

    private void write(long offset, byte[] page) {
        try {
            file.write(offset, ByteBuffer.wrap(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unforcedBytes += page.length;
        if (unforcedBytes >= forceStepBytes) {
            force();
        }
    }

    private void force() {
        try {
            file.force();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unforcedBytes = 0;
    }

    static int checksumOf(ByteBuffer page) {
        CRC32C crc = new CRC32C();
        crc.update(page);
        return (int) crc.getValue();
    }

    private ByteBuffer read(long offset, int length) {
        ByteBuffer target = ByteBuffer.allocate(length);
        try {
            file.read(offset, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.flip();
    }

    @Override
    public long getLong(long offset) {
        return read(offset, Long.BYTES).getLong();
    }

    @Override
    public int getInt(long offset) {
        return read(offset, Integer.BYTES).getInt();
    }

    @Override
    public byte getByte(long offset) {
        return read(offset, 1).get();
    }

    @Override
    public DataInput2 getDataInput(long offset, int size) {
        return new DataInput2.ByteArray(read(offset, size).array());
    }

    @Override
    public void getData(long offset, byte[] target, int start, int length) {
        read(offset, length).get(target, start, length);
    }

    @Override
    public void ensureAvailable(long offset) {}

    @Override
    public void truncate(long size) {
        throw unused();
    }

    @Override
    public void putInt(long offset, int value) {
        throw unused();
    }

    @Override
    public void putByte(long offset, byte value) {
        throw unused();
    }

    @Override
    public void putData(long offset, ByteBuffer source) {
        throw unused();
    }

    @Override
    public void clear(long start, long end) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("not needed to write a segment");
    }

    @Override
    public void close() {
        closed.set(true);
    }

    @Override
    public int sliceSize() {
        return -1;
    }

    @Override
    public boolean isSliced() {
        return false;
    }

    @Override
    public long length() {
        return (long) pages * pageBytes;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    @SuppressWarnings("NullAway") // MapDB's volumes without a file of their own answer null.
    public File getFile() {
        return null;
    }

    @Override
    public boolean getFileLocked() {
        return false;
    }
}
