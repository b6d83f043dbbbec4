/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An image on its way in. Until {@link #install} nothing of it is part of the store, and after a crash nothing is left
 * of it. Begun, installed and closed on the storage thread; bytes are written by any one thread that may block.
 */
public interface StoreIntake extends Closeable {

    /** The state that the image brings, {@link StoreState#installedIndex} set. */
    StoreState state();

    /** What is expected, in the order of {@link StoreImage#files}; the names are of this store. */
    List<StoreImage.File> files();

    /** Takes the next bytes of a file; they arrive in order of their offsets. */
    void write(StoreImage.File file, ByteBuffer bytes) throws IOException;

    /**
     * Checks that everything has arrived as the sender stored it, forces the files, then makes them current by one
     * atomic replacement of the manifest: a crash leaves the old state or the new one. Returns the store to go on with.
     * The backend that this intake came from answers reads of the old state until it is closed and takes no more
     * writes; closing it deletes the old files.
     *
     * @throws IOException if something is missing or damaged: then nothing was replaced and the old backend goes on,
     *     unless it says of itself that it is broken
     */
    Backend install() throws IOException;

    /** Forgets what has arrived unless it is installed. */
    @Override
    void close();
}
