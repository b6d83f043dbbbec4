/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

import io.kedge.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** An open file of a {@link RecordingDisk}; it follows its file through renames and deletion. */
final class RecordingFile implements DiskFile {

    private final RecordingDisk disk;
    private final String name;
    private final int file;
    private final Content content;
    private boolean closed;

    RecordingFile(RecordingDisk disk, String name, int file, Content content) {
        this.disk = disk;
        this.name = name;
        this.file = file;
        this.content = content;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() throws IOException {
        synchronized (disk) {
            checkOpen();
            return content.size();
        }
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        synchronized (disk) {
            checkOpen();
            disk.before(DiskOperation.READ);
            int bytes = (int) Math.max(0, Math.min(target.remaining(), content.size() - position));
            if (bytes > 0) {
                target.put(content.raw(), (int) position, bytes);
            }
            return bytes;
        }
    }

    /** A failing write leaves its first half behind. */
    @Override
    public void write(long position, ByteBuffer... sources) throws IOException {
        synchronized (disk) {
            checkOpen();
            byte[] data = gather(sources);
            try {
                disk.before(DiskOperation.WRITE);
            } catch (IOException e) {
                record(position, data, data.length / 2);
                throw e;
            }
            record(position, data, data.length);
        }
    }

    private static byte[] gather(ByteBuffer... sources) {
        int bytes = 0;
        for (ByteBuffer source : sources) {
            bytes += source.remaining();
        }
        byte[] data = new byte[bytes];
        int at = 0;
        for (ByteBuffer source : sources) {
            int length = source.remaining();
            source.get(data, at, length);
            at += length;
        }
        return data;
    }

    private void record(long position, byte[] data, int length) {
        if (length == 0) {
            return;
        }
        Step.Write step = new Step.Write(file, Math.toIntExact(position), isZero(data, length) ? null : data, length);
        DurableState.apply(step, content);
        disk.record(step);
    }

    private static boolean isZero(byte[] data, int length) {
        for (int i = 0; i < length; i++) {
            if (data[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            checkOpen();
            try {
                disk.before(DiskOperation.FORCE);
            } catch (IOException e) {
                disk.record(new Step.FailedForce(file));
                throw e;
            }
            disk.record(new Step.Force(file));
        }
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        synchronized (disk) {
            checkOpen();
            disk.before(DiskOperation.TRUNCATE);
            if (sizeBytes < content.size()) {
                content.setSize((int) sizeBytes);
                disk.record(new Step.Truncate(file, (int) sizeBytes));
            }
        }
    }

    @Override
    public MappedRegion map(long position, long lengthBytes) throws IOException {
        synchronized (disk) {
            checkOpen();
            if (position + lengthBytes > content.size()) {
                throw new IOException(name + ": mapping " + lengthBytes + " bytes at " + position + " passes the end");
            }
            ByteBuffer view = ByteBuffer.wrap(content.toArray(), (int) position, (int) lengthBytes)
                    .slice()
                    .asReadOnlyBuffer();
            return new Region(view);
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            closed = true;
        }
    }

    private static final class Region implements MappedRegion {

        private final ByteBuffer view;
        private volatile boolean closed;

        Region(ByteBuffer view) {
            this.view = view;
        }

        @Override
        public ByteBuffer buffer() {
            if (closed) {
                throw new IllegalStateException("mapped region is closed");
            }
            return view.duplicate();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
