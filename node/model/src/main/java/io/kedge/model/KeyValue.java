/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One version of one key: bytes laid out as mvccpb.KeyValue, which replies splice as they are, with the numbers decoded
 * beside them. A tombstone has version 0 and holds only the key and the revision of the delete. Immutable; shared by
 * all threads.
 */
public final class KeyValue {

    private static final int FIELD_KEY = 1;
    private static final int FIELD_CREATE_REVISION = 2;
    private static final int FIELD_MOD_REVISION = 3;
    private static final int FIELD_VERSION = 4;
    private static final int FIELD_VALUE = 5;
    private static final int FIELD_LEASE = 6;

    private final byte[] wire;
    private final Key key;
    private final long createRevision;
    private final long modRevision;
    private final long version;
    private final long lease;
    private final int valueFieldOffset;
    private final int valueOffset;
    private final int valueLength;
    private final Cause cause;

    private KeyValue(
            byte[] wire,
            Key key,
            long createRevision,
            long modRevision,
            long version,
            long lease,
            int valueFieldOffset,
            int valueOffset,
            int valueLength,
            Cause cause) {
        this.wire = wire;
        this.key = key;
        this.createRevision = createRevision;
        this.modRevision = modRevision;
        this.version = version;
        this.lease = lease;
        this.valueFieldOffset = valueFieldOffset;
        this.valueOffset = valueOffset;
        this.valueLength = valueLength;
        this.cause = cause;
    }

    public static KeyValue put(
            Key key, byte[] value, long createRevision, long modRevision, long version, long lease, Cause cause) {
        int keySize = WireWriter.sizeOfBytesField(key.length());
        int valueSize = value.length == 0 ? 0 : WireWriter.sizeOfBytesField(value.length);
        int size = keySize
                + WireWriter.sizeOfVarintField(createRevision)
                + WireWriter.sizeOfVarintField(modRevision)
                + WireWriter.sizeOfVarintField(version)
                + valueSize
                + WireWriter.sizeOfVarintField(lease);
        WireWriter out = new WireWriter(size);
        out.bytesField(FIELD_KEY, key.bytes());
        out.varintField(FIELD_CREATE_REVISION, createRevision);
        out.varintField(FIELD_MOD_REVISION, modRevision);
        out.varintField(FIELD_VERSION, version);
        int valueField = out.position();
        if (value.length > 0) {
            out.bytesField(FIELD_VALUE, value);
        }
        int valueOffset = out.position() - value.length;
        out.varintField(FIELD_LEASE, lease);
        return new KeyValue(
                out.toBytes(),
                key,
                createRevision,
                modRevision,
                version,
                lease,
                valueField,
                valueOffset,
                value.length,
                cause);
    }

    public static KeyValue tombstone(Key key, long modRevision, Cause cause) {
        WireWriter out =
                new WireWriter(WireWriter.sizeOfBytesField(key.length()) + WireWriter.sizeOfVarintField(modRevision));
        out.bytesField(FIELD_KEY, key.bytes());
        out.varintField(FIELD_MOD_REVISION, modRevision);
        int end = out.position();
        return new KeyValue(out.toBytes(), key, 0, modRevision, 0, 0, end, end, 0, cause);
    }

    /** Reads a stored record; throws IllegalArgumentException if the bytes are not a key value. */
    public static KeyValue parse(byte[] wire, Cause cause) {
        WireReader in = new WireReader(wire);
        Key key = Key.of(new byte[0]);
        long[] numbers = new long[FIELD_LEASE + 1];
        int valueField = -1;
        int valueOffset = 0;
        int valueLength = 0;
        while (in.hasMore()) {
            int fieldStart = in.position();
            int field = in.nextField();
            switch (field) {
                case FIELD_KEY -> key = Key.of(in.bytes());
                case FIELD_VALUE -> {
                    valueField = fieldStart;
                    valueLength = in.lengthPrefix();
                    valueOffset = in.position();
                    in.skip(valueLength);
                }
                case FIELD_CREATE_REVISION, FIELD_MOD_REVISION, FIELD_VERSION, FIELD_LEASE ->
                    numbers[field] = in.varint();
                default -> throw new IllegalArgumentException("unknown field " + field + " in a stored record");
            }
        }
        if (valueField < 0) {
            // Absent value: a keys-only reply may then use the whole of the bytes.
            valueField = wire.length;
            valueOffset = wire.length;
        }
        return new KeyValue(
                wire,
                key,
                numbers[FIELD_CREATE_REVISION],
                numbers[FIELD_MOD_REVISION],
                numbers[FIELD_VERSION],
                numbers[FIELD_LEASE],
                valueField,
                valueOffset,
                valueLength,
                cause);
    }

    /** The bytes of mvccpb.KeyValue; shared, read only. */
    public byte[] wire() {
        return wire;
    }

    public Key key() {
        return key;
    }

    public long createRevision() {
        return createRevision;
    }

    public long modRevision() {
        return modRevision;
    }

    /** Puts since the key was last created, 1 for the first; 0 marks a tombstone. */
    public long version() {
        return version;
    }

    /** The lease attached, or 0. */
    public long lease() {
        return lease;
    }

    public Cause cause() {
        return cause;
    }

    public boolean isTombstone() {
        return version == 0;
    }

    /** A copy of the value. */
    public byte[] value() {
        return Arrays.copyOfRange(wire, valueOffset, valueOffset + valueLength);
    }

    public int valueLength() {
        return valueLength;
    }

    /** Compares this value with {@code other} as unsigned bytes. */
    public int compareValue(byte[] other) {
        return Arrays.compareUnsigned(wire, valueOffset, valueOffset + valueLength, other, 0, other.length);
    }

    public int compareValue(KeyValue other) {
        return Arrays.compareUnsigned(
                wire,
                valueOffset,
                valueOffset + valueLength,
                other.wire,
                other.valueOffset,
                other.valueOffset + other.valueLength);
    }

    /** This record with its value left out, all other fields kept. */
    public KeyValue withoutValue() {
        if (valueLength == 0) {
            return this;
        }
        int afterValue = valueOffset + valueLength;
        byte[] cut = Arrays.copyOf(wire, valueFieldOffset + wire.length - afterValue);
        System.arraycopy(wire, afterValue, cut, valueFieldOffset, wire.length - afterValue);
        return new KeyValue(
                cut, key, createRevision, modRevision, version, lease, valueFieldOffset, valueFieldOffset, 0, cause);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyValue kv && cause == kv.cause && Arrays.equals(wire, kv.wire);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(wire);
    }

    @Override
    public String toString() {
        return key + "@" + modRevision + (isTombstone() ? " deleted" : " v" + version) + " " + cause;
    }
}
