/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import java.io.File;
import java.nio.ByteBuffer;
import org.mapdb.volume.ByteBufferVolSingle;

/** A mapped segment file as MapDB reads it; safe for any number of threads, as every access names its position. */
final class MappedVolume extends ByteBufferVolSingle {

    MappedVolume(ByteBuffer mapped) {
        super(true, mapped.remaining(), false);
        this.buffer = mapped;
    }

    @Override
    public void truncate(long size) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public void close() {
        closed.set(true);
    }

    @Override
    public void sync() {}

    @Override
    public long length() {
        return maxSize;
    }

    @Override
    public boolean isReadOnly() {
        return true;
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
