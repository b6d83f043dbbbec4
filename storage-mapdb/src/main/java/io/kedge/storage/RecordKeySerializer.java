/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.serializer.GroupSerializerObjectArray;

/** Lays keys out in 13 bytes each: space, revision, sub-revision, most significant byte first. */
final class RecordKeySerializer extends GroupSerializerObjectArray<RecordKey> {

    static final RecordKeySerializer INSTANCE = new RecordKeySerializer();
    private static final int KEY_BYTES = 13;

    private RecordKeySerializer() {}

    @Override
    public void serialize(DataOutput2 out, RecordKey key) throws IOException {
        out.writeByte(key.space());
        out.writeLong(key.revision());
        out.writeInt(key.sub());
    }

    @Override
    public RecordKey deserialize(DataInput2 in, int available) throws IOException {
        int space = in.readUnsignedByte();
        long revision = in.readLong();
        return new RecordKey(space, revision, in.readInt());
    }

    @Override
    public RecordKey valueArrayBinaryGet(DataInput2 in, int count, int index) throws IOException {
        in.setPos(in.getPos() + index * KEY_BYTES);
        return deserialize(in, -1);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public int valueArrayBinarySearch(RecordKey key, DataInput2 in, int count, Comparator comparator)
            throws IOException {
        for (int i = 0; i < count; i++) {
            int order = key.compareTo(deserialize(in, -1));
            if (order <= 0) {
                return order == 0 ? i : -(i + 1);
            }
        }
        return -(count + 1);
    }

    @Override
    public int valueArraySearch(Object keys, RecordKey key) {
        return Arrays.binarySearch((Object[]) keys, key);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public int valueArraySearch(Object keys, RecordKey key, Comparator comparator) {
        return Arrays.binarySearch((Object[]) keys, key);
    }

    @Override
    public int compare(RecordKey first, RecordKey second) {
        return first.compareTo(second);
    }

    @Override
    public int fixedSize() {
        return KEY_BYTES;
    }

    @Override
    public boolean isTrusted() {
        return true;
    }
}
