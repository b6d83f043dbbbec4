/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A key: any bytes, ordered as unsigned bytes. The array is shared, never copied and never changed after construction.
 */
public final class Key implements Comparable<Key> {

    private final byte[] bytes;

    private Key(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps {@code bytes}, which the caller gives away. */
    public static Key of(byte[] bytes) {
        return new Key(bytes);
    }

    public static Key utf8(String text) {
        return new Key(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The shared backing array; read only. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    public boolean startsWith(Key prefix) {
        int n = prefix.bytes.length;
        return bytes.length >= n && Arrays.equals(bytes, 0, n, prefix.bytes, 0, n);
    }

    /** This key's bytes followed by those of {@code suffix}. */
    public Key concat(byte[] suffix) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + suffix.length);
        System.arraycopy(suffix, 0, joined, bytes.length, suffix.length);
        return new Key(joined);
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For logs: UTF-8 with unprintable bytes escaped. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return text.toString();
    }
}
