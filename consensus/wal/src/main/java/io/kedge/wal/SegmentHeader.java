/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment: magic u64, version u32, CRC32C u32 of all header bytes but itself, id u64, sizeBytes
 * u64, metadata length u32 and bytes, zeros up to a whole sector.
 */
record SegmentHeader(long id, long sizeBytes, byte[] metadata) {

    private static final long MAGIC = 0x6b65646765_77616cL;
    private static final int VERSION = 2;
    private static final int CRC_AT = 12;
    private static final int FIXED_BYTES = 36;

    static int bytes(int metadataBytes) {
        int sectors = (FIXED_BYTES + metadataBytes + BatchCodec.SECTOR_BYTES - 1) / BatchCodec.SECTOR_BYTES;
        return sectors * BatchCodec.SECTOR_BYTES;
    }

    int bytes() {
        return bytes(metadata.length);
    }

    ByteBuffer encode() {
        ByteBuffer header = ByteBuffer.allocate(bytes());
        header.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(id).putLong(sizeBytes);
        header.putInt(metadata.length).put(metadata).clear();
        return header.putInt(CRC_AT, crc(header));
    }

    /** Reads the header of {@code segment}, whose name is {@code name}. */
    static SegmentHeader decode(SegmentWindow segment, String name) throws IOException {
        int size = segment.sizeBytes();
        if (size < FIXED_BYTES || segment.getLong(0) != MAGIC) {
            throw new WalCorruptException(name, 0, "not a log segment");
        }
        int metadataBytes = segment.bytes(32, Integer.BYTES).getInt(0);
        if (metadataBytes < 0 || metadataBytes > size - FIXED_BYTES || bytes(metadataBytes) > size) {
            throw new WalCorruptException(name, 0, "the segment header does not verify");
        }
        byte[] raw = new byte[bytes(metadataBytes)];
        segment.bytes(0, raw.length).get(0, raw);
        ByteBuffer header = ByteBuffer.wrap(raw);
        int stored = header.getInt(CRC_AT);
        if (crc(header.putInt(CRC_AT, 0)) != stored) {
            throw new WalCorruptException(name, 0, "the segment header does not verify");
        }
        if (header.getInt(8) != VERSION) {
            throw new WalCorruptException(name, 0, "unknown format version " + header.getInt(8));
        }
        byte[] metadata = new byte[metadataBytes];
        header.get(FIXED_BYTES, metadata);
        SegmentHeader decoded = new SegmentHeader(header.getLong(16), header.getLong(24), metadata);
        if (decoded.id != Segment.id(name) || decoded.sizeBytes != size) {
            throw new WalCorruptException(
                    name, 0, "holds segment " + decoded.id + " of " + decoded.sizeBytes + " bytes, is " + size);
        }
        return decoded;
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.array());
        return (int) crc.getValue();
    }
}
