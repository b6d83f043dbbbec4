/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import java.io.IOException;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.serializer.GroupSerializerObjectArray;

/**
 * Lays a node's records out as all lengths, then all records, so that one is reached without reading its neighbours.
 */
final class StoredRecordSerializer extends GroupSerializerObjectArray<StoredRecord> {

    static final StoredRecordSerializer INSTANCE = new StoredRecordSerializer();
    private static final int HEAD_BYTES = 5;

    /** More than any page holds: a longer length is not one that was written. */
    private static final int RECORD_BYTES_MAX = 128 << 20;

    private StoredRecordSerializer() {}

    @Override
    public void serialize(DataOutput2 out, StoredRecord record) throws IOException {
        out.packInt(record.wire().length);
        body(out, record);
    }

    @Override
    public StoredRecord deserialize(DataInput2 in, int available) throws IOException {
        return body(in, in.unpackInt());
    }

    @Override
    public void valueArraySerialize(DataOutput2 out, Object records) throws IOException {
        for (Object record : (Object[]) records) {
            out.packInt(((StoredRecord) record).wire().length);
        }
        for (Object record : (Object[]) records) {
            body(out, (StoredRecord) record);
        }
    }

    @Override
    public Object[] valueArrayDeserialize(DataInput2 in, int count) throws IOException {
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = in.unpackInt();
        }
        Object[] records = new Object[count];
        for (int i = 0; i < count; i++) {
            records[i] = body(in, lengths[i]);
        }
        return records;
    }

    @Override
    public StoredRecord valueArrayBinaryGet(DataInput2 in, int count, int index) throws IOException {
        int before = 0;
        int length = 0;
        for (int i = 0; i < count; i++) {
            int next = in.unpackInt();
            if (i < index) {
                before += HEAD_BYTES + next;
            } else if (i == index) {
                length = next;
            }
        }
        in.setPos(in.getPos() + before);
        return body(in, length);
    }

    @Override
    public boolean isTrusted() {
        return true;
    }

    private static void body(DataOutput2 out, StoredRecord record) throws IOException {
        out.writeInt(record.checksum());
        out.writeByte(record.cause());
        out.write(record.wire());
    }

    private static StoredRecord body(DataInput2 in, int length) throws IOException {
        if (length < 0 || length > RECORD_BYTES_MAX) {
            throw new IllegalArgumentException("record length " + length);
        }
        int checksum = in.readInt();
        byte cause = in.readByte();
        byte[] wire = new byte[length];
        in.readFully(wire);
        return new StoredRecord(checksum, cause, wire);
    }
}
