/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.model.Cause;
import io.kedge.model.KeyValue;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record as it lies in a segment. The checksum covers the key, the cause and the wire form, and moves unchanged from
 * segment to segment: a byte that went bad under a running store is found, and never blessed by a merge.
 */
record StoredRecord(int checksum, byte cause, byte[] wire) {

    static StoredRecord of(RecordKey key, KeyValue kv) {
        byte cause = (byte) kv.cause().code();
        return new StoredRecord(checksumOf(key, cause, kv.wire()), cause, kv.wire());
    }

    /** Throws IllegalArgumentException if the bytes are not those that were stored under {@code key}. */
    KeyValue toKeyValue(RecordKey key) {
        int actual = checksumOf(key, cause, wire);
        if (actual != checksum) {
            throw new IllegalArgumentException(
                    String.format("record checksum is %08x, stored was %08x", actual, checksum));
        }
        return KeyValue.parse(wire, Cause.ofCode(cause));
    }

    private static int checksumOf(RecordKey key, byte cause, byte[] wire) {
        ByteBuffer head = ByteBuffer.allocate(14);
        head.put((byte) key.space()).putLong(key.revision()).putInt(key.sub()).put(cause);
        CRC32C crc = new CRC32C();
        crc.update(head.array());
        crc.update(wire);
        return (int) crc.getValue();
    }
}
