/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** Payloads of the requests with which a snapshot is fetched, big endian, fields in the order of the records. */
public final class SnapshotCodec {
    private static final int FILE_BYTES_MIN = 2 + 8 + 4;

    /** Begins or resumes a transfer of a snapshot at {@code minIndex} or later. */
    public record Open(long transfer, long minIndex) {}

    /** Asks for a piece of a file, and thereby acknowledges the pieces before. {@code file}: place in the listing. */
    public record Read(long transfer, int file, long offset, int length) {}

    private SnapshotCodec() {}

    public static byte[] open(long transfer, long minIndex) {
        return ByteBuffer.allocate(16).putLong(transfer).putLong(minIndex).array();
    }

    public static Open readOpen(byte[] payload) throws WireException {
        WireReader in = new WireReader(ByteBuffer.wrap(payload));
        Open open = new Open(in.i64(), in.natural());
        in.end();
        return open;
    }

    public static byte[] read(Read read) {
        ByteBuffer out = ByteBuffer.allocate(24).putLong(read.transfer()).putInt(read.file());
        return out.putLong(read.offset()).putInt(read.length()).array();
    }

    public static Read readRead(byte[] payload) throws WireException {
        WireReader in = new WireReader(ByteBuffer.wrap(payload));
        Read read = new Read(in.i64(), in.i32(), in.natural(), in.i32());
        in.end();
        return read;
    }

    /** A piece with its checksum in front. */
    public static byte[] chunk(byte[] piece) {
        return ByteBuffer.allocate(4 + piece.length)
                .putInt(crc(piece, 0))
                .put(piece)
                .array();
    }

    /** The piece in {@code payload}, verified to have {@code length} bytes and its checksum. */
    public static byte[] readChunk(byte[] payload, int length) throws WireException {
        WireReader.require(payload.length == 4 + length, "a piece of another length");
        WireReader.require(ByteBuffer.wrap(payload).getInt() == crc(payload, 4), "a piece's checksum differs");
        byte[] piece = new byte[length];
        System.arraycopy(payload, 4, piece, 0, length);
        return piece;
    }

    public static byte[] listing(SnapshotListing listing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(listing.index());
            out.writeLong(listing.term());
            out.writeInt(listing.metadata().length);
            out.write(listing.metadata());
            out.writeInt(listing.files().size());
            for (SnapshotFile file : listing.files()) {
                byte[] name = file.name().getBytes(StandardCharsets.US_ASCII);
                out.writeShort(name.length);
                out.write(name);
                out.writeLong(file.lengthBytes());
                out.writeInt(file.crc32c());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static SnapshotListing readListing(byte[] payload) throws WireException {
        WireReader in = new WireReader(ByteBuffer.wrap(payload));
        long index = in.natural();
        long term = in.natural();
        byte[] metadata = in.bytes();
        int count = in.count(FILE_BYTES_MIN);
        List<SnapshotFile> files = new ArrayList<>(count);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            SnapshotFile file = readFile(in);
            WireReader.require(names.add(file.name()), "a file is listed twice");
            files.add(file);
        }
        in.end();
        return new SnapshotListing(index, term, metadata, files);
    }

    private static SnapshotFile readFile(WireReader in) throws WireException {
        try {
            return new SnapshotFile(in.text(), in.i64(), in.i32());
        } catch (IllegalArgumentException e) {
            throw new WireException("no plain file", e);
        }
    }

    private static int crc(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }
}
