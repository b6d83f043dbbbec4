/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import io.kedge.disk.DiskFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One segment file of a log. Only the newest ones keep their file open. */
final class Segment {

    static final String SUFFIX = ".wal";
    static final String UNFINISHED_SUFFIX = ".wal.tmp";
    private static final int ID_DIGITS = 16;

    private final long id;
    private final String name;
    private final long sizeBytes;
    private @Nullable DiskFile file;
    /** No entry at or below which anything of this segment is still live has a higher index; 0 if none is. */
    private long lastLiveIndex;

    Segment(long id, String name, long sizeBytes, @Nullable DiskFile file) {
        this.id = id;
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.file = file;
    }

    static String name(String directory, long id) {
        return directory + "/" + String.format("%016x", id) + SUFFIX;
    }

    /** Whether {@code child} (a name without its directory) is a finished segment's. */
    static boolean isSegment(String child) {
        return child.length() == ID_DIGITS + SUFFIX.length()
                && child.endsWith(SUFFIX)
                && child.chars().limit(ID_DIGITS).allMatch(digit -> Character.digit(digit, 16) >= 0);
    }

    static long id(String name) {
        int start = name.lastIndexOf('/') + 1;
        return Long.parseLong(name.substring(start, start + ID_DIGITS), 16);
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    long lastLiveIndex() {
        return lastLiveIndex;
    }

    void dropLiveFrom(long index) {
        lastLiveIndex = Math.min(lastLiveIndex, index - 1);
    }

    void raiseLive(long index) {
        lastLiveIndex = Math.max(lastLiveIndex, index);
    }

    DiskFile file() {
        if (file == null) {
            throw new IllegalStateException(name + " is closed");
        }
        return file;
    }

    void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
