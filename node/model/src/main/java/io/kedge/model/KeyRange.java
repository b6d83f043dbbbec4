/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A half-open range of keys, the one range type everywhere. {@code end} is null when the range is unbounded above; a
 * single key k is the range [k, k + "\0").
 *
 * @param start inclusive
 * @param end exclusive, or null for no upper bound
 * @param single whether the range was asked for as one key
 */
public record KeyRange(Key start, @Nullable Key end, boolean single) {

    private static final byte[] ZERO = {0};

    public static KeyRange single(Key key) {
        return new KeyRange(key, key.concat(ZERO), true);
    }

    public static KeyRange prefix(Key prefix) {
        byte[] end = prefix.bytes().clone();
        for (int i = end.length - 1; i >= 0; i--) {
            if (end[i] != (byte) 0xff) {
                end[i]++;
                return new KeyRange(prefix, Key.of(Arrays.copyOf(end, i + 1)), false);
            }
        }
        return new KeyRange(prefix, null, false);
    }

    /** A range in etcd's spelling: no end is one key, an end of one zero byte is unbounded. */
    public static KeyRange of(byte[] key, byte[] rangeEnd) {
        if (rangeEnd.length == 0) {
            return single(Key.of(key));
        }
        return new KeyRange(Key.of(key), isZero(rangeEnd) ? null : Key.of(rangeEnd), false);
    }

    private static boolean isZero(byte[] bytes) {
        return bytes.length == 1 && bytes[0] == 0;
    }

    /** Whether no key can be inside: the end is at or below the start. */
    public boolean isEmpty() {
        return end != null && end.compareTo(start) <= 0;
    }

    public boolean contains(Key key) {
        return single ? key.equals(start) : key.compareTo(start) >= 0 && (end == null || key.compareTo(end) < 0);
    }

    public boolean overlaps(KeyRange other) {
        return !isEmpty()
                && !other.isEmpty()
                && (end == null || other.start.compareTo(end) < 0)
                && (other.end == null || start.compareTo(other.end) < 0);
    }

    /** The end in etcd's spelling: empty for one key, one zero byte for no upper bound. */
    public byte[] endBytes() {
        if (single) {
            return new byte[0];
        }
        return end == null ? ZERO.clone() : end.bytes();
    }
}
