/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment after the other through one buffer of 1 MiB, which grows only to hold a larger batch whole. Cheap
 * as long as the positions asked for ascend. Not safe for concurrent use.
 */
final class SegmentWindow {

    private static final int WINDOW_BYTES = 1 << 20;

    private ByteBuffer window = ByteBuffer.allocate(0);
    private @Nullable Segment segment;
    private int sizeBytes;
    /** Where the first byte of the window stands in the segment. */
    private int start;

    /** Turns to another segment. */
    void open(Segment next) throws WalCorruptException {
        if (next.sizeBytes() > Integer.MAX_VALUE - 8) {
            throw new WalCorruptException(next.name(), 0, "too large: " + next.sizeBytes() + " bytes");
        }
        segment = next;
        sizeBytes = (int) next.sizeBytes();
        start = 0;
        window.limit(0);
    }

    /** Of the segment. */
    int sizeBytes() {
        return sizeBytes;
    }

    /** The segment's bytes from {@code from} on, at the result's index 0. Read only, valid until the next call. */
    ByteBuffer bytes(int from, int length) throws IOException {
        load(from, length);
        return window.slice(from - start, length);
    }

    long getLong(int at) throws IOException {
        load(at, Long.BYTES);
        return window.getLong(at - start);
    }

    private void load(int from, int length) throws IOException {
        if (from >= start && from + length <= start + window.limit()) {
            return;
        }
        Segment current = Objects.requireNonNull(segment, "no segment is open");
        int bytes = Math.min(Math.max(length, WINDOW_BYTES), sizeBytes - from);
        if (length > bytes) {
            throw new IllegalArgumentException(from + " + " + length + " of " + sizeBytes);
        }
        if (window.capacity() < bytes) {
            window = ByteBuffer.allocate(bytes);
        }
        start = from;
        window.clear().limit(bytes);
        if (current.file().read(from, window) != bytes) {
            throw new IOException(current.name() + ": shorter than its length of " + sizeBytes);
        }
        window.flip();
    }

    /** Whether any of the parts, into which sector boundaries cut the range, is all zero; in steps of 8 bytes. */
    boolean anySectorZero(int from, int to) throws IOException {
        long bits = 1;
        for (int at = from; at < to; at += Long.BYTES) {
            if (at == from || at % BatchCodec.SECTOR_BYTES == 0) {
                if (bits == 0) {
                    return true;
                }
                bits = 0;
            }
            bits |= getLong(at);
        }
        return bits == 0;
    }

    /** The end of the last 8-byte word from {@code from} on that is not zero, or {@code from}. */
    int lastNonZeroEnd(int from) throws IOException {
        int end = from;
        for (int at = from; at < sizeBytes; at += Long.BYTES) {
            if (getLong(at) != 0) {
                end = at + Long.BYTES;
            }
        }
        return end;
    }
}
