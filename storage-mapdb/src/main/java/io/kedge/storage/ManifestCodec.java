/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.replica.backend.StoreState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifest's bytes: an envelope that stays the same in every version (magic, version, body length, body, CRC32C of
 * all before it), so that a newer manifest is told from a damaged one.
 */
final class ManifestCodec {

    static final int VERSION = 1;
    private static final long MAGIC = 0x4b454447454d414eL; // "KEDGEMAN"
    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES + Integer.BYTES;

    private ManifestCodec() {}

    static byte[] encode(Manifest manifest) {
        byte[] body = body(manifest);
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + body.length + Integer.BYTES);
        out.putLong(MAGIC).putInt(VERSION).putInt(body.length).put(body);
        out.putInt(SinkVolume.checksumOf(out.duplicate().flip()));
        return out.array();
    }

    static Manifest decode(String file, byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEAD_BYTES + Integer.BYTES) {
            throw new StorageCorruptException(file, bytes.length, "it ends before its head does");
        }
        if (in.getLong() != MAGIC) {
            throw new StorageCorruptException(file, 0, "it does not begin like a manifest");
        }
        int version = in.getInt();
        int length = in.getInt();
        if (length != bytes.length - HEAD_BYTES - Integer.BYTES) {
            throw new StorageCorruptException(
                    file, HEAD_BYTES - Integer.BYTES, "a body of " + length + " bytes in a file of " + bytes.length);
        }
        int checksumAt = HEAD_BYTES + length;
        int actual = SinkVolume.checksumOf(ByteBuffer.wrap(bytes, 0, checksumAt));
        int stored = in.getInt(checksumAt);
        if (actual != stored) {
            throw new StorageCorruptException(
                    file, checksumAt, String.format("checksum is %08x, stored is %08x", actual, stored));
        }
        if (version != VERSION) {
            throw new IOException(file + " has manifest version " + version + ", this release reads version " + VERSION
                    + ": run the release that wrote it, or a newer one");
        }
        try {
            return readBody(new DataInputStream(new ByteArrayInputStream(bytes, HEAD_BYTES, length)));
        } catch (IOException | RuntimeException e) {
            throw new StorageCorruptException(file, HEAD_BYTES, "its body makes no sense", e);
        }
    }

    private static byte[] body(Manifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            StoreState state = manifest.state();
            out.writeLong(state.appliedIndex());
            out.writeLong(state.appliedTerm());
            out.writeInt(state.configuration().length);
            out.write(state.configuration());
            writeLongs(out, state.revisions());
            writeLongs(out, state.compactRevisions());
            out.writeLong(state.installedIndex());
            out.writeLong(manifest.nextNumber());
            out.writeInt(manifest.segments().size());
            for (SegmentInfo segment : manifest.segments()) {
                writeSegment(out, segment);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeSegment(DataOutputStream out, SegmentInfo segment) throws IOException {
        out.writeLong(segment.number());
        out.writeInt(segment.pageBytes());
        out.writeInt(segment.longestBytes());
        out.writeInt(segment.pageChecksums().length);
        for (int checksum : segment.pageChecksums()) {
            out.writeInt(checksum);
        }
        out.writeInt(segment.ranges().size());
        for (SpaceRange range : segment.ranges()) {
            out.writeByte(range.first().space());
            out.writeLong(range.first().revision());
            out.writeInt(range.first().sub());
            out.writeLong(range.last().revision());
            out.writeInt(range.last().sub());
            out.writeLong(range.count());
            out.writeLong(range.bytes());
        }
    }

    private static Manifest readBody(DataInputStream in) throws IOException {
        long appliedIndex = in.readLong();
        long appliedTerm = in.readLong();
        byte[] configuration = new byte[in.readInt()];
        in.readFully(configuration);
        StoreState state =
                new StoreState(appliedIndex, appliedTerm, configuration, readLongs(in), readLongs(in), in.readLong());
        long nextNumber = in.readLong();
        int count = in.readInt();
        List<SegmentInfo> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(readSegment(in));
        }
        if (in.read() >= 0) {
            throw new IOException("bytes follow the last segment");
        }
        return new Manifest(state, nextNumber, List.copyOf(segments));
    }

    private static SegmentInfo readSegment(DataInputStream in) throws IOException {
        long number = in.readLong();
        int pageBytes = in.readInt();
        int longestBytes = in.readInt();
        int[] checksums = new int[in.readInt()];
        for (int i = 0; i < checksums.length; i++) {
            checksums[i] = in.readInt();
        }
        int count = in.readInt();
        List<SpaceRange> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int space = in.readUnsignedByte();
            RecordKey first = new RecordKey(space, in.readLong(), in.readInt());
            RecordKey last = new RecordKey(space, in.readLong(), in.readInt());
            ranges.add(new SpaceRange(first, last, in.readLong(), in.readLong()));
        }
        return new SegmentInfo(number, pageBytes, longestBytes, checksums, List.copyOf(ranges));
    }

    private static void writeLongs(DataOutputStream out, long[] values) throws IOException {
        out.writeByte(values.length);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    private static long[] readLongs(DataInputStream in) throws IOException {
        long[] values = new long[in.readUnsignedByte()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readLong();
        }
        return values;
    }
}
