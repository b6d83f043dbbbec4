/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;

/** The log holds bytes that no crash explains. Opening it must stop: cutting here could drop acknowledged entries. */
public final class WalCorruptException extends IOException {

    private static final long serialVersionUID = 1;

    private final String file;
    private final long offset;

    WalCorruptException(String file, long offset, String what) {
        super("corrupt log: " + file + " at offset " + offset + ": " + what);
        this.file = file;
        this.offset = offset;
    }

    /** The file's name on its disk. */
    public String file() {
        return file;
    }

    /** Where the batch or header starts that does not verify. */
    public long offset() {
        return offset;
    }
}
