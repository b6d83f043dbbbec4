/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a file, copied on the first change after they were shared. */
final class Content {

    private byte[] bytes;
    private int size;
    private boolean shared;

    Content(byte[] bytes, int size, boolean shared) {
        this.bytes = bytes;
        this.size = size;
        this.shared = shared;
    }

    static Content empty() {
        return new Content(new byte[0], 0, false);
    }

    /** Another content with equal bytes; neither sees the other's changes. */
    Content share() {
        shared = true;
        return new Content(bytes, size, true);
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The bytes themselves, valid up to {@link #size()}; not to be changed. */
    byte[] raw() {
        return bytes;
    }

    /** @param data null for zeros */
    void write(int position, byte @Nullable [] data, int from, int length) {
        int end = position + length;
        own(Math.max(end, size));
        size = Math.max(size, end);
        if (data == null) {
            Arrays.fill(bytes, position, end, (byte) 0);
        } else {
            System.arraycopy(data, from, bytes, position, length);
        }
    }

    /** Cuts the file, or lengthens it with zeros. */
    void setSize(int newSize) {
        if (newSize == size) {
            return;
        }
        own(Math.max(size, newSize));
        if (newSize < size) {
            Arrays.fill(bytes, newSize, size, (byte) 0);
        }
        size = newSize;
    }

    /** Invariant: bytes of the array beyond {@code size} are zero. */
    private void own(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(capacity, capacity > size ? size + size / 2 : 0));
            shared = false;
        } else if (shared) {
            bytes = bytes.clone();
            shared = false;
        }
    }
}
