/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.util.Arrays;

/** One entry read back from the log; {@code type} and {@code payload} mean nothing to the log. */
public record WalEntry(long index, long term, byte type, byte[] payload) {

    @Override
    public boolean equals(Object other) {
        return other instanceof WalEntry that
                && index == that.index
                && term == that.term
                && type == that.type
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(index) * 31 + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "WalEntry[index=" + index + ", term=" + term + ", type=" + type + ", " + payload.length + " bytes]";
    }
}
