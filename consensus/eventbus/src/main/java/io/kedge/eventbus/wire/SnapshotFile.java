/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import java.util.regex.Pattern;

/**
 * One immutable file of a snapshot.
 *
 * @param name plain file name: letters, digits, {@code . _ -}; starts with a letter or digit; never a path
 * @param crc32c checksum of the whole file
 */
public record SnapshotFile(String name, long lengthBytes, int crc32c) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public SnapshotFile {
        if (!NAME.matcher(name).matches() || lengthBytes < 0) {
            throw new IllegalArgumentException("no plain file: '" + name + "' of " + lengthBytes + " bytes");
        }
    }
}
