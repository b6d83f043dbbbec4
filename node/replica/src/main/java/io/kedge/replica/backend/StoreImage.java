/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A durable state of a store, held for as long as this is open: its files neither change nor go, whatever is flushed or
 * merged meanwhile. What a peer, a backup or an export is made of. Safe for any one thread that may block.
 */
public interface StoreImage extends Closeable {

    /**
     * One immutable file.
     *
     * @param name unique in the image
     */
    record File(String name, long sizeBytes) {}

    StoreState state();

    /** What {@link Backend#receive} of the same kind of store begins with. */
    byte[] manifest();

    /** In the order in which they are to be sent. */
    List<File> files();

    /** Fills {@code into} with the file's bytes from {@code offset} on, as many as there are; returns their number. */
    int read(File file, long offset, ByteBuffer into) throws IOException;

    /** Lets go of the files. */
    @Override
    void close();
}
