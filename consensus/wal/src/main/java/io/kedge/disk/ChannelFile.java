/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** A file of {@link FileDisk}. One writer; positional reads may run beside it. */
final class ChannelFile implements DiskFile {

    /** The JDK copies heap buffers through a cached direct one of the same size per thread: keep that one small. */
    private static final int HEAP_SLICE_BYTES = 256 << 10;

    private final String name;
    private final FileChannel channel;
    /** Set before the length changes, cleared by the force that makes it durable. */
    private boolean lengthChanged = true;

    private long knownSizeBytes;

    ChannelFile(String name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        this.knownSizeBytes = channel.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() throws IOException {
        return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int read = readOnce(position + total, target);
            if (read <= 0) {
                break;
            }
            total += read;
        }
        return total;
    }

    private int readOnce(long position, ByteBuffer target) throws IOException {
        int end = target.limit();
        if (!target.isDirect() && target.remaining() > HEAP_SLICE_BYTES) {
            target.limit(target.position() + HEAP_SLICE_BYTES);
        }
        try {
            return channel.read(target, position);
        } finally {
            target.limit(end);
        }
    }

    @Override
    public void write(long position, ByteBuffer... sources) throws IOException {
        long end = position;
        for (ByteBuffer source : sources) {
            end += source.remaining();
        }
        if (end > knownSizeBytes) {
            lengthChanged = true;
            knownSizeBytes = end;
        }
        if (sources.length == 1) {
            writeOne(position, sources[0]);
            return;
        }
        channel.position(position);
        for (long left = end - position; left > 0; ) {
            left -= channel.write(sources);
        }
    }

    private void writeOne(long position, ByteBuffer source) throws IOException {
        long at = position;
        int end = source.limit();
        while (source.position() < end) {
            if (!source.isDirect()) {
                source.limit(Math.min(end, source.position() + HEAP_SLICE_BYTES));
            }
            at += channel.write(source, at);
        }
    }

    /** The metadata is forced only when the length changed: an overwrite in place costs one data flush. */
    @Override
    public void force() throws IOException {
        channel.force(lengthChanged);
        lengthChanged = false;
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        lengthChanged = true;
        channel.truncate(sizeBytes);
        knownSizeBytes = Math.min(knownSizeBytes, sizeBytes);
    }

    @Override
    public MappedRegion map(long position, long lengthBytes) throws IOException {
        if (position + lengthBytes > channel.size()) {
            throw new IOException(name + ": mapping " + lengthBytes + " bytes at " + position + " passes the end");
        }
        return new Region(channel.map(FileChannel.MapMode.READ_ONLY, position, lengthBytes));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static final class Region implements MappedRegion {

        private final MappedByteBuffer buffer;
        private boolean closed;

        Region(MappedByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer buffer() {
            if (closed) {
                throw new IllegalStateException("mapped region is closed");
            }
            return buffer.duplicate();
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                Unmapper.unmap(buffer);
            }
        }
    }
}
