/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import java.io.IOException;

/** Stored bytes are not what was written. The store is not to be used; nothing was skipped or repaired. */
public final class StorageCorruptException extends IOException {

    private static final long serialVersionUID = 1;

    private final String file;
    private final long offset;

    StorageCorruptException(String file, long offset, String what) {
        super(file + " is corrupt at offset " + offset + ": " + what);
        this.file = file;
        this.offset = offset;
    }

    StorageCorruptException(String file, long offset, String what, Throwable cause) {
        this(file, offset, what);
        initCause(cause);
    }

    /** The damaged file's name on its disk. */
    public String file() {
        return file;
    }

    /** Where in the file the damage begins, as closely as the checksums tell: a page, or the whole of a manifest. */
    public long offset() {
        return offset;
    }
}
