/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file of a {@link Disk}. Not safe for concurrent writers; positional reads may run beside each other. */
public interface DiskFile extends Closeable {

    String name();

    long sizeBytes() throws IOException;

    /** Reads until {@code target} is full or the file ends; returns the bytes read, 0 at or past the end. */
    int read(long position, ByteBuffer target) throws IOException;

    /**
     * Writes all of {@code sources} contiguously at {@code position}, growing the file as needed. Not durable by
     * itself.
     */
    void write(long position, ByteBuffer... sources) throws IOException;

    /** Makes all earlier writes and the file's length durable. */
    void force() throws IOException;

    void truncate(long sizeBytes) throws IOException;

    /** A read-only view of the bytes; files are never truncated while mapped. Valid until the region is closed. */
    MappedRegion map(long position, long lengthBytes) throws IOException;

    /** A mapped part of a file; the holder closes it after its last reader is done. */
    interface MappedRegion extends AutoCloseable {

        ByteBuffer buffer();

        @Override
        void close();
    }
}
