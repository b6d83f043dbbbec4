/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.Arrays;

/**
 * A set of keys as the wire says it: {@code end} empty means the one key {@code start}; {@code end} = one zero byte
 * means every key from {@code start} on; else {@code start <= key < end} by unsigned bytes.
 */
public record KeyRange(Bytes start, Bytes end) {

    private static final Bytes ZERO = Bytes.of(new byte[1]);

    /** Exactly one key. */
    public static KeyRange single(Bytes key) {
        return new KeyRange(key, Bytes.EMPTY);
    }

    /** Exactly one key. */
    public static KeyRange single(String key) {
        return single(Bytes.of(key));
    }

    /** Every key that starts with {@code prefix}; an empty prefix means every key. */
    public static KeyRange prefix(Bytes prefix) {
        return prefix.isEmpty() ? all() : new KeyRange(prefix, prefixEnd(prefix));
    }

    /** Every key that starts with {@code prefix}; an empty prefix means every key. */
    public static KeyRange prefix(String prefix) {
        return prefix(Bytes.of(prefix));
    }

    /** Every key that is {@code start} or comes after it. */
    public static KeyRange from(Bytes start) {
        return start.isEmpty() ? all() : new KeyRange(start, ZERO);
    }

    /** Every key that is {@code start} or comes after it. */
    public static KeyRange from(String start) {
        return from(Bytes.of(start));
    }

    /** The keys from {@code start} (included) to {@code end} (left out). */
    public static KeyRange between(Bytes start, Bytes end) {
        return new KeyRange(start, end);
    }

    /** Every key. */
    public static KeyRange all() {
        return new KeyRange(ZERO, ZERO);
    }

    /**
     * The smallest key after all keys with this prefix: the last byte below 0xff plus one; only 0xff bytes have no such
     * key.
     */
    private static Bytes prefixEnd(Bytes prefix) {
        byte[] end = prefix.toByteArray();
        for (int i = end.length - 1; i >= 0; i--) {
            if (end[i] != (byte) 0xff) {
                end[i]++;
                return Bytes.of(Arrays.copyOf(end, i + 1));
            }
        }
        return ZERO;
    }
}
