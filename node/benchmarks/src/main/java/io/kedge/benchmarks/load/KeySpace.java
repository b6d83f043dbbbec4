/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of a run and the values that belong to them: key {@code i} is the letter k and {@code i} in decimal, filled
 * with zeros; its value begins with the key, so that a reply can be judged without remembering what was written.
 */
public record KeySpace(int count, int keyBytes, int valueBytes) {

    public KeySpace {
        if (count < 1 || keyBytes < 2 || valueBytes < 0) {
            throw new IllegalArgumentException("at least 1 key, keys of at least 2 bytes, values of at least 0 bytes");
        }
        if (String.valueOf(count - 1).length() > keyBytes - 1) {
            throw new IllegalArgumentException(count + " keys do not fit keys of " + keyBytes + " bytes");
        }
    }

    public byte[] key(int index) {
        String digits = String.valueOf(index);
        return ("k" + "0".repeat(keyBytes - 1 - digits.length()) + digits).getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] value(int index) {
        byte[] value = Arrays.copyOf(key(index), valueBytes);
        if (valueBytes > keyBytes) {
            Arrays.fill(value, keyBytes, valueBytes, (byte) 'v');
        }
        return value;
    }

    /** How many digits at a key's end differ between keys. */
    int varyingDigits() {
        return String.valueOf(count - 1).length();
    }
}
